package io.oncegate.web.http;

import java.time.Duration;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedBulkheadMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import reactor.core.publisher.Mono;

import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Limits how many requests of each kind are served at once; any more are refused
 * immediately. Openings are shed before bookings.
 * <p>
 * An admitted request runs to its end even if its client disconnects: cancelled at the
 * wrong moment, the PostgreSQL driver loses the buffers that it is about to send.
 * {@link RequestLimits} limits how long that takes.
 */
public class Admission implements WebFilter {

	private static final int OPENINGS = 512;

	/** More than can be booking at once, because some are still being received. */
	private static final int ATTEMPTS = 4096;

	private static final int CHANGES = 128;

	private static final Duration SOON = Duration.ofSeconds(2);

	private final Bulkhead openings;

	private final Bulkhead attempts;

	private final Bulkhead changes;

	public Admission(MeterRegistry meters) {
		BulkheadRegistry bulkheads = BulkheadRegistry.ofDefaults();
		this.openings = bulkhead(bulkheads, "openings", OPENINGS);
		this.attempts = bulkhead(bulkheads, "attempts", ATTEMPTS);
		this.changes = bulkhead(bulkheads, "changes", CHANGES);
		TaggedBulkheadMetrics.ofBulkheadRegistry(bulkheads).bindTo(meters);
	}

	private static Bulkhead bulkhead(BulkheadRegistry bulkheads, String name, int atOnce) {
		return bulkheads.bulkhead(name,
				BulkheadConfig.custom().maxConcurrentCalls(atOnce).writableStackTraceEnabled(false).build());
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		Bulkhead bulkhead = of(Route.of(exchange).kind());
		return bulkhead.tryAcquirePermission()
				? uncancelled(Mono.defer(() -> chain.filter(exchange)).doFinally((end) -> bulkhead.onComplete()))
				: Mono.error(ProblemException.retry(Problem.OVERLOADED, SOON));
	}

	private static Mono<Void> uncancelled(Mono<Void> work) {
		return Mono.deferContextual((context) -> Mono.fromFuture(work.contextWrite(context).toFuture(), true));
	}

	private Bulkhead of(Kind kind) {
		return switch (kind) {
			case OPENING, NOTE, EXPORT -> this.openings;
			case ATTEMPT -> this.attempts;
			case CHANGE, CAMPAIGN, UPLOAD, UPLOADED_FORM -> this.changes;
		};
	}

}
