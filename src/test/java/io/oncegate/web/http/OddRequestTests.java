package io.oncegate.web.http;

import java.io.IOException;

import io.oncegate.calendar.Calendar;
import io.oncegate.support.Client;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import io.oncegate.support.RawConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that no browser sends on purpose are answered, so that it is understood what
 * is wrong.
 */
@GatewayTest
class OddRequestTests {

	private static final String QUERIES = "?utm_campaign={{campaign.name}} ?utm_campaign=50%off ?a=| ?a=^ ?a=\" ?a=\u00C3\u00A9"
			+ " ?a=\u00FF ?% ?a=%zz ?a=%C0%AF ?a=#b ?a=%00 ?lang=%zz&zone={&day=| ?a=[b] ?=<>\\`";

	@Autowired
	private Owners owners;

	@Autowired
	private PublicUrl publicUrl;

	@LocalServerPort
	private int port;

	@Test
	void queryIsNotTheGateways() throws IOException {
		Calendar calendar = this.owners.calendar(30, 1);
		String link = this.owners.link(calendar).token().value();
		for (String query : QUERIES.split(" ")) {
			for (String address : new String[] { "/l/" + link, "/", "/problems/link-redeemed", "/console/sign-in",
					"/embed.js" }) {
				assertThat(get(address + query)).as(address + query).startsWith("HTTP/1.1 200 ");
			}
			assertThat(get("/console/bookings" + query)).as(query).startsWith("HTTP/1.1 303 ");
			assertThat(get("/api/v1/links/" + link + "/slots" + query)).as(query)
				.startsWith("HTTP/1.1 4")
				.contains("application/problem+json");
			assertThat(send("POST /l/" + link + query, "Content-Length: 0\r\n")).as(query)
				.startsWith("HTTP/1.1 422 ")
				.contains("<h1>");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "{{token}}", "50%off", "%zz", "%", "a|b", "\"", "\u00C3\u00A9", "\u00FF", "%ff", "%00",
			"\\", "[x]", "<a>", "%C0%AF", "^`" })
	void pathWithOddCharactersLeadsNowhere(String odd) throws IOException {
		for (String address : new String[] { "/l/" + odd, "/s/" + odd, "/c/" + odd, "/b/" + odd, "/" + odd,
				"/problems/" + odd, "/assets/" + odd, "/feeds/" + odd }) {
			assertThat(get(address)).as(address).startsWith("HTTP/1.1 404 ").contains("text/html", "<h1>");
		}
		assertThat(get("/console/" + odd)).startsWith("HTTP/1.1 303 ");
		assertThat(send("POST /console/" + odd, "Content-Length: 0\r\n")).startsWith("HTTP/1.1 404 ").contains("<h1>");
		for (String address : new String[] { "/api/v1/links/" + odd, "/api/v1/public/calendars/" + odd,
				"/api/" + odd }) {
			assertThat(get(address)).as(address).startsWith("HTTP/1.1 404 ").contains("application/problem+json");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET //evil.example/x", "POST //evil.example/x", "GET /\\evil.example",
			"GET http://evil.example/nothing", "GET http://evil.example//evil.example/", "GET ///evil.example",
			"POST //evil.example/console/sign-in", "GET //console/bookings", "GET /%2F/evil.example" })
	void noPageLeadsToAnotherHost(String line) throws IOException {
		assertThat(send(line, "Content-Length: 0\r\n")).startsWith("HTTP/1.1 404 ")
			.contains("<h1>")
			.doesNotContain("//evil", "Location: //", "href=\"//", "action=\"//");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			GET / HTTP/1.1                  |                                                | 400
			GET / HTTP/1.1                  | Host: a;Host: b                                | 400
			GET / HTTP/1.1                  | Host: a b                                      | 400
			GET / HTTP/1.1                  | Host: a/b                                      | 400
			GET / HTTP/1.1                  | Host: {{host}}                                 | 400
			GET / HTTP/1.1                  | Host: localhost:x                              | 400
			GET / HTTP/1.1                  | Host: localhost:0                              | 200
			GET / HTTP/1.1                  | Host: localhost:59999                          | 200
			GET / HTTP/1.1                  | Host: localhost:60000                          | 200
			GET / HTTP/1.1                  | Host: localhost:61234                          | 200
			GET / HTTP/1.1                  | Host: localhost:65535                          | 200
			GET / HTTP/1.1                  | Host: localhost:65536                          | 400
			GET / HTTP/1.1                  | Host: localhost:99999                          | 400
			GET / HTTP/1.1                  | Host: localhost:100000                         | 400
			GET / HTTP/1.1                  | Host: [::1]:80                                 | 200
			GET / HTTP/1.1                  | Host: [::1]:61234                              | 200
			GET / HTTP/1.1                  | Host: [::1]:65535                              | 200
			GET / HTTP/1.1                  | Host: [::1]:65536                              | 400
			GET / HTTP/1.0                  |                                                | 200
			GET / HTTP/1.2                  | Host: a                                        | 200
			GET / HTTP/2.0                  | Host: a                                        | 505
			PRI * HTTP/2.0                  |                                                | 505
			GET / HTTP/0.9                  |                                                | 505
			GET / FTP/1.1                   | Host: a                                        | 400
			GET /a b HTTP/1.1               | Host: a                                        | 400
			GET                             | Host: a                                        | 400
			GET x HTTP/1.1                  | Host: a                                        | 400
			CONNECT a:443 HTTP/1.1          | Host: a                                        | 400
			OPTIONS * HTTP/1.1              | Host: a                                        | 204
			GET http://evil.example HTTP/1.1| Host: a                                        | 200
			POST / HTTP/1.1                 | Host: a;Transfer-Encoding: xchunked;Content-Length: 3 | 501
			POST / HTTP/1.1                 | Host: a;Transfer-Encoding: gzip, chunked       | 501
			POST / HTTP/1.1                 | Host: a;Transfer-Encoding: identity            | 501
			POST / HTTP/1.1                 | Host: a;Transfer-Encoding: chunked;Transfer-Encoding: chunked | 501
			POST / HTTP/1.1                 | Host: a;Transfer-Encoding: chunked;Content-Length: 3 | 400
			POST / HTTP/1.1                 | Host: a;Content-Length: 3;Content-Length: 4    | 400
			POST / HTTP/1.1                 | Host: a;Content-Length: x                      | 400
			GET /LONG HTTP/1.1              | Host: a                                        | 414
			GET / HTTP/1.1                  | Host: a;Cookie: LONG                           | 431
			""")
	void oddHttpIsToldWhatIsWrong(String line, @org.jspecify.annotations.Nullable String headers, int status)
			throws IOException {
		String sent = line + "\r\n" + ((headers != null) ? headers.replace(";", "\r\n") + "\r\n" : "") + "\r\n";
		try (RawConnection connection = new RawConnection(this.port, 5)) {
			String answer = connection.send(sent.replace("LONG", "x".repeat(20_000))).answer();
			assertThat(answer).startsWith(line.endsWith("HTTP/1.0") ? "HTTP/1.0 200 " : "HTTP/1.1 " + status + " ");
			if (status >= 400) {
				assertThat(answer).containsIgnoringCase("connection: close").contains("<h1>", "<p>");
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET / HTTP/1.1\r\nAccept: application/json", "GET /api/v1/links/x HTTP/1.1",
			"GET /api/v1/links/x HTTP/1.1\r\nAccept: text/html" })
	void programIsToldSoInADocument(String request) throws IOException {
		try (RawConnection connection = new RawConnection(this.port, 5)) {
			assertThat(connection.send(request + "\r\n\r\n").answer()).startsWith("HTTP/1.1 400 ")
				.contains("application/problem+json", "\"status\":400",
						"\"type\":\"" + this.publicUrl.of("/problems/invalid-request") + "\"")
				.containsPattern("\"traceId\":\"[0-9a-f]{32}\"");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET /l/x HTTP/1.1\r\nAccept: */*", "GET /l/x HTTP/1.1" })
	void personIsToldSoOnAPage(String request) throws IOException {
		try (RawConnection connection = new RawConnection(this.port, 5)) {
			assertThat(connection.send(request + "\r\n\r\n").answer()).startsWith("HTTP/1.1 400 ")
				.contains("text/html", "<h1>");
		}
	}

	/** One answer, whether or not somebody waits for the rest of it. */
	@ParameterizedTest
	@CsvSource({ "/l/TOKEN, 400", "/l/TOKEN/ask, 400", "/api/v1/links/TOKEN/redemptions, 400", "/api/v1/calendars, 401",
			"/nothing, 404", "/l/x, 404" })
	void bodyWhoseChunksCannotBeReadIsAnsweredOnce(String address, int status) throws IOException {
		String token = this.owners.link(this.owners.calendar(30, 1)).token().value();
		String head = "POST " + address.replace("TOKEN", token) + " HTTP/1.1\r\nHost: a\r\nContent-Type: "
				+ (address.startsWith("/api") ? "application/json" : "application/x-www-form-urlencoded")
				+ "\r\nTransfer-Encoding: chunked\r\n\r\n";
		try (RawConnection connection = new RawConnection(this.port, 5)) {
			connection.send(head + "2\r\na=\r\n");
			String answers = ((status == 400) ? "" : connection.answer()) + connection.send("zz\r\n\r\n").all();
			assertThat(answers).startsWith("HTTP/1.1 " + status + " ").containsOnlyOnce("HTTP/1.1 ");
			if (status == 400) {
				assertThat(answers).containsIgnoringCase("connection: close")
					.containsIgnoringCase("x-content-type-options: nosniff");
			}
		}
	}

	@Test
	void answersBeforeARefusalAreGivenFirst() throws IOException {
		Calendar calendar = this.owners.calendar(30, 1);
		int slot = 0;
		String opening = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
		for (String odd : new String[] { "GET / HTTP/1.1\r\n\r\n", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n",
				"GET / HTTP/1.1\r\nHost: a b\r\n\r\n" }) {
			String booking = Client.booking(Owners.time(calendar, slot++), "Ada");
			String redemption = "POST /api/v1/links/" + this.owners.link(calendar).token().value()
					+ "/redemptions HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: "
					+ booking.length() + "\r\n\r\n" + booking;
			try (RawConnection connection = new RawConnection(this.port, 5)) {
				connection.send(redemption + opening + odd + opening);
				assertThat(connection.answer()).startsWith("HTTP/1.1 201 ");
				assertThat(connection.answer()).startsWith("HTTP/1.1 200 ");
				assertThat(connection.answer()).startsWith("HTTP/1.1 400 ").containsIgnoringCase("connection: close");
				assertThat(connection.all()).isEmpty();
			}
		}
	}

	@Test
	void nothingComesAfterAnAnswerThatIsTheLast() throws IOException {
		try (RawConnection connection = new RawConnection(this.port, 5)) {
			connection.send("GET /l/x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\nGET / HTTP/1.1\r\n\r\n");
			assertThat(connection.all()).startsWith("HTTP/1.1 404 ").doesNotContain("HTTP/1.1 400 ");
		}
	}

	private String get(String target) throws IOException {
		return send("GET " + target, "");
	}

	private String send(String line, String headers) throws IOException {
		try (RawConnection connection = new RawConnection(this.port, 5)) {
			return connection.send(line + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n").answer();
		}
	}

}
