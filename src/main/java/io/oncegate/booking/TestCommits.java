package io.oncegate.booking;

import java.time.Duration;

import io.oncegate.telemetry.Background;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * Finds out when PostgreSQL answers commits again, while some are overdue.
 * <p>
 * It commits something of no consequence on a connection of its own. If that is answered
 * and what was sent before is not, the server has been replaced, while the previous one
 * still keeps its connections: all of them are broken then. At most one such commit waits
 * on each server, however long that does not answer.
 */
@Component
class TestCommits extends Background {

	private static final Duration PAUSE = Duration.ofSeconds(2);

	/** For a connection, and for a read. */
	private static final Duration PATIENCE = Duration.ofSeconds(5);

	/** For answers that are under way. */
	private static final Duration LATE = Duration.ofSeconds(1);

	/** Differs between servers, and between runs of one. */
	private static final String SERVER = "select pg_postmaster_start_time()::text";

	/** Is written to the log of the database, as bookings are, and nowhere else. */
	private static final String COMMIT = "select pg_logical_emit_message(true, 'oncegate', 'Is this committed?')::text";

	private final ConnectionFactory connections;

	private final OverdueCommits overdue;

	private final ImpatientSockets sockets;

	/** The server on which a test is not answered yet. */
	private volatile @Nullable String waitingOn;

	TestCommits(ConnectionPool connections, OverdueCommits overdue,
			@Qualifier("postgresSockets") ImpatientSockets sockets) {
		this.connections = connections.unwrap();
		this.overdue = overdue;
		this.sockets = sockets;
	}

	@Override
	protected Mono<Void> work() {
		return Mono.defer(() -> this.overdue.isAny() ? test() : Mono.empty())
			.onErrorComplete()
			.then(Mono.defer(() -> Mono.delay(PAUSE)))
			.repeat()
			.then();
	}

	private Mono<Void> test() {
		long before = System.nanoTime();
		return Mono.<Connection>from(this.connections.create())
			.timeout(PATIENCE)
			.flatMap((connection) -> read(connection, SERVER).timeout(PATIENCE)
				.flatMap((server) -> test(connection, server, before))
				.onErrorResume((fault) -> Commit.discard(connection)));
	}

	/** Does not wait for the answer. */
	private Mono<Void> test(Connection connection, String server, long before) {
		if (server.equals(this.waitingOn)) {
			return Commit.close(connection);
		}
		this.waitingOn = server;
		read(connection, COMMIT).delayUntil((answer) -> Mono.delay(LATE))
			.doOnNext((answer) -> breakConnectionsBefore(before))
			.doFinally((end) -> this.waitingOn = null)
			.then(Commit.discard(connection))
			.toFuture();
		return Mono.empty();
	}

	/** What was sent earlier on the same server is answered earlier. */
	private void breakConnectionsBefore(long instant) {
		if (this.overdue.areSentBefore(instant)) {
			this.sockets.breakOlderThan(instant);
		}
	}

	private static Mono<String> read(Connection connection, String sql) {
		return Flux.from(connection.createStatement(sql).execute())
			.flatMap((result) -> result.map((row) -> String.valueOf(row.get(0))))
			.single();
	}

}
