package io.oncegate.link;

import java.time.Instant;
import java.util.Collection;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The one-time links in PostgreSQL, which holds the truth about them. */
public interface Links {

	/** How many links a list of those with one status looks at for a page. */
	int LOOKED_AT = 10_000;

	/** How many of a calendar's newest links are searched. */
	int SEARCHED = 50_000;

	Mono<OneTimeLink> add(NewLink link);

	Mono<OneTimeLink> findByHash(TokenHash hash);

	/**
	 * Finds a link of an archived campaign: how it ended, and nothing of its recipient.
	 */
	Mono<OneTimeLink> findArchived(TokenHash hash);

	/** Finds a link of one of the owner's calendars. */
	Mono<OneTimeLink> findOwned(UUID ownerId, UUID id);

	/**
	 * Lists the links of a calendar, newest first; those of a campaign by its rows, the
	 * last first, after those that were granted in place of others.
	 * @param status only links with this status, of the next {@value #LOOKED_AT}; or all
	 * @param campaignId only links of this campaign, or all
	 * @param after the last link of the previous page, or the first page
	 */
	Flux<OneTimeLink> list(UUID ownerId, UUID calendarId, @Nullable LinkStatus status, @Nullable UUID campaignId,
			@Nullable Position after, int limit);

	/**
	 * Finds where a list of links with one status has stopped looking; empty if it has
	 * looked at all of them.
	 */
	Mono<Position> lookedAt(UUID ownerId, UUID calendarId, @Nullable UUID campaignId, @Nullable Position after);

	/**
	 * Searches the newest {@value #SEARCHED} links of a calendar by recipient, newest
	 * first.
	 * @param text part of the recipient's name, email or reference, in any case
	 */
	Flux<OneTimeLink> search(UUID ownerId, UUID calendarId, @Nullable LinkStatus status, String text,
			@Nullable Position after, int limit);

	/** Tells whether a calendar has more links than are searched. */
	Mono<Boolean> hasMoreThanSearched(UUID ownerId, UUID calendarId);

	/**
	 * Revokes a link unless it is spent, even while somebody is trying to book with it.
	 * @return the resulting link
	 */
	Mono<OneTimeLink> revoke(UUID ownerId, UUID id);

	/**
	 * Lists the links of a range of a campaign's rows, counted from 1.
	 */
	Flux<OneTimeLink> listCampaign(UUID ownerId, UUID campaignId, int after, int until);

	/**
	 * Revokes the links of a range of a campaign's rows, except spent ones.
	 * @return the links revoked by this call
	 */
	Flux<TokenHash> revokeRows(UUID ownerId, UUID campaignId, int after, int until);

	/**
	 * Lists revoked links in the order in which they were revoked, except those of the
	 * last seconds, and those that were revoked with their campaign.
	 * @param after the last link of the previous page, or the links of the last 15
	 * minutes
	 */
	Flux<Revoked> listRevoked(@Nullable Position after, int limit);

	/** Finds those links that the owner has. */
	Flux<OneTimeLink> findAll(UUID ownerId, Collection<UUID> ids);

	/** A position in a list. */
	record Position(Instant createdAt, UUID id) {

	}

	/** A revoked link, and its position among them. */
	record Revoked(TokenHash hash, UUID calendarId, Position position) {

	}

}
