package io.oncegate.campaign;

import java.util.UUID;

import io.oncegate.link.Links.Position;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Service;

/** Shows campaigns, and revokes their links. */
@Service
public class Campaigns {

	private final CampaignTable campaigns;

	private final FunnelTable funnels;

	private final Revocations revocations;

	private final Archive archive;

	Campaigns(CampaignTable campaigns, FunnelTable funnels, Revocations revocations, Archive archive) {
		this.archive = archive;
		this.campaigns = campaigns;
		this.funnels = funnels;
		this.revocations = revocations;
	}

	/**
	 * Finds one of the owner's campaigns, with its results: as they are now, or, of a
	 * large campaign, as they were counted last. They are counted again soon if that was
	 * some time ago.
	 */
	public Mono<Campaign> find(UUID ownerId, UUID id) {
		return this.campaigns.find(ownerId, id)
			.flatMap((campaign) -> (campaign.funnel() != null)
					? this.funnels.hurry(campaign).onErrorComplete().thenReturn(campaign)
					: this.funnels.count(campaign).map(campaign::with));
	}

	/** Finds one of the owner's campaigns, without counting. */
	public Mono<Campaign> findUncounted(UUID ownerId, UUID id) {
		return this.campaigns.findUncounted(ownerId, id);
	}

	/**
	 * Lists the campaigns of a calendar, newest first, without counting.
	 * @param after the last campaign of the previous page, or the first page
	 */
	public Flux<Campaign> list(UUID ownerId, UUID calendarId, @Nullable Position after, int limit) {
		return this.campaigns.list(ownerId, calendarId, after, limit);
	}

	/**
	 * Lists the campaigns of all calendars of an owner, newest first, without counting.
	 * @param after the last campaign of the previous page, or the first page
	 */
	public Flux<Campaign> listOwned(UUID ownerId, @Nullable Position after, int limit) {
		return this.campaigns.listOwned(ownerId, after, limit);
	}

	/**
	 * Archives a campaign that is over: its links leave the tables that bookings use, its
	 * results and bookings stay.
	 * @return whether it is archived, or why not; empty if the owner has no such campaign
	 */
	public Mono<ArchiveOutcome> archive(UUID ownerId, UUID id) {
		return this.archive.archive(ownerId, id);
	}

	/**
	 * Permanently revokes every unspent link of a campaign at once; spent ones are never
	 * released. A running upload is stopped.
	 * @return the resulting campaign; empty if the owner has no such campaign
	 */
	public Mono<Campaign> revoke(UUID ownerId, UUID id) {
		return this.campaigns.findUncounted(ownerId, id)
			.flatMap((campaign) -> this.revocations.revoke(ownerId, id).then(find(ownerId, id)));
	}

}
