package io.oncegate.faults;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.oncegate.web.ApiContract;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Owners and invitees: what they ask of gateways, over HTTP. */
public final class People {

	/** Longer than the gateway takes to answer anything. */
	private static final Duration PATIENCE = Duration.ofSeconds(25);

	private static final String LINKS = "/api/v1/links/";

	private final HttpClient http = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(Duration.ofSeconds(5))
		.executor(Executors.newFixedThreadPool(4, People::daemon))
		.build();

	private final AtomicInteger turn = new AtomicInteger();

	private volatile List<String> addresses;

	/** They are spread between gateways. */
	public People(List<Gateway> gateways) {
		this.addresses = addresses(gateways);
	}

	/** They come by one address, like that of a load balancer. */
	public People(String address) {
		this.addresses = List.of(address);
	}

	private static List<String> addresses(List<Gateway> gateways) {
		return gateways.stream().map(Gateway::address).toList();
	}

	private static Thread daemon(Runnable work) {
		Thread thread = new Thread(work, "people");
		thread.setDaemon(true);
		return thread;
	}

	/** Sets between which gateways they are spread. */
	public void useOnly(List<Gateway> gateways) {
		this.addresses = addresses(gateways);
	}

	/** A new calendar, open all day. */
	String calendar(int minutes, int seats) {
		StringBuilder week = new StringBuilder();
		for (String day : List.of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")) {
			week.append(week.isEmpty() ? "" : ",")
				.append("\"%s\":[{\"from\":\"00:00\",\"to\":\"24:00\"}]".formatted(day));
		}
		return json(
				owner("/api/v1/calendars",
						"""
								{"name":"Faults","slug":"faults-%s","timeZone":"UTC","durationMinutes":%d,"seatsPerSlot":%d,
								"horizonDays":60,"weeklyHours":{%s}}"""
							.formatted(Long.toString(System.nanoTime(), 36), minutes, seats, week))
					.join())
			.get("id")
			.asString();
	}

	/** The first times behind a one-time link that start in two days or later. */
	List<Instant> times(Link link, int count) {
		Instant from = Instant.now().plus(Duration.ofDays(2));
		String path = LINKS + link.token() + "/slots?from=" + from.toString().substring(0, 10) + "&to="
				+ from.plus(Duration.ofDays(55)).toString().substring(0, 10);
		return json(send(request(path).GET()).join()).get("slots")
			.valueStream()
			.limit(count)
			.map((slot) -> Instant.parse(slot.get("start").asString()))
			.toList();
	}

	/** New one-time links of a calendar. */
	List<Link> links(String calendar, int count) {
		List<CompletableFuture<HttpResponse<String>>> issued = new java.util.ArrayList<>();
		for (int n = 0; n < count; n++) {
			if (n >= 32) {
				issued.get(n - 32).join();
			}
			issued.add(owner("/api/v1/calendars/" + calendar + "/one-time-links", "{}"));
		}
		return issued.stream().map((answer) -> link(answer.join())).toList();
	}

	/** The one-time links of a new campaign of a calendar. */
	List<Link> campaign(String calendar, int count) {
		return owner("/api/v1/calendars/" + calendar + "/campaigns", """
				{"name":"Faults","count":%d}""".formatted(count)).join()
			.body()
			.lines()
			.map(JsonMapper.shared()::readTree)
			.map(People::link)
			.toList();
	}

	/** A new one-time link of a calendar, good until then. */
	Link link(String calendar, Instant expiresAt) {
		return link(owner("/api/v1/calendars/" + calendar + "/one-time-links", """
				{"expiresAt":"%s"}""".formatted(expiresAt)).join());
	}

	private static Link link(HttpResponse<String> issued) {
		return link(json(issued));
	}

	private static Link link(JsonNode issued) {
		String url = issued.get("url").asString();
		return new Link(issued.get("id").asString(), url.substring(url.lastIndexOf('/') + 1));
	}

