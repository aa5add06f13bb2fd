package io.oncegate.claim;

import java.time.Duration;
import java.util.Collection;
import java.util.UUID;

import io.oncegate.booking.Booking;
import io.oncegate.booking.Idempotency;
import io.oncegate.link.OneTimeLink;
import io.oncegate.link.TokenHash;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The states of the links in Redis, which decide who may try to book. PostgreSQL, not
 * Redis, has the last word. Each operation fails with a
 * {@link ClaimsUnavailableException} if Redis does not respond.
 */
public interface Claims {

	/**
	 * Publishes a link to Redis, unless it is known there already.
	 * @param link the link
	 * @param booking the booking of a redeemed link
	 * @return whether it was written
	 */
	Mono<Boolean> publish(OneTimeLink link, @Nullable Booking booking);

	/** Publishes many links at once that nobody can have received yet. */
	Mono<Void> publishNew(Collection<OneTimeLink> links);

	/** Reads the state of a link; empty if it is unknown. */
	Mono<LinkState> resolve(TokenHash link);

	/**
	 * Claims a link for one booking attempt.
	 * @param link the link
	 * @param claimId the id of the attempt
	 * @param idempotency the mark of its request, if it may be repeated
	 */
	Mono<ClaimOutcome> claim(TokenHash link, UUID claimId, @Nullable Idempotency idempotency);

	/**
	 * Marks the link as spent by a booking, if the claim holds it.
	 * @return whether the link is redeemed by that booking
	 */
	Mono<Boolean> confirm(TokenHash link, UUID claimId, Booking booking);

	/**
	 * Releases the link, if the claim holds it.
	 * @param refusal the answer to repeat to the same request, or null to store none
	 * @return whether it was released
	 */
	Mono<Boolean> release(TokenHash link, UUID claimId, @Nullable Refusal refusal);

	/**
	 * Marks a link as revoked that is revoked in PostgreSQL.
	 * @param calendarId its calendar, so that an unknown link is marked, too; or null
	 * @return whether it is revoked
	 */
	Mono<Boolean> revoke(TokenHash link, @Nullable UUID calendarId);

	/**
	 * Marks a link as spent by its booking in PostgreSQL, whoever holds it.
	 * @return whether the link is redeemed by that booking; false if it is unknown
	 */
	Mono<Boolean> redeem(TokenHash link, Booking booking);

	/**
	 * Deletes a link that is redeemed or revoked in Redis but not in PostgreSQL.
	 * @param bookingId the missing booking of a redeemed link, or null for a revoked link
	 * @return whether it was deleted
	 */
	Mono<Boolean> forget(TokenHash link, @Nullable UUID bookingId);

	/** How long a claim that is neither confirmed nor released keeps its link. */
	Duration lease();

	/**
	 * Counts the connections made to Redis. After a new one, Redis may have lost data.
	 */
	long connections();

}
