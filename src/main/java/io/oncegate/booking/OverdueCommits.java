package io.oncegate.booking;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import io.oncegate.telemetry.CommitWatch;
import io.oncegate.telemetry.Discarded;
import io.r2dbc.spi.Connection;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * The commits that PostgreSQL has not answered in time, as while no standby acknowledges
 * them.
 * <p>
 * Each keeps its connection until it is answered or lost. Closing the connection would
 * not end the server process, which waits for the standby: with one more for each
 * attempt, connections would run out. So there are fewer writers as long as outcomes are
 * unknown.
 */
@Component
class OverdueCommits {

	private final Set<Overdue> all = ConcurrentHashMap.newKeySet();

	private final CommitWatch watch;

	OverdueCommits(CommitWatch watch) {
		this.watch = watch;
	}

	/** Keeps the connection of a commit until that is answered or lost. */
	void add(Connection connection, OverdueException commit) {
		Overdue overdue = new Overdue(connection, commit.sentAt());
		this.all.add(overdue);
		this.watch.began();
		commit.answer().whenComplete((outcomes, fault) -> end(overdue, fault == null));
	}

	private void end(Overdue overdue, boolean answered) {
		if (this.all.remove(overdue)) {
			this.watch.ended();
			(answered ? Commit.close(overdue.connection()) : Discarded.close(overdue.connection())).toFuture();
		}
	}

	/** Tells whether there is one. */
	boolean isAny() {
		return !this.all.isEmpty();
	}

	/** Tells whether no connection is left for another commit. */
	boolean holdAllWriters() {
		return this.all.size() >= CommitQueue.WRITERS;
	}

	/**
	 * Gives up those that were sent before an instant: their answers are lost.
	 * @param nanoTime as {@link System#nanoTime()}
	 * @return whether there was one
	 */
	boolean loseBefore(long nanoTime) {
		List<Overdue> lost = this.all.stream().filter((overdue) -> overdue.sentAt() - nanoTime < 0).toList();
		lost.forEach((overdue) -> end(overdue, false));
		return !lost.isEmpty();
	}

	private record Overdue(Connection connection, long sentAt) {

	}

	/** There was no answer to a commit in time; it may still come. */
	static final class OverdueException extends OutcomeUnknownException {

		private final transient CompletableFuture<?> answer;

		private final long sentAt;

		OverdueException(Throwable cause, CompletableFuture<?> answer, long sentAt) {
			super(cause);
			this.answer = answer;
			this.sentAt = sentAt;
		}

		private CompletableFuture<?> answer() {
			return this.answer;
		}

		private long sentAt() {
			return this.sentAt;
		}

	}

}
