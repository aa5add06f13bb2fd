package io.oncegate.cost;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Iterator;

import io.oncegate.faults.Gateway;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** Somebody who asks for one thing after the other. */
final class Person {

	private static final String BROWSER = "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0";

	/** Few times, as they are found anew twice a second; and room for everybody. */
	private static final String CALENDAR = """
			{"name": "Consultation", "slug": "consultation", "timeZone": "UTC", "durationMinutes": 30,
			"seatsPerSlot": 10000, "weeklyHours": {"monday": [{"from": "09:00", "to": "17:00"}]}}""";

	private static final String BOOKING = """
			{"start": "%s", "invitee": {"name": "Ada Lovelace", "email": "ada.lovelace@example.com"}}""";

	private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final String address;

	private final String booking;

	private final Iterator<String> links;

	/** Comes with that many links. */
	Person(Gateway gateway, int links) {
		this.address = gateway.address();
		LocalDate today = LocalDate.now(ZoneOffset.UTC);
		LocalDate day = today.plusDays(8 - today.getDayOfWeek().getValue() + 7);
		this.booking = BOOKING.formatted(day.atTime(9, 0).toInstant(ZoneOffset.UTC));
		String calendar = JsonMapper.shared().readTree(owner("/api/v1/calendars", CALENDAR)).path("id").asString("");
		this.links = owner("/api/v1/calendars/" + calendar + "/campaigns",
				"{\"name\": \"Spring\", \"count\": " + links + "}")
			.lines()
			.map((row) -> JsonMapper.shared().readTree(row).path("url").asString(""))
			.map((url) -> url.substring(url.lastIndexOf('/') + 1))
			.toList()
			.iterator();
	}

	private String owner(String path, String json) {
		return answer(201,
				request(path).header("Authorization", "Bearer " + Gateway.API_KEY)
					.header("Content-Type", "application/json")
					.POST(BodyPublishers.ofString(json)));
	}

	/** Returns a link that nobody has used. */
	String link() {
		return this.links.next();
	}

	/** Books with a link, which is still good or not. */
	void book(int status, String link) {
		answer(status, request("/api/v1/links/" + link + "/redemptions").header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(this.booking)));
	}

	/** Opens a link as a browser does, which is still good or not. */
	void open(int status, String link) {
		answer(status,
				request("/l/" + link).header("User-Agent", BROWSER)
					.header("Accept", "text/html")
					.header("Accept-Encoding", "gzip"));
	}

	/** Opens a link as a program does. */
	void read(String link) {
		answer(200, request("/api/v1/links/" + link).header("Accept", "application/json"));
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create(this.address + path)).timeout(Duration.ofSeconds(30));
	}

	private String answer(int status, HttpRequest.Builder request) {
		try {
			HttpResponse<String> response = this.http.send(request.build(), BodyHandlers.ofString());
			assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
			return response.body();
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

}