	private CompletableFuture<HttpResponse<String>> owner(String path, String body) {
		return send(request(path).header("Authorization", "Bearer " + Gateway.API_KEY)
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(body)));
	}

	/**
	 * What the gateway says of a link: "active", "redeemed", "claimed", "unknown", ...
	 */
	String status(String token) {
		HttpResponse<String> response = send(request(LINKS + token).GET()).join();
		return (response.statusCode() == 200) ? json(response).get("status").asString()
				: problem(response).replace("link-", "");
	}

	/**
	 * Asks to book, and hears what came of it.
	 * @param patience after which the client leaves
	 */
	CompletableFuture<Attempt> book(String id, String link, Instant start, String key, @Nullable Duration patience) {
		return book(LINKS + link + "/redemptions", id, link, start, key, patience);
	}

	/** Asks to book by the id of a calendar, which opens nothing. */
	CompletableFuture<Attempt> bookWithoutLink(String id, String calendar, Instant start, String key) {
		return book("/api/v1/public/calendars/" + calendar + "/bookings", id, Attempt.NO_LINK, start, key, null);
	}

	/** Asks to revoke a link, and hears what came of it. */
	CompletableFuture<Revocation> revoke(Link link) {
		long sent = System.currentTimeMillis();
		return owner("/api/v1/one-time-links/" + link.id() + "/revoke", "").handle(
				(answered, fault) -> new Revocation(link.token(), sent, System.currentTimeMillis(), revoked(answered)));
	}

	private static Revocation.Answer revoked(@Nullable HttpResponse<String> answered) {
		int status = (answered != null) ? answered.statusCode() : 0;
		return (status == 200) ? Revocation.Answer.REVOKED
				: (status == 409) ? Revocation.Answer.SPENT : Revocation.Answer.UNKNOWN;
	}

	private CompletableFuture<Attempt> book(String path, String id, String link, Instant start, String key,
			@Nullable Duration patience) {
		long sent = System.currentTimeMillis();
		CompletableFuture<HttpResponse<String>> response = send(request(path).header("Content-Type", "application/json")
			.header("Idempotency-Key", key)
			.POST(BodyPublishers.ofString("""
					{"start":"%s","invitee":{"name":"Ada","email":"%s"}}""".formatted(start, id))));
		if (patience != null) {
			CompletableFuture.delayedExecutor(patience.toNanos(), TimeUnit.NANOSECONDS)
				.execute(() -> response.cancel(true));
		}
		return response.handle((answered, fault) -> {
			Answer answer = (answered != null) ? answer(answered) : Answer.NONE;
			return new Attempt(id, link, start, key, sent, System.currentTimeMillis(), answer,
					(answer == Answer.BOOKED) ? json(answered).get("bookingId").asString() : null);
		});
	}

	/** Opens a link, and breaks the connection after some time. */
	void glance(String token, Duration patience) throws IOException {
		URI gateway = request(LINKS + token).build().uri();
		try (Socket socket = new Socket(gateway.getHost(), gateway.getPort())) {
			socket.setSoLinger(true, 0);
			socket.getOutputStream()
				.write(("GET " + gateway.getPath() + " HTTP/1.1\r\nHost: gateway\r\n\r\n")
					.getBytes(StandardCharsets.US_ASCII));
			Waiting.pause(patience);
		}
	}

	private static Answer answer(HttpResponse<String> response) {
		if (response.statusCode() == 201) {
			return Answer.BOOKED;
		}
		boolean again = response.statusCode() == 503;
		if (again && response.headers().firstValue("Retry-After").isEmpty()) {
			return Answer.OTHER;
		}
		String name = problem(response).replace("idempotency-", "").replace('-', '_').toUpperCase(Locale.ROOT);
		return java.util.Arrays.stream(Answer.values())
			.filter((answer) -> answer.name().equals(name))
			.findFirst()
			.orElse(Answer.OTHER);
	}

	private static String problem(HttpResponse<String> response) {
		String type = response.body().startsWith("{") ? json(response).path("type").asString("") : "";
		return type.substring(type.lastIndexOf('/') + 1);
	}

	private HttpRequest.Builder request(String path) {
		List<String> present = this.addresses;
		String gateway = present.get(Math.floorMod(this.turn.getAndIncrement(), present.size()));
		return HttpRequest.newBuilder(URI.create(gateway + path)).timeout(PATIENCE);
	}

	private CompletableFuture<HttpResponse<String>> send(HttpRequest.Builder request) {
		return this.http.sendAsync(request.build(), BodyHandlers.ofString()).thenApply(ApiContract::check);
	}

	private static JsonNode json(HttpResponse<String> response) {
		return JsonMapper.shared().readTree(response.body());
	}

	/** A one-time link: its id, and its secret. */
	record Link(String id, String token) {
	}

}
