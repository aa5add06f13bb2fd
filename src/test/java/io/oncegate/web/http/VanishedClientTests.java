package io.oncegate.web.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.oncegate.calendar.Calendar;
import io.oncegate.campaign.IssuedLink;
import io.oncegate.claim.Claims;
import io.oncegate.link.LinkStatus;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.r2dbc.core.DatabaseClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client that hangs up stops nothing between claim and confirmation, and leaves nothing
 * behind.
 */
@GatewayTest
class VanishedClientTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	@Autowired
	private Owners owners;

	@Autowired
	private Claims claims;

	@Autowired
	private ConnectionFactory connections;

	@Autowired
	private DatabaseClient database;

	@Autowired
	private MeterRegistry meters;

	@LocalServerPort
	private int port;

	@Test
	void clientGoneBeforeItsRequestIsWholeClaimsNothing() throws IOException {
		Calendar calendar = this.owners.calendar(30, 1);
		IssuedLink link = this.owners.link(calendar);
		String request = request(link, calendar);
		try (Socket client = connect()) {
			send(client, request.substring(0, request.length() - 5));
		}
		assertThat(status(link)).isEqualTo(LinkStatus.ACTIVE);
		try (Socket client = connect()) {
			send(client, request);
			assertThat(answer(client)).startsWith("HTTP/1.1 201");
		}
	}

	@Test
	void clientGoneDuringTheCommitIsBookedAllTheSame() throws IOException {
		Calendar calendar = this.owners.calendar(30, 1);
		IssuedLink link = this.owners.link(calendar);
		Connection owner = lock(calendar);
		try (Socket client = connect()) {
			send(client, request(link, calendar));
			await(() -> status(link) == LinkStatus.CLAIMED);
		}
		Mono.from(owner.rollbackTransaction()).then(Mono.from(owner.close())).block(PATIENCE);
		await(() -> status(link) == LinkStatus.REDEEMED);
		assertThat(bookings(link)).isOne();
	}

	@Test
	void clientGoneDuringACommitThatFailsGivesTheLinkBack() throws IOException {
		Calendar calendar = this.owners.calendar(30, 1);
		IssuedLink winner = this.owners.link(calendar);
		IssuedLink loser = this.owners.link(calendar);
		try (Socket client = connect()) {
			send(client, request(winner, calendar));
			assertThat(answer(client)).startsWith("HTTP/1.1 201");
		}
		Connection owner = lock(calendar);
		try (Socket client = connect()) {
			send(client, request(loser, calendar));
			await(() -> status(loser) == LinkStatus.CLAIMED);
		}
		Mono.from(owner.rollbackTransaction()).then(Mono.from(owner.close())).block(PATIENCE);
		await(() -> status(loser) == LinkStatus.ACTIVE);
		assertThat(bookings(loser)).isZero();
	}

	@Test
	void hundredsOfClientsThatVanishLeaveAsManyBookingsAsSpentLinks() throws IOException {
		Calendar calendar = this.owners.calendar(30, 1000);
		IssuedLink[] links = new IssuedLink[300];
		for (int n = 0; n < links.length; n++) {
			links[n] = this.owners.link(calendar);
			try (Socket client = connect()) {
				client.setSoLinger(n % 2 == 0, 0);
				send(client, request(links[n], calendar));
			}
		}
		await(() -> Flux.fromArray(links)
			.flatMap((link) -> this.claims.resolve(link.token().hash()))
			.all((state) -> state.status() != LinkStatus.CLAIMED)
			.blockOptional(PATIENCE)
			.orElseThrow());
		for (IssuedLink link : links) {
			assertThat(bookings(link)).isEqualTo((status(link) == LinkStatus.REDEEMED) ? 1 : 0);
		}
	}

	/** It is an everyday event, for which nobody is to be woken. */
	@ParameterizedTest
	@CsvSource({ "false, x", "true, x", "false, 'zz\r\n\r\n'" })
	void clientGoneBeforeItsRequestIsWholeIsNoFaultOfTheGateway(boolean reset, String last) throws IOException {
		Calendar calendar = this.owners.calendar(30, 1);
		IssuedLink link = this.owners.link(calendar);
		String framing = (last.length() > 1) ? "Transfer-Encoding: chunked" : "Content-Length: 1000";
		for (String address : List.of("/l/" + link.token().value(), "/s/" + calendar.slug(),
				"/l/" + link.token().value() + "/ask")) {
			double before = requests("UNKNOWN");
			double faults = requests("SERVER_ERROR");
			try (Socket client = connect()) {
				client.setSoLinger(reset, 0);
				send(client, "POST " + address + " HTTP/1.1\r\nHost: localhost\r\n"
						+ "Content-Type: application/x-www-form-urlencoded\r\n" + framing + "\r\n\r\n");
				send(client, last);
				await(() -> last.length() == 1 || isClosed(client));
			}
			await(() -> requests("UNKNOWN") > before);
			assertThat(requests("SERVER_ERROR")).isEqualTo(faults);
		}
	}

	private double requests(String outcome) {
		return this.meters.find("http.server.requests")
			.tag("outcome", outcome)
			.timers()
			.stream()
			.mapToDouble(Timer::count)
			.sum();
	}

	private static boolean isClosed(Socket client) {
		try {
			return client.getInputStream().read() < 0;
		}
		catch (IOException ex) {
			return true;
		}
	}

	/** Holds the calendar's row, so that a commit waits. */
	private Connection lock(Calendar calendar) {
		Connection connection = Mono.from(this.connections.create())
			.map(Connection.class::cast)
			.blockOptional(PATIENCE)
			.orElseThrow();
		Mono.from(connection.beginTransaction())
			.thenMany(Flux
				.from(connection.createStatement("select pg_advisory_xact_lock(calendar_lock($1))")
					.bind("$1", calendar.id())
					.execute())
				.flatMap(Result::getRowsUpdated))
			.blockLast(PATIENCE);
		return connection;
	}

	private String request(IssuedLink link, Calendar calendar) {
		String body = """
				{"start":"%s","invitee":{"name":"Ada","email":"ada@example.com"}}"""
			.formatted(Owners.time(calendar, 3));
		return """
				POST /api/v1/links/%s/redemptions HTTP/1.1\r
				Host: localhost\r
				Content-Type: application/json\r
				Content-Length: %d\r
				\r
				%s""".formatted(link.token().value(), body.length(), body);
	}

	private Socket connect() throws IOException {
		Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port);
		socket.setSoTimeout((int) PATIENCE.toMillis());
		return socket;
	}

	private static void send(Socket client, String text) throws IOException {
		client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
		client.getOutputStream().flush();
	}

	private static String answer(Socket client) throws IOException {
		byte[] start = new byte[64];
		return new String(start, 0, client.getInputStream().read(start), StandardCharsets.US_ASCII);
	}

	private LinkStatus status(IssuedLink link) {
		return this.claims.resolve(link.token().hash()).blockOptional(PATIENCE).orElseThrow().status();
	}

	private long bookings(IssuedLink link) {
		return this.database.sql("select count(*) from booking where link_id = :link")
			.bind("link", link.link().id())
			.mapValue(Long.class)
			.one()
			.blockOptional(PATIENCE)
			.orElseThrow();
	}

	private static void await(BooleanSupplier condition) {
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
		}
	}

}
