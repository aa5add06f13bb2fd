package io.oncegate.campaign;

import java.time.Duration;

import io.oncegate.campaign.FunnelTable.Counts;
import io.oncegate.campaign.FunnelTable.Uncounted;
import io.oncegate.telemetry.Background;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Counts the results of large campaigns, one after the other, in steps that bookings do
 * not notice. A count that a gateway does not finish is begun anew by another one.
 */
@Component
class Counting extends Background {

	private static final Logger logger = LoggerFactory.getLogger(Counting.class);

	/** Rows counted by a statement. */
	private static final int CHUNK = 10_000;

	/** For a statement, after which the campaign waits for its next turn. */
	private static final Duration PATIENCE = Duration.ofSeconds(10);

	/** The pause between statements, several times as long as one takes. */
	private static final Duration SHORT_PAUSE = Duration.ofMillis(250);

	private static final Duration PAUSE = Duration.ofSeconds(2);

	private final FunnelTable funnels;

	Counting(FunnelTable funnels) {
		this.funnels = funnels;
	}

	/** Counts the next campaign. */
	Mono<Void> countNext() {
		return this.funnels.take().flatMap(this::count);
	}

	private Mono<Void> count(Uncounted campaign) {
		int first = -campaign.granted() - 1;
		int chunks = (campaign.issued() - first + CHUNK - 1) / CHUNK;
		return Flux.range(0, chunks)
			.map((n) -> first + n * CHUNK)
			.concatMap((after) -> count(campaign, after), 1)
			.reduce(Counts.NONE, Counts::plus)
			.flatMap((counts) -> this.funnels.store(campaign, counts));
	}

	private Mono<Counts> count(Uncounted campaign, int after) {
		int until = Math.min(after + CHUNK, campaign.issued());
		Mono<Counts> counts = this.funnels.count(campaign, after, until).timeout(PATIENCE);
		return (until < campaign.issued()) ? counts.delayElement(SHORT_PAUSE) : counts;
	}

	@Override
	protected Mono<Void> work() {
		return Mono.defer(this::countNext)
			.doOnError((fault) -> logger.debug("Counting a campaign failed and will be retried", fault))
			.onErrorComplete()
			.then(Mono.defer(() -> Mono.delay(PAUSE)))
			.repeat()
			.then();
	}

}
