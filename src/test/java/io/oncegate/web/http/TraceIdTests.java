package io.oncegate.web.http;

import io.oncegate.support.Client;
import io.oncegate.support.GatewayTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every problem carries the id by which it is found in the log, with or without tracing.
 */
@GatewayTest
class TraceIdTests {

	private static final String SENT = "4bf92f3577b34da6a3ce929d0e0e4736";

	private Client client;

	@BeforeEach
	void connect(@Value("${local.server.port}") int port, @Autowired PublicUrl publicUrl) {
		this.client = Client.of(port, publicUrl);
	}

	@Test
	void aProblemHasTheIdThatTheClientSent() {
		assertThat(problem("00-" + SENT + "-00f067aa0ba902b7-01")).isEqualTo(SENT);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "00-" + SENT, "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
			"00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01", "ff-" + SENT + "-00f067aa0ba902b7-01",
			"<script>", "00-4bf92f3577b34da6a3ce929d0e0e473\u00e9-00f067aa0ba902b7-01" })
	void whatIsNoTraceIsNotRepeated(String header) {
		assertThat(problem(header)).matches("[0-9a-f]{32}").isNotEqualTo(SENT).isNotEqualTo(problem(header));
	}

	private String problem(String traceParent) {
		return this.client.with("traceparent", traceParent).get("/api/v1/links/nothing").is(404).text("/traceId");
	}

}
