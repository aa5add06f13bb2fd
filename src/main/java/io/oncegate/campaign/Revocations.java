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
 * Tells Redis which links are revoked, so that they are seen to be when they are opened;
 * no booking depends on it. What a gateway did not come to, because it died or Redis was
 * away, any other goes on with.
 */
@Component
class Revocations extends Background {

	private static final Logger logger = LoggerFactory.getLogger(Revocations.class);

	private static final int CHUNK = 1000;

	private static final int PIPELINE = 256;

	private static final Duration PAUSE = Duration.ofSeconds(1);

	/** A campaign is taken over half a minute after its gateway was last heard of. */
	private static final Duration CAMPAIGN_PAUSE = Duration.ofSeconds(5);

	/** How far to go back when Redis may know less than before. */
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

	/** Revokes a campaign for good, and tells Redis, unless it is away. */
	Mono<Void> revoke(UUID campaign) {
		return this.campaigns.revoke(campaign).flatMap(this::tell);
	}

	/** Tells what Redis was not told of a campaign yet, unless Redis is away. */
	private Mono<Void> tell(Untold campaign) {
		int chunks = (campaign.issued() - campaign.told() + CHUNK - 1) / CHUNK;
		return Flux.range(0, chunks)
			.map((n) -> campaign.told() + n * CHUNK)
			.concatMap((after) -> tell(campaign.id(), after, Math.min(after + CHUNK, campaign.issued())), 1)
			.then()
			.onErrorComplete(ClaimsUnavailableException.class);
	}

	private Mono<Void> tell(UUID campaign, int after, int until) {
		return this.links.listCampaign(campaign, after, until)
			.filter((link) -> link.status() == LinkStatus.REVOKED)
			.flatMap(this::tell, PIPELINE)
			.then(this.campaigns.told(campaign, until));
	}

	/** A link that is being issued may be made known later; one that has expired not. */
	private Mono<Boolean> tell(OneTimeLink link) {
		return this.claims.revoke(link.hash(), link.isPast(Instant.now()) ? null : link.calendarId());
	}

	/** Goes on with a campaign that was left in the midst of it, one after the other. */
	Mono<Void> tellNextCampaign() {
		return this.campaigns.takeUntold().flatMap(this::tell);
	}

	/** Tells of the next links that were revoked by themselves, and says how many. */
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
			.doOnError((fault) -> logger.debug("Redis was not told of all revoked links; it is tried again", fault))
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
	record Untold(UUID id, int told, int issued) {

	}

}
