package io.oncegate.web;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.oncegate.calendar.Calendar;
import io.oncegate.support.Client;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import io.oncegate.support.Slow;
import io.oncegate.telemetry.Scrape;
import io.oncegate.web.http.PublicUrl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpMethod;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever is sent, the gateway measures it in the series that it has. */
@GatewayTest
@Slow
class CardinalityTests {

	private static final int ROUNDS = 300;

	@Autowired
	private Owners owners;

	@Autowired
	private PrometheusMeterRegistry meters;

	private Client client;

	private Calendar calendar;

	@BeforeEach
	void connect(@Value("${local.server.port}") int port, @Autowired PublicUrl publicUrl) {
		this.client = Client.of(port, publicUrl);
		this.calendar = this.owners.calendar(30, 1);
	}

	@Test
	void aFloodOfPathsTokensAndMethodsMakesNoNewSeries() {
		// Twice, as a request is measured after its answer.
		flood(2);
		Set<String> before = series();
		flood(ROUNDS);
		assertThat(series()).isEqualTo(before);
	}

	private void flood(int rounds) {
		for (int n = 0; n < rounds; n++) {
			String random = UUID.randomUUID().toString().replace("-", "");
			this.client.get("/" + random);
			this.client.get("/" + random + "/" + random + "?" + random + "=" + random);
			this.client.get("/l/" + random);
			this.client.get("/l/" + this.owners.link(this.calendar).token().value());
			this.client.get("/s/" + random.substring(0, 20));
			this.client.get("/c/" + UUID.randomUUID());
			this.client.get("/b/" + random);
			this.client.get("/problems/" + random);
			this.client.get("/assets/" + random + ".css");
			this.client.get("/api/v1/links/" + random + "/slots?from=" + random);
			this.client.post("/api/v1/links/" + random + "/redemptions",
					"{\"start\": \"2027-01-01T09:00:00Z\", \"invitee\": {\"name\": \"" + random
							+ "\", \"email\": \"a@example.com\"}}");
			this.client.with("Idempotency-Key", random).post("/api/v1/links/" + random + "/redemptions", "{}");
			this.client.with("User-Agent", random).get("/l/" + random);
			this.client.with("Host", random + ".example").get("/");
			this.client.send(HttpMethod.valueOf("X" + random.substring(0, 10).toUpperCase(Locale.ROOT)),
					"/l/" + random);
			this.client.asOwner(random).get("/api/v1/calendars/" + random);
			this.client.asOwner().get("/api/v1/calendars/" + UUID.randomUUID());
		}
	}

	/**
	 * Those of requests and redemptions; others, of the JVM for one, come by themselves.
	 */
	private Set<String> series() {
		List<String> lines = Scrape.of(this.meters);
		return lines.stream()
			.filter((line) -> line.startsWith("http_") || line.startsWith("oncegate_") || line.startsWith("cache_")
					|| line.startsWith("resilience4j_"))
			.map((line) -> line.substring(0, line.lastIndexOf(' ')))
			.collect(Collectors.toCollection(TreeSet::new));
	}

}
