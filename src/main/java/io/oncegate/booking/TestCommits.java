package io.oncegate.booking;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

import io.oncegate.booking.OverdueCommits.OverdueException;
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
 * Finds out whether PostgreSQL answers commits, by committing something of no
 * consequence.
 * <p>
 * Every few seconds it does so like a booking, on one of its connections: without an
 * answer, that commit is overdue, even if nobody books, or another change waits and holds
 * the lock that bookings need.
 * <p>
 * While commits are overdue it does so on a connection of its own. If that is answered
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

	/** How often it is tried whether commits are answered, while nothing is overdue. */
	private static final Duration TRIED = Duration.ofSeconds(10);

	/** Differs between servers, and between runs of one. */
	private static final String SERVER = "select pg_postmaster_start_time()::text";

	/**
	 * Is written to the log of the database, as bookings are, and nowhere else; answered
	 * with the server.
	 */
	private static final String COMMIT = """
			select pg_postmaster_start_time()::text
			from pg_logical_emit_message(true, 'oncegate', 'Is this committed?')""";

	private final ConnectionPool pool;

	private final ConnectionFactory connections;

	private final OverdueCommits overdue;

	private final ImpatientSockets sockets;

	/** The server that answered last. */
	private volatile @Nullable String present;

	private volatile long triedAt = System.nanoTime() - TRIED.toNanos();

	/** The server on which a test is not answered yet. */
	private final AtomicReference<@Nullable String> waitingOn = new AtomicReference<>();

	TestCommits(@Qualifier("commitConnections") ConnectionPool commitConnections, OverdueCommits overdue,
			@Qualifier("postgresSockets") ImpatientSockets sockets) {
		this.pool = commitConnections;
		this.connections = commitConnections.unwrap();
		this.overdue = overdue;
		this.sockets = sockets;
	}

	@Override
	protected Mono<Void> work() {
		return Mono.defer(() -> this.overdue.isAny() ? test() : tryNow())
			.onErrorComplete()
			.then(Mono.defer(() -> Mono.delay(PAUSE)))
			.repeat()
			.then();
	}

	private Mono<Void> tryNow() {
		if (System.nanoTime() - this.triedAt < TRIED.toNanos()) {
			return Mono.empty();
		}
		this.triedAt = System.nanoTime();
		return this.pool.create()
			.flatMap((connection) -> commit(connection)
				.onErrorResume(OverdueException.class,
						(late) -> Mono.fromRunnable(() -> this.overdue.add(connection, late)))
				.onErrorResume((fault) -> Discarded.close(connection)));
	}

	private Mono<Void> commit(Connection connection) {
		long sentAt = System.nanoTime();
		CompletableFuture<String> answer = read(connection, COMMIT).toFuture();
		return Mono.fromFuture(answer, true)
			.timeout(PATIENCE, Mono
				.error(() -> new OverdueException(new TimeoutException("No answer to a test commit"), answer, sentAt)))
			.doOnNext((server) -> this.present = server)
			.then(Mono.defer(() -> Commit.close(connection)));
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
