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

	private final Revocations revocations;

	Campaigns(CampaignTable campaigns, Revocations revocations) {
		this.campaigns = campaigns;
		this.revocations = revocations;
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
	 * Revokes every link of a campaign that is not spent, at once and for good; those
	 * that are spent are never given back. An upload of it is stopped.
	 * @return the campaign as it is afterwards; empty if the owner has no such campaign
	 */
	public Mono<Campaign> revoke(UUID ownerId, UUID id) {
		return this.campaigns.findUncounted(ownerId, id)
			.flatMap((campaign) -> this.revocations.revoke(id).then(this.campaigns.find(ownerId, id)));
	}

}
