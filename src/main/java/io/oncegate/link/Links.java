package io.oncegate.link;

import java.time.Instant;
import java.util.Collection;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The one-time links in PostgreSQL, which holds the truth of them. */
public interface Links {

	/** How many links of a calendar are searched, the newest. */
	int SEARCHED = 100_000;

	Mono<OneTimeLink> add(NewLink link);

	Mono<OneTimeLink> findByHash(TokenHash hash);

	/** Finds a link of one of the owner's calendars. */
	Mono<OneTimeLink> findOwned(UUID ownerId, UUID id);

	/**
	 * Lists the links of a calendar, the newest first.
	 * @param status only links of this status, or all
	 * @param campaignId only links of this campaign, or all
	 * @param after the last link of the page before, or the first page
	 */
	Flux<OneTimeLink> list(UUID calendarId, @Nullable LinkStatus status, @Nullable UUID campaignId,
			@Nullable Position after, int limit);

	/**
	 * Searches the newest {@value #SEARCHED} links of a calendar by whom they are for,
	 * the newest first.
	 * @param text part of the recipient's name, e-mail or reference, in any case
	 */
	Flux<OneTimeLink> search(UUID calendarId, @Nullable LinkStatus status, String text, @Nullable Position after,
			int limit);

	/** Tells whether a calendar has more links than are searched. */
	Mono<Boolean> hasMoreThanSearched(UUID calendarId);

	/**
	 * Revokes a link unless it is spent, whatever is being tried with it.
	 * @return the link as it is afterwards
	 */
	Mono<OneTimeLink> revoke(UUID id);

	/**
	 * Lists the links of a range of a campaign's rows, the first of which is number 1.
	 */
	Flux<OneTimeLink> listCampaign(UUID campaignId, int after, int until);

	/**
	 * Revokes the links of a range of a campaign's rows, but for those that are spent.
	 * @return those revoked by this
	 */
	Flux<TokenHash> revokeRows(UUID campaignId, int after, int until);

	/**
	 * Lists revoked links in the order in which they were revoked, but for those of the
	 * last seconds, and for those that were revoked with their campaign.
	 * @param after the last link of the page before, or the links of the last quarter of
	 * an hour
	 */
	Flux<Revoked> listRevoked(@Nullable Position after, int limit);

	/** Finds those links that there are. */
	Flux<OneTimeLink> findAll(Collection<UUID> ids);

	/** A place in a list. */
	record Position(Instant createdAt, UUID id) {

	}

	/** A revoked link, and its place among them. */
	record Revoked(TokenHash hash, UUID calendarId, Position position) {

	}

}
