package io.oncegate.redemption;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedBulkheadMetrics;
import io.github.resilience4j.reactor.bulkhead.operator.BulkheadOperator;
import io.micrometer.core.instrument.MeterRegistry;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/** What may wait for PostgreSQL at once; what exceeds it is refused at once. */
@Component
class Limits {

	/** A third of a second of work: waiting that long is better than being refused. */
	private static final int AT_ONCE = 1024;

	private final Bulkhead commits;

	private final Bulkhead lookups;

	Limits(MeterRegistry meters) {
		BulkheadRegistry bulkheads = BulkheadRegistry
			.of(BulkheadConfig.custom().maxConcurrentCalls(AT_ONCE).writableStackTraceEnabled(false).build());
		this.commits = bulkheads.bulkhead("commits");
		this.lookups = bulkheads.bulkhead("lookups");
		TaggedBulkheadMetrics.ofBulkheadRegistry(bulkheads).bindTo(meters);
	}

	/** Bounds the commits. */
	<T> Mono<T> commit(Mono<T> work) {
		return bounded(this.commits, work);
	}

	/**
	 * Bounds the lookups of links that Redis does not know, so that whoever guesses
	 * cannot keep the database busy.
	 */
	<T> Mono<T> lookup(Mono<T> work) {
		return bounded(this.lookups, work);
	}

	/** Tells whether a commit would be refused now. */
	boolean commitsAreFull() {
		return this.commits.getMetrics().getAvailableConcurrentCalls() == 0;
	}

	private static <T> Mono<T> bounded(Bulkhead bulkhead, Mono<T> work) {
		return work.transformDeferred(BulkheadOperator.of(bulkhead))
			.onErrorMap(BulkheadFullException.class, (ex) -> new OverloadedException("Too many wait for PostgreSQL"));
	}

}
