package io.oncegate.ops;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.lettuce.core.api.sync.RedisCommands;
import io.oncegate.faults.Gateway;
import io.oncegate.faults.Stores;
import io.oncegate.web.ApiContract;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** People of every kind who come to a gateway. */
final class Traffic {

	private static final String BROWSER = "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0";

	private static final String BOOKING = """
			{"start": "%s", "invitee": {"name": "Ada Lovelace", "email": "ada@example.com"}}""";

	private final HttpClient http = HttpClient.newHttpClient();

	private final Gateway gateway;

	private final String calendar;

	Traffic(Gateway gateway) {
		this.gateway = gateway;
		this.calendar = json(201, post("/api/v1/calendars", """
				{"name": "Consultation", "slug": "consultation", "timeZone": "UTC", "durationMinutes": 30,
				"seatsPerSlot": 1, "weeklyHours": {%s}, "openLinks": {"scheduling": true}}""".formatted(week())))
			.path("id")
			.asString("");
	}

	private static String week() {
		return String.join(", ",
				List.of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
					.stream()
					.map((day) -> "\"" + day + "\": [{\"from\": \"08:00\", \"to\": \"20:00\"}]")
					.toList());
	}

	/** All that happens on a good day. */
	void goodDay(Stores stores) {
		String spent = link();
		look(spent);
		book(spent, 0, "key").join();
		answered(201, book(spent, 0, "key"));
		answered(410, book(spent, 1, null));
		String good = link();
		answered(409, book(good, 0, null));
		answered(422, book(good, -1, null));
		answered(422, post("/api/v1/links/" + good + "/redemptions", "{}"));
		stores.redis(RedisCommands::flushall);
		JsonNode booked = json(201, book(good, 1, null));
		answered(200, post("/api/v1/bookings/" + booked.path("bookingId").asString("") + "/cancel", ""));
		answered(404, book("A".repeat(44), 2, null));
		JsonNode revoked = issue();
		answered(200, post("/api/v1/one-time-links/" + revoked.path("id").asString("") + "/revoke", ""));
		answered(410, book(token(revoked), 2, null));
		answered(201, post("/api/v1/public/calendars/consultation/bookings", BOOKING.formatted(time(2))));
		answered(201,
				post("/api/v1/calendars/" + this.calendar + "/campaigns", "{\"name\": \"Spring\", \"count\": 20}"));
	}

	/** Opens a link, as scanners, browsers and people do. */
	private void look(String token) {
		answered(200, send(request("/l/" + token).method("HEAD", BodyPublishers.noBody())));
		for (int n = 0; n < 20; n++) {
			answered(200, send(request("/l/" + token).header("User-Agent", BROWSER)));
		}
		answered(204,
				send(request("/l/" + token + "/opened").header("User-Agent", BROWSER).POST(BodyPublishers.noBody())));
		answered(200, send(request("/api/v1/links/" + token)));
		answered(200, send(request("/api/v1/links/" + token + "/slots?from=" + day() + "&to=" + day())));
	}

	/** Some people, at the same time, who cannot book, as somebody holds a lock. */
	void badMinute(Stores stores, int people) throws SQLException {
		List<String> links = IntStream.range(0, people).mapToObj((n) -> link()).toList();
		try (Connection connection = stores.postgres();
				PreparedStatement lock = connection.prepareStatement("select pg_advisory_lock(calendar_lock(?))")) {
			lock.setObject(1, UUID.fromString(this.calendar));
			lock.execute();
			List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
			for (int n = 0; n < people; n++) {
				answers.add(book(links.get(n), 3 + n, null));
			}
			answers.forEach((answer) -> answered(503, answer));
		}
	}

	private String link() {
		return token(issue());
	}

	private JsonNode issue() {
		return json(201, post("/api/v1/calendars/" + this.calendar + "/one-time-links", "{}"));
	}

	private static String token(JsonNode issued) {
		String url = issued.path("url").asString("");
		return url.substring(url.lastIndexOf('/') + 1);
	}

	private CompletableFuture<HttpResponse<String>> book(String token, int n, @Nullable String key) {
		HttpRequest.Builder request = request("/api/v1/links/" + token + "/redemptions");
		if (key != null) {
			request.header("Idempotency-Key", key);
		}
		return send(request.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(BOOKING.formatted(time(n)))));
	}

	private static String time(int n) {
		return day().atTime(8, 0).plusMinutes(30L * n).toInstant(ZoneOffset.UTC).toString();
	}

	private static LocalDate day() {
		return LocalDate.now(ZoneOffset.UTC).plusDays(2);
	}

	private CompletableFuture<HttpResponse<String>> post(String path, String json) {
		return send(request(path).header("Authorization", "Bearer " + Gateway.API_KEY)
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(json)));
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create(this.gateway.address() + path)).timeout(Duration.ofSeconds(30));
	}

	private CompletableFuture<HttpResponse<String>> send(HttpRequest.Builder request) {
		return this.http.sendAsync(request.build(), BodyHandlers.ofString()).thenApply(ApiContract::check);
	}

	private static JsonNode json(int status, CompletableFuture<HttpResponse<String>> answer) {
		return JsonMapper.shared().readTree(answered(status, answer));
	}

	private static String answered(int status, CompletableFuture<HttpResponse<String>> answer) {
		HttpResponse<String> response = answer.join();
		assertThat(response.statusCode()).as(response.request() + ": " + response.body()).isEqualTo(status);
		return response.body();
	}

}
