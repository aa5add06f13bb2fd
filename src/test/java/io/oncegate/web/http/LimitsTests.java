package io.oncegate.web.http;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.MeterRegistry;
import io.oncegate.calendar.Calendar;
import io.oncegate.support.Answer;
import io.oncegate.support.Client;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.LimitingGatewayTest;
import io.oncegate.support.Owners;
import io.oncegate.support.RawConnection;
import io.oncegate.web.console.Browser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;

/** What a client may do so often, behind a proxy and an address of HTTPS. */
@LimitingGatewayTest
class LimitsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static int next;

	@Autowired
	private Owners owners;

	@Autowired
	private MeterRegistry meters;

	private int port;

	private Client client;

	private Calendar calendar;

	@BeforeEach
	void connect(@Value("${local.server.port}") int port, @Autowired PublicUrl publicUrl) {
		this.port = port;
		this.client = Client.of(port, publicUrl).with("X-Forwarded-For", "203.0.113.9, 198.51.100." + ++next);
		this.calendar = this.owners.calendar(30, 1);
	}

	@Test
	void wrongKeysAreLimitedAndARightOneFromTheSameAddressWorksOn() {
		String calendars = "/api/v1/calendars";
		this.client.asOwner().get(calendars).is(200);
		this.client.asOwner("og_wrong").get(calendars).isProblem(401, "unauthorized");
		Answer limited = untilLimited((n) -> this.client.asOwner("og_wrong-" + n).get(calendars));
		limited.isProblem(429, "rate-limited");
		assertThat(limited.header(HttpHeaders.RETRY_AFTER)).matches("[1-9][0-9]?");
		this.client.asOwner().get(calendars).is(200);
		this.client.asOwner(this.owners.add("Grace")).get(calendars).is(200);
		this.client.with("X-Forwarded-For", "198.51.100.200").get(calendars).isProblem(401, "unauthorized");
	}

	@Test
	void wrongSignInsAreLimited() {
		Browser browser = new Browser(this.client);
		signIn(browser, "og_wrong").isPage(401);
		Answer limited = untilLimited((n) -> signIn(browser, "og_wrong-" + n)).isPage(429);
		assertThat(limited.header(HttpHeaders.RETRY_AFTER)).isNotEmpty();
		signIn(browser, GatewayTest.API_KEY).is(303);
	}

	/** One comes back in a second. */
	private static Answer untilLimited(IntFunction<Answer> trial) {
		return IntStream.range(0, 200)
			.mapToObj(trial)
			.filter((answer) -> answer.status() == 429)
			.findFirst()
			.orElseThrow();
	}

	private static Answer signIn(Browser browser, String key) {
		browser.get("/console/sign-in");
		return browser.submit("/console/sign-in", Map.of("key", key));
	}

	@Test
	void whatWasTypedIsThereWhenAnAttemptIsRefused() throws IOException {
		String address = "/l/" + this.owners.link(this.calendar).token().value();
		Map<String, String> form = Map.of("name", "Ada <Lovelace>", "notes", "One\r\nTwo", "key", "k1", "start", "x");
		useUp("198.51.100." + next);
		Answer answer = untilLimited((n) -> this.client.submit(address, form));
		assertThat(answer.isPage(429).header(HttpHeaders.RETRY_AFTER)).isNotEmpty();
		assertThat(answer.body()).contains("method=\"post\" action=\"" + address + "\"",
				"name=\"name\" value=\"Ada &lt;Lovelace>\"", ">One\nTwo</textarea>", "name=\"key\" value=\"k1\"");
		assertThat(untilLimited((n) -> this.client.submit("//evil.example/x", form)).isPage(429).body())
			.doesNotContain("evil.example");
		this.client.get(address).isPage(200);
	}

	/** Ten come back in a second. */
	private void useUp(String client) throws IOException {
		try (RawConnection connection = new RawConnection(this.port, 20)) {
			connection
				.send(("POST /api/v1/nothing HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nX-Forwarded-For: "
						+ client + "\r\n\r\n")
					.repeat(1000));
			for (int n = 0; n < 1000; n++) {
				connection.answer();
			}
		}
	}

	@Test
	void browsersAreToldToComeByHttpsOnly() {
		for (String address : List.of("/", "/api/v1/nothing", "/console/sign-in", "/embed.js")) {
			assertThat(this.client.get(address).header("Strict-Transport-Security")).startsWith("max-age=");
		}
	}

	@Test
	void nothingElseThatAProxySaysCounts() {
		Client proxied = this.client.with("X-Forwarded-Prefix", "/console")
			.with("X-Forwarded-Host", "evil.example")
			.with("X-Forwarded-Proto", "http")
			.with("X-Forwarded-Port", "1");
		String body = proxied.get("/l/" + this.owners.link(this.calendar).token().value()).isPage(200).body();
		assertThat(body).doesNotContain("evil.example");
		assertThat(proxied.get("/console/bookings").is(303).header(HttpHeaders.LOCATION))
			.startsWith("/console/sign-in?to=%2Fconsole%2Fbookings");
	}

	@ParameterizedTest
	@CsvSource({ "/console/sign%2Din, true", "/console/sign-in, true", "/api/v1/publi%63/calendars/x/bookings, false",
			"/api/v1/calendars, false", "/console/calendars/new, false", "/api/v1/link%73/x/redemptions, false",
			"/nothing, false" })
	void slowStrangersDoNotKeepOwnersOut(String address, boolean held) throws IOException {
		List<RawConnection> slow = new ArrayList<>();
		try {
			for (int n = 0; n < 130; n++) {
				slow.add(new RawConnection(this.port, 20)
					.send("POST " + address + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n"
							+ "Authorization: Bearer og_none\r\nCookie: console-csrf=" + UUID.randomUUID()
							+ "\r\nX-Forwarded-For: 192.0.2." + n + "\r\n"
							+ "Content-Type: application/x-www-form-urlencoded\r\n\r\na"));
				if (!held && slow.size() % 65 == 0) {
					for (RawConnection asked : slow.subList(slow.size() - 65, slow.size())) {
						assertThat(asked.answer()).containsPattern("HTTP/1.1 (401|404|303) ");
					}
				}
			}
			if (held) {
				Flux.interval(Duration.ofMillis(50)).filter((tick) -> attempts() >= 130).blockFirst(PATIENCE);
			}
			this.client.asOwner()
				.post("/api/v1/calendars",
						"""
								{"name": "New", "slug": "new-%s", "timeZone": "UTC", "durationMinutes": 30, "weeklyHours": {}}"""
							.formatted(UUID.randomUUID().toString().substring(0, 8)))
				.is(201);
			assertThat(available("changes")).isGreaterThan(100);
		}
		finally {
			for (RawConnection connection : slow) {
				connection.close();
			}
		}
	}

	private double attempts() {
		return 4096 - available("attempts");
	}

	private double available(String bulkhead) {
		return this.meters.get("resilience4j.bulkhead.available.concurrent.calls")
			.tag("name", bulkhead)
			.gauge()
			.value();
	}

}
