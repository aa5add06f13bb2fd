package io.oncegate.campaign;

import java.util.UUID;

import io.oncegate.claim.Claims;
import io.oncegate.claim.ClaimsUnavailableException;
import io.oncegate.link.LinkStatus;
import io.oncegate.link.Links;
import io.oncegate.link.Links.Position;
import io.oncegate.link.OneTimeLink;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Service;

/** Shows campaigns, and withdraws their links. */
@Service
public class Campaigns {

	private static final int CHUNK = 1000;

	private static final int PIPELINE = 256;

	private final CampaignTable campaigns;

	private final Links links;

	private final Claims claims;

	Campaigns(CampaignTable campaigns, Links links, Claims claims) {
		this.campaigns = campaigns;
		this.links = links;
		this.claims = claims;
	}

	/** Finds a campaign of the owner's, and counts what became of its links. */
	public Mono<Campaign> find(UUID ownerId, UUID id) {
		return this.campaigns.find(ownerId, id);
	}

	/** Finds a campaign of the owner's, without counting. */
	public Mono<Campaign> findUncounted(UUID ownerId, UUID id) {
		return this.campaigns.findUncounted(ownerId, id);
	}

	/**
	 * Lists the campaigns of a calendar, the newest first, without counting.
	 * @param after the last campaign of the page before, or the first page
	 */
	public Flux<Campaign> list(UUID calendarId, @Nullable Position after, int limit) {
		return this.campaigns.list(calendarId, after, limit);
	}

	/**
	 * Lists the campaigns of all calendars of an owner, the newest first, without
	 * counting.
	 * @param after the last campaign of the page before, or the first page
	 */
	public Flux<Campaign> listOwned(UUID ownerId, @Nullable Position after, int limit) {
		return this.campaigns.listOwned(ownerId, after, limit);
	}

	/**
	 * Withdraws every link of a campaign that is not spent or being spent, and stops an
	 * upload of it.
	 * @return the campaign as it is afterwards; empty if the owner has no such campaign
	 */
	public Mono<Campaign> revoke(UUID ownerId, UUID id) {
		return this.campaigns.findUncounted(ownerId, id)
			.flatMap((campaign) -> this.campaigns.revoke(id))
			.flatMap((campaign) -> revoke(id, -campaign.granted() - 1, campaign.issued())
				.then(this.campaigns.find(ownerId, id)));
	}

	/** Withdraws the links of a range of rows, in chunks. */
	private Mono<Void> revoke(UUID id, int after, int until) {
		return Flux.range(0, (until - after + CHUNK - 1) / CHUNK)
			.concatMap((n) -> revokeChunk(id, after + n * CHUNK, Math.min(after + (n + 1) * CHUNK, until)), 1)
			.then();
	}

	Mono<Void> revokeChunk(UUID id, int after, int until) {
		return this.links.listCampaign(id, after, until)
			.filter((link) -> link.status() == LinkStatus.ACTIVE || link.status() == LinkStatus.EXPIRED)
			.flatMap((link) -> isClaimed(link).filter((claimed) -> !claimed).map((free) -> link.id()), PIPELINE)
			.collectList()
			.filter((ids) -> !ids.isEmpty())
			.flatMapMany((ids) -> this.links.revokeCampaign(id, ids))
			.flatMap((hash) -> this.claims.revoke(hash).onErrorComplete(ClaimsUnavailableException.class), PIPELINE)
			.then();
	}

	/** Tells whether somebody is booking with the link, which only Redis knows. */
	Mono<Boolean> isClaimed(OneTimeLink link) {
		return this.claims.resolve(link.hash())
			.onErrorComplete(ClaimsUnavailableException.class)
			.map((state) -> state.status() == LinkStatus.CLAIMED && state.lapsedClaim() == null)
			.defaultIfEmpty(false);
	}

}
