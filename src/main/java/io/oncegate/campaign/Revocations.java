package io.oncegate.campaign;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import io.oncegate.claim.Claims;
import io.oncegate.claim.ClaimsUnavailableException;
import io.oncegate.link.LinkStatus;
import io.oncegate.link.Links;
import io.oncegate.link.Links.Position;
import io.oncegate.link.Links.Revoked;
import io.oncegate.link.OneTimeLink;
import io.oncegate.telemetry.Background;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Tells Redis which links are revoked, so that they show as revoked when opened; no
 * booking depends on it. Work that a gateway did not finish, because it died or Redis was
 * down, is continued by any other.
 */
@Component
class Revocations extends Background {

	private static final Logger logger = LoggerFactory.getLogger(Revocations.class);

	private static final int CHUNK = 1000;

	private static final int PIPELINE = 256;

	private static final Duration PAUSE = Duration.ofSeconds(1);

	/** A campaign is taken over half a minute after the last progress of its gateway. */
	private static final Duration CAMPAIGN_PAUSE = Duration.ofSeconds(5);

	/** How far to go back when Redis may have lost data. */
	private static final Duration AGAIN = Duration.ofMinutes(15);

	private final RevocationTable campaigns;

	private final Links links;

	private final Claims claims;

	private volatile @Nullable Position last;

	private volatile long connections;

	Revocations(RevocationTable campaigns, Links links, Claims claims) {
		this.campaigns = campaigns;
		this.links = links;
		this.claims = claims;
	}

	/** Permanently revokes a campaign, and tells Redis, unless it is down. */
	Mono<Void> revoke(UUID ownerId, UUID id) {
		return this.campaigns.revoke(ownerId, id).flatMap(this::tell);
	}

	/** Tells Redis the rest of a campaign, unless it is down. */
	private Mono<Void> tell(Untold campaign) {
		int chunks = (campaign.issued() - campaign.told() + CHUNK - 1) / CHUNK;
		return Flux.range(0, chunks)
			.map((n) -> campaign.told() + n * CHUNK)
			.concatMap((after) -> tell(campaign, after, Math.min(after + CHUNK, campaign.issued())), 1)
			.then()
			.onErrorComplete(ClaimsUnavailableException.class);
	}

	private Mono<Void> tell(Untold campaign, int after, int until) {
		return this.links.listCampaign(campaign.ownerId(), campaign.id(), after, until)
			.filter((link) -> link.status() == LinkStatus.REVOKED)
			.flatMap(this::tell, PIPELINE)
			.then(this.campaigns.told(campaign, until));
	}

	/** A link that is being issued may be published later; an expired one may not. */
	private Mono<Boolean> tell(OneTimeLink link) {
		return this.claims.revoke(link.hash(), link.isPast(Instant.now()) ? null : link.calendarId());
	}

	/** Continues unfinished campaigns, one after the other. */
	Mono<Void> tellNextCampaign() {
		return this.campaigns.takeUntold().flatMap(this::tell);
	}

	/**
	 * Tells Redis about the next links that were revoked singly, and returns how many.
	 */
	Mono<Integer> tellNextLinks() {
		return Mono.defer(() -> {
			startOverAfterReconnection();
			return this.links.listRevoked(this.last, CHUNK)
				.flatMapSequential((link) -> this.claims.revoke(link.hash(), link.calendarId()).thenReturn(link),
						PIPELINE)
				.map(Revoked::position)
				.doOnNext((position) -> this.last = position)
				.count()
				.map(Long::intValue);
		});
	}

	private void startOverAfterReconnection() {
		long connections = this.claims.connections();
		if (connections != this.connections) {
			this.connections = connections;
			Position last = this.last;
			this.last = (last != null) ? new Position(last.createdAt().minus(AGAIN), new UUID(0, 0)) : null;
		}
	}

	@Override
	protected Mono<Void> work() {
		return Mono.when(forever(tellNextCampaign(), CAMPAIGN_PAUSE), forever(tellNextLinks(), PAUSE));
	}

	private static Mono<Void> forever(Mono<?> step, Duration pause) {
		return step.then()
			.doOnError((fault) -> logger.debug("Telling Redis about revoked links failed and will be retried", fault))
			.onErrorComplete()
			.then(Mono.delay(pause))
			.repeat()
			.then();
	}

	/**
	 * A revoked campaign.
	 *
	 * @param told the last of its rows that Redis was told of
	 */
	record Untold(UUID id, UUID ownerId, int told, int issued) {

	}

}
