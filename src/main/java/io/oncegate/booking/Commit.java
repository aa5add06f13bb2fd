package io.oncegate.booking;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

import com.github.benmanes.caffeine.cache.Ticker;
import io.oncegate.booking.OverdueCommits.OverdueException;
import io.oncegate.telemetry.Discarded;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import io.r2dbc.spi.R2dbcTransientResourceException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * Makes bookings, many with one statement, which commits on its own.
 * <p>
 * The statement is a function of the database (see {@code R__commit_bookings.sql}). It
 * holds the lock of each calendar, so that an owner's change of hours, duration or seats
 * waits for it, and compares the calendar's version, so that it books nothing after such
 * a change. The clock of the database decides whether a slot is past. The unique indexes
 * of the table arbitrate between concurrent statements.
 */
@Component
class Commit {

	/** Longer than the statement timeout of the database. */
	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private final ConnectionFactory connections;

	private final OverdueCommits overdue;

	private final Care care = new Care(Ticker.systemTicker());

	Commit(@Qualifier("commitConnections") ConnectionFactory commitConnections, OverdueCommits overdue) {
		this.connections = commitConnections;
		this.overdue = overdue;
	}

	/**
	 * Tells whether PostgreSQL answers no commit, so that another one would wait in vain.
	 */
	boolean isInVain() {
		return this.overdue.holdAllWriters();
	}

	/**
	 * Commits bookings. If the database rejects the whole statement because of one of
	 * them, they are retried one by one.
	 * @return the outcome of each, in order
	 * @throws OutcomeUnknownException if the database may have committed them
	 */
	Mono<List<RowOutcome>> execute(List<CommitRow> rows) {
		if (isInVain()) {
			return Mono.error(new R2dbcTransientResourceException("PostgreSQL does not answer commits"));
		}
		return together(rows).onErrorResume(BatchRefusedException.class, (refused) -> oneByOne(rows));
	}

	private Mono<List<RowOutcome>> oneByOne(List<CommitRow> rows) {
		return Flux.fromIterable(rows)
			.concatMap((row) -> alone(row).onErrorResume((fault) -> Mono.just(RowOutcome.failed(fault))))
			.collectList();
	}

	/** Does not wait for a connection in vain, or for longer than its deadline. */
	private Mono<RowOutcome> alone(CommitRow row) {
		return (row.isLate() || isInVain()) ? Mono.error(notSent())
				: together(List.of(row)).map((outcomes) -> outcomes.get(0));
	}

	private static TimeoutException notSent() {
		return new TimeoutException("The booking could not be sent to PostgreSQL in time");
	}

	private Mono<List<RowOutcome>> together(List<CommitRow> rows) {
		return Mono.usingWhen(connection(), (connection) -> sendInTime(connection, rows), Commit::close, this::failed,
				Discarded::close);
	}

	private Mono<Void> failed(Connection connection, Throwable fault) {
		if (fault instanceof OverdueException commit) {
			return Mono.fromRunnable(() -> this.overdue.add(connection, commit));
		}
		return (fault instanceof OutcomeUnknownException) ? Discarded.close(connection) : close(connection);
	}

	/** A connection that was cut while idle is replaced; all of them may have been. */
	private Mono<Connection> connection() {
		return Mono.<Connection>from(this.connections.create())
			.retryWhen(Retry.max(CommitQueue.WRITERS).filter(Commit::isStale));
	}

	/**
	 * How the pool reports a broken pooled connection; other faults have their own
	 * classes.
	 */
	private static boolean isStale(Throwable fault) {
		return fault.getClass() == R2dbcNonTransientResourceException.class;
	}

	private Mono<List<RowOutcome>> sendInTime(Connection connection, List<CommitRow> rows) {
		List<CommitRow> inTime = rows.stream().filter((row) -> !row.isLate()).toList();
		if (inTime.size() == rows.size()) {
			return send(connection, rows);
		}
		return (inTime.isEmpty() ? Mono.just(List.<RowOutcome>of()) : send(connection, inTime))
			.map((outcomes) -> withLate(rows, inTime, outcomes));
	}

	private Mono<List<RowOutcome>> send(Connection connection, List<CommitRow> rows) {
		long sentAt = System.nanoTime();
		CompletableFuture<List<RowOutcome>> answer = new CommitStatement(connection, rows, this.care).execute()
			.toFuture();
		return Mono.fromFuture(answer, true)
			.timeout(PATIENCE,
					Mono.error(
							() -> new OverdueException(new TimeoutException("No answer to a commit"), answer, sentAt)))
			.onErrorMap((fault) -> !isRefusal(fault) && !(fault instanceof OverdueException),
					OutcomeUnknownException::new)
			.onErrorMap((fault) -> rows.size() > 1 && isRefusal(fault), BatchRefusedException::new);
	}

	private static List<RowOutcome> withLate(List<CommitRow> rows, List<CommitRow> sent, List<RowOutcome> outcomes) {
		Iterator<RowOutcome> next = outcomes.iterator();
		List<RowOutcome> all = new ArrayList<>(rows.size());
		rows.forEach((row) -> all.add(sent.contains(row) ? next.next() : RowOutcome.failed(notSent())));
		return all;
	}

	static Mono<Void> close(Connection connection) {
		return Mono.from(connection.close()).onErrorComplete();
	}

	/**
	 * Tells whether the database itself reported that it did not execute the statement. A
	 * lost connection (class 08) and a shutdown (57P) leave that open.
	 */
	private static boolean isRefusal(Throwable ex) {
		return ex instanceof R2dbcException fault && fault.getSqlState() != null
				&& !fault.getSqlState().startsWith("08") && !fault.getSqlState().startsWith("57P")
				&& !fault.getSqlState().equals("40003");
	}

	/** The database rejected a statement of several rows. */
	private static final class BatchRefusedException extends RuntimeException {

		BatchRefusedException(Throwable cause) {
			super(null, cause, false, false);
		}

	}

}
