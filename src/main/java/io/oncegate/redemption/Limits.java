package io.oncegate.redemption;

import io.oncegate.telemetry.Meters;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/** Bounds what waits for PostgreSQL. */
@Component
class Limits {

	/**
	 * Twice the connections: while one redemption computes, another uses its connection.
	 */
	private static final int COMMITS = 32;

	/** As many as there are connections. */
	private static final int LOOKUPS = 16;

	private final WaitingLine commits = new WaitingLine(COMMITS);

	private final WaitingLine lookups = new WaitingLine(LOOKUPS);

	Limits(Meters meters) {
		meters.gauge("oncegate.commit.queue.rows", this.commits, WaitingLine::waiting);
		meters.gauge("oncegate.lookup.queue", this.lookups, WaitingLine::waiting);
	}

	/** Bounds the commits. */
	<T> Mono<T> commit(Mono<T> work) {
		return this.commits.run(work);
	}

	/**
	 * Bounds the lookups of links that Redis does not know, so that whoever guesses
	 * cannot keep the database busy.
	 */
	<T> Mono<T> lookup(Mono<T> work) {
		return this.lookups.run(work);
	}

	/** Tells whether a commit would be refused now. */
	boolean commitsAreFull() {
		return this.commits.isFull();
	}

}
