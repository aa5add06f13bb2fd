package io.oncegate.web.http;

import java.io.IOException;
import java.util.List;

import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import io.oncegate.support.RawConnection;
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
		String waits = request(opening(), "");
		for (String body : List.of("", "{}")) {
			try (RawConnection connection = new RawConnection(this.port, 5)) {
				connection.send(waits + request(atOnce, body));
				assertThat(connection.answer()).startsWith("HTTP/1.1 200");
				assertThat(connection.answer(atOnce.split(" ")[0])).startsWith("HTTP/1.1 ");
				assertThat(connection.send(waits).answer()).startsWith("HTTP/1.1 200");
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "POST /nothing", "POST /api/v1/calendars", "DELETE /api/v1/calendars" })
	void aRefusalDoesNotWaitForTheBody(String refused) throws IOException {
		String body = "x".repeat(50_000);
		String request = request(refused, body);
		try (RawConnection connection = new RawConnection(this.port, 5)) {
			connection.send(request.substring(0, request.length() - body.length() + 10));
			assertThat(connection.answer()).startsWith("HTTP/1.1 4");
			connection.send(body.substring(10, 30_000)).send(body.substring(30_000));
			assertThat(connection.send(request(opening(), "")).answer()).startsWith("HTTP/1.1 200");
		}
	}

	private String opening() {
		return "GET /l/" + this.owners.link(this.owners.calendar(30, 1)).token().value();
	}

	private static String request(String line, String body) {
		return line + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
	}

}
