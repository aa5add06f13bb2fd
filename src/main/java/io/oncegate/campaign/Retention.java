package io.oncegate.campaign;

import java.time.Duration;
import java.util.List;

import io.oncegate.campaign.Archive.Over;
import io.oncegate.link.Links.Position;
import io.oncegate.setting.StartException;
import io.oncegate.telemetry.Background;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Archives campaigns some days after they were revoked or have expired, if the operator
 * wants that. One of which a link works, because it was granted later, waits for the next
 * time.
 */
@Component
class Retention extends Background {

	private static final Logger logger = LoggerFactory.getLogger(Retention.class);

	static final int PAGE = 100;

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	/** The pause while there are more. */
	private static final Duration SHORT_PAUSE = Duration.ofSeconds(1);

	private static final Duration PAUSE = Duration.ofMinutes(10);

	private final Archive archive;

	/** Or 0 for never. */
	private final int days;

	private volatile @Nullable Position last;

	Retention(Archive archive, @Value("${oncegate.archive-after-days:}") String days) {
		if (!days.matches("([1-9][0-9]{0,4})?")) {
			throw new StartException("ONCEGATE_ARCHIVE_AFTER_DAYS is " + days
					+ ". Set it to a number of days from 1 to 99999, or remove it to archive no campaign by itself.",
					null);
		}
		this.archive = archive;
		this.days = days.isEmpty() ? 0 : Integer.parseInt(days);
	}

	/** Archives the next campaigns, and returns how many were looked at. */
	Mono<Integer> archiveNext() {
		return Mono.defer(() -> this.archive.listOver(this.days, this.last, PAGE).collectList())
			.delayUntil((page) -> Flux.fromIterable(page).concatMap(this::archive))
			.map(this::wentThrough);
	}

	private Mono<ArchiveOutcome> archive(Over campaign) {
		return this.archive.archive(campaign.ownerId(), campaign.position().id())
			.doOnNext((outcome) -> logger.atLevel((outcome == ArchiveOutcome.ARCHIVED) ? Level.INFO : Level.DEBUG)
				.log("Campaign {} has been over for {} days: {}", campaign.position().id(), this.days, outcome))
			.doOnError((fault) -> logger.debug("Archiving a campaign failed and will be retried", fault))
			.onErrorComplete();
	}

	private int wentThrough(List<Over> page) {
		this.last = (page.size() < PAGE) ? null : page.get(PAGE - 1).position();
		return page.size();
	}

	@Override
	protected Mono<Void> work() {
		return (this.days == 0) ? Mono.never()
				: Mono.defer(this::archiveNext)
					.timeout(PATIENCE)
					.doOnError((fault) -> logger.debug("Archiving campaigns failed and will be retried", fault))
					.onErrorReturn(0)
					.flatMap((seen) -> Mono.delay((seen == PAGE) ? SHORT_PAUSE : PAUSE))
					.repeat()
					.then();
	}

}
