package io.oncegate.booking;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import io.oncegate.telemetry.Background;
import io.oncegate.telemetry.Discarded;
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
 * and what was sent before is not, those answers are lost. If another server answers than
 * before, the previous one may still hold all its connections, so they are broken. At
 * most one such commit waits on each server, however long that does not answer.
 */
@Component
class TestCommits extends Background {

	private static final Duration PAUSE = Duration.ofSeconds(2);

	/** For a connection, and for a read. */
	private static final Duration PATIENCE = Duration.ofSeconds(5);

	/** For answers that are under way. */
	private static final Duration LATE = Duration.ofSeconds(2);

	/** How often it is noted which server answers, while nothing is overdue. */
	private static final Duration NOTED = Duration.ofMinutes(1);

	/** Differs between servers, and between runs of one. */
	private static final String SERVER = "select pg_postmaster_start_time()::text";

	/** Is written to the log of the database, as bookings are, and nowhere else. */
	private static final String COMMIT = "select pg_logical_emit_message(true, 'oncegate', 'Is this committed?')::text";

	private final ConnectionPool pool;

	private final ConnectionFactory connections;

	private final OverdueCommits overdue;

	private final ImpatientSockets sockets;

	/** The server that answered last. */
	private volatile @Nullable String present;

	private volatile long notedAt = System.nanoTime() - NOTED.toNanos();

	/** The server on which a test is not answered yet. */
	private final AtomicReference<@Nullable String> waitingOn = new AtomicReference<>();

	TestCommits(ConnectionPool connections, OverdueCommits overdue,
			@Qualifier("postgresSockets") ImpatientSockets sockets) {
		this.pool = connections;
		this.connections = connections.unwrap();
		this.overdue = overdue;
		this.sockets = sockets;
	}

	@Override
	protected Mono<Void> work() {
		return Mono.defer(() -> this.overdue.isAny() ? test() : note())
			.onErrorComplete()
			.then(Mono.defer(() -> Mono.delay(PAUSE)))
			.repeat()
			.then();
	}

	private Mono<Void> note() {
		if (System.nanoTime() - this.notedAt < NOTED.toNanos()) {
			return Mono.empty();
		}
		this.notedAt = System.nanoTime();
		return Mono
			.usingWhen(this.pool.create(), (connection) -> read(connection, SERVER), Connection::close,
					(connection, fault) -> Discarded.close(connection), Discarded::close)
			.timeout(PATIENCE)
			.doOnNext((server) -> this.present = server)
			.then();
	}

	private Mono<Void> test() {
		long before = System.nanoTime();
		return Mono.<Connection>from(this.connections.create())
			.timeout(PATIENCE)
			.flatMap((connection) -> read(connection, SERVER).timeout(PATIENCE)
				.flatMap((server) -> test(connection, server, before))
				.onErrorResume((fault) -> Discarded.close(connection)));
	}

	/** Does not wait for the answer. */
	private Mono<Void> test(Connection connection, String server, long before) {
		if (server.equals(this.waitingOn.get())) {
			return Commit.close(connection);
		}
		this.waitingOn.set(server);
		read(connection, COMMIT).delayUntil((answer) -> Mono.delay(LATE))
			.doOnNext((answer) -> answered(server, before))
			.onErrorComplete()
			.doFinally((end) -> this.waitingOn.compareAndSet(server, null))
			.then(Discarded.close(connection))
			.toFuture();
		return Mono.empty();
	}

	/** What was sent earlier on the same server is answered earlier. */
	private void answered(String server, long sentAt) {
		boolean lost = this.overdue.loseBefore(sentAt);
		if (lost && !server.equals(this.present)) {
			this.sockets.breakOlderThan(sentAt);
		}
		this.present = server;
	}

	private static Mono<String> read(Connection connection, String sql) {
		return Flux.from(connection.createStatement(sql).execute())
			.flatMap((result) -> result.map((row) -> String.valueOf(row.get(0))))
			.single();
	}

}
