package io.oncegate.faults;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.oncegate.Oncegate;
import io.oncegate.support.Slow;
import io.oncegate.web.ApiContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an operator is told by a gateway that logs JSON and exports traces, while its
 * stores fail; and what nobody is told.
 */
@Slow
class OperatorTests {

	private static final Path DIRECTORY = Path.of("target/operator");

	private static final JsonMapper JSON = new JsonMapper();

	private static final HttpClient HTTP = HttpClient.newHttpClient();

	private static final String INVITEE = "zq" + UUID.randomUUID().toString().replace("-", "");

	private static Stores stores;

	private static Collector collector;

	private static Gateway gateway;

	private static String calendar;

	/** What must be found nowhere, by what it is. */
	private static final Map<String, String> SECRETS = new LinkedHashMap<>();

	@BeforeAll
	static void start() throws Exception {
		FileSystemUtils.deleteRecursively(DIRECTORY);
		Files.createDirectories(DIRECTORY);
		stores = new Stores(DIRECTORY.resolve("stores"));
		collector = new Collector();
		gateway = new Gateway(Oncegate.class, stores, Duration.ofSeconds(12), DIRECTORY.resolve("gateway.log"),
				"--logging.structured.format.console=ecs", "--logging.level.io.oncegate=debug",
				"--management.opentelemetry.tracing.export.otlp.endpoint=" + collector.address() + "/v1/traces",
				"--management.tracing.sampling.probability=1");
		calendar = JSON
			.readTree(owner("/api/v1/calendars",
					"""
							{"name": "Consultation", "slug": "consultation", "timeZone": "UTC", "durationMinutes": 30,
							"seatsPerSlot": 1000, "minimumNoticeMinutes": 0, "contact": {"email": "office@example.com"},
							"weeklyHours": {"monday": [{"from": "00:00", "to": "24:00"}], "tuesday": [{"from": "00:00", "to": "24:00"}],
							"wednesday": [{"from": "00:00", "to": "24:00"}], "thursday": [{"from": "00:00", "to": "24:00"}],
							"friday": [{"from": "00:00", "to": "24:00"}], "saturday": [{"from": "00:00", "to": "24:00"}],
							"sunday": [{"from": "00:00", "to": "24:00"}]}}""")
				.body())
			.path("id")
			.asString();
		SECRETS.put("API key", Gateway.API_KEY);
		SECRETS.put("link secret", Gateway.LINK_SECRET);
	}

	@AfterAll
	static void stop() throws Exception {
		gateway.close();
		collector.close();
		stores.close();
	}

	@Test
	void withoutRedisItIsDegradedAndReady() throws Exception {
		assertThat(status("")).isEqualTo("UP");
		stores.keepRedisFile();
		stores.killRedis();
		try {
			Waiting.until("the health is degraded", () -> status("").equals("DEGRADED"));
			assertThat(status("/readiness")).isEqualTo("UP");
			assertThat(status("/liveness")).isEqualTo("UP");
			Waiting.until("the meters say so", () -> gateway.meter("oncegate_store_up", "store=\"redis\"") == 0);
			Waiting.until("it is ready all the same", () -> gateway.meter("oncegate_ready") == 1);
			assertThat(book(issue()).statusCode()).isEqualTo(201);
		}
		finally {
			stores.startRedisFromKeptFile();
			Waiting.until("Redis is back", () -> status("").equals("UP"));
		}
	}

	@Test
	void withoutPostgresItLivesAndIsNotReadyAndSaysSoOnce() throws Exception {
		String token = issue();
		int before = lines().size();
		stores.killPostgres();
		try {
			Waiting.until("it is not ready", () -> status("/readiness").equals("DOWN"));
			assertThat(status("/liveness")).isEqualTo("UP");
			Waiting.until("the meters say so", () -> gateway.meter("oncegate_ready") == 0);
			for (int n = 0; n < 200; n++) {
				assertThat(book(token).statusCode()).isEqualTo(503);
			}
		}
		finally {
			stores.startPostgres();
			Waiting.until("it is ready again", () -> status("/readiness").equals("UP"));
		}
		Waiting.until("the count is logged",
				() -> lines().stream().anyMatch((line) -> message(line).contains("times in 10 s")));
		List<JsonNode> said = lines().subList(before, lines().size())
			.stream()
			.filter((line) -> message(line).startsWith("A store does not answer: ")
					&& !message(line).contains("more in"))
			.toList();
		assertThat(said).isNotEmpty()
			.hasSizeLessThan(10)
			.allMatch((line) -> line.path("traceId").asString().length() == 32);
		assertThat(book(token).statusCode()).isEqualTo(201);
	}

