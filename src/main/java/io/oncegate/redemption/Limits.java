package io.oncegate.redemption;

import io.oncegate.telemetry.Measure;
import io.oncegate.telemetry.Meters;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/** Bounds what is looked up in PostgreSQL. */
@Component
public class Limits {

	/** As many as there are connections. */
	private static final int LOOKUPS = 16;

	private final WaitingLine lookups = new WaitingLine(LOOKUPS);

	Limits(Meters meters) {
		meters.gauge(Measure.LOOKUP_QUEUE, this.lookups, WaitingLine::waiting);
	}

	/**
	 * Bounds the lookups of links that Redis does not know, so that whoever guesses
	 * cannot keep the database busy.
	 */
	public <T> Mono<T> lookup(Mono<T> work) {
		return this.lookups.run(work);
	}

}
