package io.oncegate.web;

import java.io.IOException;

import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/** A connection serves whatever its client sends on it, one after the other. */
@GatewayTest
class KeepAliveTests {

	@Autowired
	private Owners owners;

	@LocalServerPort
	private int port;

	/**
	 * A request that is there before the one before it has ended, as on a busy gateway,
	 * and is answered without a wait, must not be the last.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "GET /nothing", "HEAD /nothing", "OPTIONS /nothing", "POST /nothing", "DELETE /nothing",
			"GET /embed.js" })
	void theNextRequestIsAnsweredToo(String atOnce) throws IOException {
		String waits = request("GET /l/" + this.owners.link(this.owners.calendar(30, 1)).token().value());
		try (RawConnection connection = new RawConnection(this.port, 5)) {
			connection.send(waits + request(atOnce));
			assertThat(connection.answer()).startsWith("HTTP/1.1 200");
			assertThat(connection.answer(atOnce.split(" ")[0])).startsWith("HTTP/1.1 ");
			assertThat(connection.send(waits).answer()).startsWith("HTTP/1.1 200");
		}
	}

	private static String request(String line) {
		return line + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n";
	}

}