	@Test
	void aFaultIsFoundInTheLogByTheIdOfItsProblem() throws Exception {
		String token = issue();
		spoil("time_zone = 'Nowhere/Land'");
		try {
			Waiting.until("the calendar cannot be read", () -> open(token).statusCode() == 500);
			String id = JSON.readTree(open(token).body()).path("traceId").asString();
			assertThat(collectedAfter(id)).contains(hex(id));
			assertThat(get("/l/" + token).body()).containsPattern("Reference: [0-9a-f]{32}");
		}
		finally {
			spoil("time_zone = 'UTC'");
		}
		assertThat(lines()).anyMatch((line) -> message(line).startsWith("A request failed: ")
				&& line.path("traceId").asString().length() == 32);
	}

	@Test
	void aStoppingGatewayLivesAndIsNotReady() throws Exception {
		try (Gateway other = new Gateway(Oncegate.class, stores, Duration.ofSeconds(12),
				DIRECTORY.resolve("stopping.log"), "--oncegate.drain=8s")) {
			assertThat(status(other, "/readiness")).isEqualTo("UP");
			other.stop();
			Waiting.until("it is not ready", () -> status(other, "/readiness").equals("OUT_OF_SERVICE"));
			assertThat(status(other, "/liveness")).isEqualTo("UP");
			assertThat(other.meter("oncegate_ready")).isZero();
			HttpResponse<String> page = HTTP.send(
					HttpRequest.newBuilder(URI.create(other.address() + "/problems/not-found")).build(),
					BodyHandlers.ofString());
			assertThat(page.statusCode()).isEqualTo(200);
			assertThat(page.headers().firstValue("Connection")).hasValue("close");
			assertThat(other.ends(Duration.ofSeconds(30))).isTrue();
		}
	}

	@Test
	void aProbeRightAfterAnotherIsAnswered() {
		for (int n = 0; n < 2000; n++) {
			assertThat(gateway.get("/actuator/health/readiness")).isNotEmpty();
		}
	}

	@Test
	void itSaysWhichVersionItIs() throws Exception {
		JsonNode info = JSON.readTree(gateway.get("/actuator/info"));
		assertThat(info.at("/build/version").asString()).matches("\\d+\\.\\d+\\.\\d+.*");
		assertThat(info.at("/git/commit/id").asString()).matches("[0-9a-f]{7,40}");
	}

	private static String collectedAfter(String id) {
		Waiting.until("the trace is exported", () -> collector.all().contains(hex(id)));
		return collector.all();
	}

	@Test
	void nothingThatIsWrittenHoldsASecret() throws Exception {
		String token = issue();
		get("/l/" + token);
		get("/l/" + token + "?email=" + INVITEE + "@example.com");
		assertThat(book(token).statusCode()).isEqualTo(201);
		book(token);
		get("/l/" + token);
		String second = issue();
		HttpResponse<String> form = form("/l/" + second, Map.of("start", time().toString(), "name", INVITEE, "email",
				INVITEE + "@example.com", "notes", INVITEE, "key", INVITEE));
		assertThat(form.statusCode()).isEqualTo(303);
		String manage = form.headers().firstValue("Location").orElseThrow();
		SECRETS.put("manage token", manage.replaceAll(".*/b/([^?]*).*", "$1"));
		get(manage.substring(manage.indexOf("/b/")));
		form(manage.substring(manage.indexOf("/b/")) + "/cancel", Map.of("message", INVITEE));
		post("/api/v1/links/" + token + "/redemptions", "{\"" + INVITEE, "none");
		post("/api/v1/links/" + INVITEE + "/redemptions", body(), INVITEE);
		get("/" + INVITEE + "?" + INVITEE);
		form("/console/sign-in", Map.of("key", Gateway.API_KEY));
		form("/console/sign-in", Map.of("key", INVITEE));
		String third = issue();
		spoil("time_zone = 'Nowhere/Land'");
		Waiting.until("the calendar cannot be read", () -> open(third).statusCode() == 500);
		book(third);
		form("/l/" + third, Map.of("start", time().toString(), "name", INVITEE, "email", INVITEE + "@example.com"));
		spoil("time_zone = 'UTC'");
		Waiting.until("the calendar can be read", () -> open(third).statusCode() == 200);
		String trace = trace(book(third));
		Waiting.until("the traces are exported", () -> collector.all().contains(hex(trace)));

		Map<String, String> written = new LinkedHashMap<>();
		written.put("log", gateway.log());
		written.put("traces", collector.all());
		written.put("meters", gateway.get("/actuator/prometheus"));
		written.put("health", gateway.get("/actuator/health"));
		written.put("info", gateway.get("/actuator/info"));
		written.put("Redis", redis());
		assertThat(written.get("log")).contains("A redemption ended: redeemed");
		assertThat(written.get("traces")).contains("oncegate.commit.batch", "java.time.zone.ZoneRulesException");
		assertThat(written.get("meters")).contains("oncegate_redemption_seconds_bucket");
		assertThat(written.get("Redis")).contains("link:");
		written.forEach((where, text) -> {
			assertThat(text.contains(INVITEE)).as("the invitee is in the " + where).isFalse();
			SECRETS.forEach(
					(what, secret) -> assertThat(text.contains(secret)).as(what + " is in the " + where).isFalse());
		});
		String tables = postgres();
		assertThat(tables).contains(INVITEE);
		SECRETS.forEach((what, secret) -> assertThat(tables.contains(secret)).as(what + " is in PostgreSQL").isFalse());
	}

