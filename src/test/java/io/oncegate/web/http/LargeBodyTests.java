package io.oncegate.web.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.oncegate.calendar.Calendar;
import io.oncegate.support.Client;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import io.oncegate.support.RawConnection;
import io.oncegate.support.Slow;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

import static org.assertj.core.api.Assertions.assertThat;

/** Bodies that are too large or too slow, and requests that are hardly HTTP. */
@GatewayTest
@Slow
class LargeBodyTests {

	private static final String JSON = "Content-Type: application/json\r\n";

	@Autowired
	private Owners owners;

	private int port;

	private Client client;

	private Calendar calendar;

	private String link;

	private List<String> posts;

	@BeforeEach
	void connect(@Value("${local.server.port}") int port, @Autowired PublicUrl publicUrl) {
		this.port = port;
		this.client = Client.of(port, publicUrl).asOwner();
		this.calendar = this.owners.calendar(30, 1);
		this.link = "/api/v1/links/" + this.owners.link(this.calendar).token().value();
		this.posts = List.of(this.link + "/redemptions",
				"/api/v1/public/calendars/" + this.calendar.publicId() + "/bookings",
				"/api/v1/calendars/" + this.calendar.id() + "/one-time-links", "/api/v1/calendars");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Content-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}", "Content-Length: 0\r\n\r\n",
			"\r\n" })
	void aRefusalOfWhatWasNotReadLeavesTheConnectionGood(String rest) throws IOException {
		String request = "POST /api/v1/calendars/00000000-0000-0000-0000-000000000000/one-time-links HTTP/1.1\r\n"
				+ "Host: localhost\r\nAuthorization: Bearer " + GatewayTest.API_KEY + "\r\n" + rest;
		try (RawConnection connection = new RawConnection(this.port, 5)) {
			for (int n = 0; n < 500; n++) {
				assertThat(connection.send(request).answer()).startsWith("HTTP/1.1 4");
			}
		}
	}

	@Test
	void aBodyOfMoreThan64KibIsRefused() {
		for (String address : this.posts) {
			this.client.post(address, " ".repeat(70 * 1024) + "{}").isProblem(413, "payload-too-large");
			this.client.post(address, " ".repeat(64 * 1024 - 1) + "{}").isProblem(413, "payload-too-large");
		}
		this.client
			.send(HttpMethod.PATCH, "/api/v1/calendars/" + this.calendar.id(), MediaType.APPLICATION_JSON,
					new byte[70 * 1024])
			.isProblem(413, "payload-too-large");
		String booking = Client.booking(Owners.time(this.calendar, 1), "Ada");
		this.client.post(this.posts.get(0), " ".repeat(64 * 1024 - booking.length()) + booking).is(201);
	}

	@Test
	void aBodyThatSaysThatItIsTooLargeIsRefusedUnread() throws IOException {
		for (String address : this.posts) {
			try (RawConnection connection = new RawConnection(this.port, 5)) {
				connection.send(head(address) + JSON + "Content-Length: 3000000\r\n\r\n{\"start\"");
				assertTooLarge(connection.answer());
			}
		}
		this.client.get(this.link).is(200);
	}

	@Test
	void aBodyInChunksIsCutOff() throws IOException {
		String chunk = "1000\r\n" + " ".repeat(0x1000) + "\r\n";
		for (String address : this.posts) {
			try (RawConnection connection = new RawConnection(this.port, 5)) {
				// 68 KiB of what could be 3 MB; the rest is never sent.
				connection.send(head(address) + JSON + "Transfer-Encoding: chunked\r\n\r\n" + chunk.repeat(17));
				assertTooLarge(connection.answer());
			}
		}
		this.client.get(this.link).is(200);
	}

	@Test
	void aFormInChunksIsCutOff() throws IOException {
		String address = this.link.replace("/api/v1/links", "/l");
		try (RawConnection connection = new RawConnection(this.port, 5)) {
			connection.send(head(address) + "Content-Type: application/x-www-form-urlencoded\r\n"
					+ "Transfer-Encoding: chunked\r\n\r\n" + ("1000\r\n" + "x".repeat(0x1000) + "\r\n").repeat(17));
			assertThat(connection.answer()).startsWith("HTTP/1.1 413 ").contains("<!doctype html>");
		}
		this.client.get(this.link).is(200);
	}

	@Test
	void aBodyThatNeverComesIsNotWaitedForLong() throws IOException {
		try (RawConnection connection = new RawConnection(this.port, 15)) {
			connection.send(head(this.posts.get(0)) + JSON + "Content-Length: 100\r\n\r\n{");
			assertThat(connection.answer()).doesNotContain("HTTP/1.1 5", "HTTP/1.1 2");
		}
		this.client.get(this.link).is(200);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "nonsense", "/", "application/", "application/json; charset", "application/json; charset=x",
					"application/json; charset=utf-16", "a b/c", "text/plain;;", "*", "*/json", "application/*", "" })
	void aTypeThatIsNoneIsRefused(String type) throws IOException {
		for (String address : List.of(this.posts.get(0), this.link.replace("/api/v1/links", "/l"))) {
			try (RawConnection connection = new RawConnection(this.port, 5)) {
				String body = "start=1";
				connection.send(head(address) + "Content-Type: " + type + "\r\nContent-Length: " + body.length()
						+ "\r\n\r\n" + body);
				assertThat(connection.answer()).containsPattern("^HTTP/1\\.1 4(00|15|22) ");
			}
		}
		this.client.get(this.link).is(200);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "GET /l/%zz HTTP/1.1\r\nHost: x\r\n\r\n", "GET /api/v1/links/% HTTP/1.1\r\nHost: x\r\n\r\n",
					"GET /l/a?zone=%zz HTTP/1.1\r\nHost: x\r\n\r\n", "GET /l/\u00ff HTTP/1.1\r\nHost: x\r\n\r\n",
					"GET /l/{a}|^ HTTP/1.1\r\nHost: x\r\n\r\n", "GET //l//a HTTP/1.1\r\nHost: x\r\n\r\n",
					"GET /l/../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n", "GET l/a HTTP/1.1\r\nHost: x\r\n\r\n",
					"GET http://elsewhere/l/a HTTP/1.1\r\nHost: x\r\n\r\n", "GET /l/a;b=c HTTP/1.1\r\nHost: x\r\n\r\n",
					"GET /l/a HTTP/1.1\r\nHost: a b\r\n\r\n", "GET /l/a HTTP/1.1\r\nB\u0001d: x\r\n\r\n",
					"nonsense\r\n\r\n", "POST /l/a HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
					"POST /l/a HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n" })
	void whatIsHardlyHttpIsRefused(String request) throws IOException {
		try (RawConnection connection = new RawConnection(this.port, 5)) {
			assertThat(connection.send(request).answer()).containsPattern("^HTTP/1\\.1 4\\d\\d ");
		}
		try (RawConnection connection = new RawConnection(this.port, 5)) {
			assertThat(connection.send("GET /" + "a".repeat(20_000) + " HTTP/1.1\r\nHost: x\r\n\r\n").answer())
				.containsPattern("^HTTP/1\\.1 4\\d\\d ");
		}
		this.client.get(this.link).is(200);
	}

	private void assertTooLarge(String answer) {
		assertThat(answer).startsWith("HTTP/1.1 413 ");
		assertThat(answer.toLowerCase(java.util.Locale.ROOT)).contains("content-type: application/problem+json");
		assertThat(new String(answer.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
			.contains("/problems/payload-too-large\"", "\"status\":413", "\"title\":\"", "\"detail\":\"");
	}

	private static String head(String address) {
		return "POST " + address + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + GatewayTest.API_KEY
				+ "\r\n";
	}

}
