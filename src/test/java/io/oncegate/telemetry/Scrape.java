package io.oncegate.telemetry;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Reads the meters as Prometheus does. */
public final class Scrape {

	private Scrape() {
	}

	/** The lines of the plain format. */
	public static List<String> of(int managementPort) {
		return of(managementPort, "text/plain");
	}

	/** The lines of a format. */
	static List<String> of(int managementPort, String format) {
		return Objects
			.requireNonNull(WebTestClient.bindToServer()
				.baseUrl("http://localhost:" + managementPort)
				.responseTimeout(Duration.ofSeconds(20))
				.codecs((codecs) -> codecs.defaultCodecs().maxInMemorySize(16 << 20))
				.build()
				.get()
				.uri("/actuator/prometheus")
				.accept(MediaType.parseMediaType(format))
				.exchange()
				.expectBody(String.class)
				.returnResult()
				.getResponseBody())
			.lines()
			.toList();
	}

}