	private static String trace(HttpResponse<String> response) {
		assertThat(response.statusCode()).isEqualTo(201);
		return response.request().headers().firstValue("traceparent").map((sent) -> sent.split("-")[1]).orElseThrow();
	}

	private static String issue() throws IOException, InterruptedException {
		String url = JSON
			.readTree(owner("/api/v1/calendars/" + calendar + "/one-time-links",
					"""
							{"recipient": {"name": "%1$s", "email": "%1$s@example.com", "reference": "%1$s"}}"""
						.formatted(INVITEE))
				.body())
			.path("url")
			.asString();
		String token = url.substring(url.lastIndexOf('/') + 1);
		SECRETS.put("token " + SECRETS.size(), token);
		return token;
	}

	private static Instant time() {
		return Instant.now().truncatedTo(ChronoUnit.DAYS).plus(2, ChronoUnit.DAYS);
	}

	private static String body() {
		return """
				{"start": "%s", "invitee": {"name": "%2$s", "email": "%2$s@example.com", "notes": "%2$s"}}"""
			.formatted(time(), INVITEE);
	}

	private static HttpResponse<String> book(String token) throws IOException, InterruptedException {
		return post("/api/v1/links/" + token + "/redemptions", body(), INVITEE + token.hashCode());
	}

	private static HttpResponse<String> open(String token) throws IOException, InterruptedException {
		return get("/api/v1/links/" + token);
	}

	private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return send(request(path).GET());
	}

	private static HttpResponse<String> post(String path, String json, String key)
			throws IOException, InterruptedException {
		return send(request(path).header("Content-Type", "application/json")
			.header("Idempotency-Key", key)
			.POST(BodyPublishers.ofString(json)));
	}

	private static HttpResponse<String> owner(String path, String json) throws IOException, InterruptedException {
		return send(request(path).header("Authorization", "Bearer " + Gateway.API_KEY)
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(json)));
	}

	private static HttpResponse<String> form(String path, Map<String, String> fields)
			throws IOException, InterruptedException {
		List<String> body = new ArrayList<>();
		fields.forEach((name, value) -> body.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
		return send(request(path).header("Content-Type", "application/x-www-form-urlencoded")
			.POST(BodyPublishers.ofString(String.join("&", body))));
	}

	private static HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create(gateway.address() + path))
			.timeout(Duration.ofSeconds(20))
			.header("traceparent", "00-" + UUID.randomUUID().toString().replace("-", "") + "-00f067aa0ba902b7-01");
	}

	private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return ApiContract.check(HTTP.send(request.build(), BodyHandlers.ofString()));
	}

	/** As the sixteen bytes of it stand in what is exported. */
	private static String hex(String traceId) {
		return new String(HexFormat.of().parseHex(traceId), StandardCharsets.ISO_8859_1);
	}

	private static String status(String path) throws Exception {
		return status(gateway, path);
	}

	private static String status(Gateway gateway, String path) throws Exception {
		String health = gateway.get("/actuator/health" + path);
		return health.isEmpty() ? "" : JSON.readTree(health).path("status").asString();
	}

	/** Every line of the log is one JSON document. */
	private static List<JsonNode> lines() throws IOException {
		return gateway.log().lines().map(JSON::readTree).toList();
	}

	private static String message(JsonNode line) {
		return line.path("message").asString();
	}

	private static void spoil(String change) throws SQLException {
		stores.sql("update calendar set " + change);
	}

	private static String redis() {
		return stores.redis((redis) -> {
			StringBuilder all = new StringBuilder();
			redis.keys("*")
				.forEach((key) -> all.append(key)
					.append(redis.type(key).equals("hash") ? redis.hgetall(key).toString() : ""));
			return all.toString();
		});
	}

	/** All rows of all tables, as text. */
	private static String postgres() throws SQLException {
		StringBuilder all = new StringBuilder();
		try (Connection connection = stores.postgres(); Statement statement = connection.createStatement()) {
			List<String> tables = new ArrayList<>();
			try (ResultSet rows = statement
				.executeQuery("select tablename from pg_tables where schemaname = 'public'")) {
				while (rows.next()) {
					tables.add(rows.getString(1));
				}
			}
			for (String table : tables) {
				try (ResultSet rows = statement.executeQuery("select t::text from \"" + table + "\" t")) {
					while (rows.next()) {
						all.append(rows.getString(1)).append('\n');
					}
				}
			}
		}
		return all.toString();
	}

}
