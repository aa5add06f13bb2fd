package io.oncegate.redemption;

import io.oncegate.telemetry.Measure;
import io.oncegate.telemetry.Meters;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/** Limits lookups in PostgreSQL. */
@Component
public class LookupLimit {

	/** As many as there are connections in the pool. */
	private static final int LOOKUPS = 16;

	private final WaitingLine lookups = new WaitingLine(LOOKUPS);

	LookupLimit(Meters meters) {
		meters.gauge(Measure.LOOKUP_QUEUE, this.lookups, WaitingLine::waiting);
	}

	/**
	 * Limits lookups of links that Redis does not know, so that guessing tokens cannot
	 * keep the database busy.
	 */
	public <T> Mono<T> lookup(Mono<T> work) {
		return this.lookups.run(work);
	}

}
