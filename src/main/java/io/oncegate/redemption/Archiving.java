package io.oncegate.redemption;

import java.time.Duration;

import io.oncegate.campaign.Archive;
import io.oncegate.campaign.Archive.Unmoved;
import io.oncegate.link.LinkEndings;
import io.oncegate.telemetry.Background;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Moves the links of archived campaigns out of the tables that bookings use, a few at a
 * time. Before, they are audited for the last time: Redis is told how each has ended, so
 * that it forgets them within a week, and a booking that is lost is found. What a gateway
 * did not finish, because it died or a store was down, is continued by any other.
 */
@Component
class Archiving extends Background {

	private static final Logger logger = LoggerFactory.getLogger(Archiving.class);

	/** Links moved by a statement. */
	static final int CHUNK = 1000;

	/**
	 * For a step. Less than half a minute, after which another gateway takes the campaign
	 * over.
	 */
	private static final Duration PATIENCE = Duration.ofSeconds(20);

	/** The pause between steps, several times as long as one takes. */
	private static final Duration SHORT_PAUSE = Duration.ofMillis(500);

	private static final Duration PAUSE = Duration.ofSeconds(10);

	private final Archive archive;

	private final LinkEndings links;

	private final Audit audit;

	Archiving(Archive archive, LinkEndings links, Audit audit) {
		this.archive = archive;
		this.links = links;
		this.audit = audit;
	}

	/** Moves the links of the next campaign, and returns whether there was one. */
	Mono<Boolean> moveNext() {
		return this.archive.take().flatMap((campaign) -> move(campaign).thenReturn(true)).defaultIfEmpty(false);
	}

	private Mono<Void> move(Unmoved campaign) {
		int chunks = (campaign.issued() - campaign.archived() + CHUNK - 1) / CHUNK;
		return Flux.range(0, chunks)
			.map((n) -> campaign.archived() + n * CHUNK)
			.concatMap((after) -> move(campaign, after), 1)
			.takeWhile((moved) -> moved)
			.then();
	}

	private Mono<Boolean> move(Unmoved campaign, int after) {
		int until = Math.min(after + CHUNK, campaign.issued());
		Mono<Boolean> moved = this.links.ofCampaign(campaign.ownerId(), campaign.id(), after, until)
			.collectList()
			.flatMap((endings) -> this.audit.ofLinks(endings))
			.then(Mono.defer(() -> this.archive.move(campaign, after, until)))
			.timeout(PATIENCE);
		return (until < campaign.issued()) ? moved.delayElement(SHORT_PAUSE) : moved;
	}

	@Override
	protected Mono<Void> work() {
		return Mono.defer(this::moveNext)
			.doOnError((fault) -> logger.debug("Moving archived links failed and will be retried", fault))
			.onErrorReturn(false)
			.flatMap((moved) -> Mono.delay(moved ? SHORT_PAUSE : PAUSE))
			.repeat()
			.then();
	}

}
