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
 * The states of the links in Redis, which decide who gets to try. What Redis says is
 * never the last word: PostgreSQL's is. Each operation fails with a
 * {@link ClaimsUnavailableException} if Redis does not answer.
 */
public interface Claims {

	/**
	 * Makes a link known, unless it is known already.
	 * @param link the link
	 * @param booking the booking of a redeemed link
	 * @return whether it was written
	 */
	Mono<Boolean> publish(OneTimeLink link, @Nullable Booking booking);

	/** Makes links known that nobody can have heard of yet, many at once. */
	Mono<Void> publishNew(Collection<OneTimeLink> links);

	/** Reads the state of a link; empty if it is unknown. */
	Mono<LinkState> resolve(TokenHash link);

	/**
	 * Claims a link for one attempt.
	 * @param link the link
	 * @param claimId the attempt
	 * @param idempotency the mark of its request, if it may be repeated
	 */
	Mono<ClaimOutcome> claim(TokenHash link, UUID claimId, @Nullable Idempotency idempotency);

	/**
	 * Marks the link as spent by a booking, if the claim holds it.
	 * @return whether the link is redeemed by that booking
	 */
	Mono<Boolean> confirm(TokenHash link, UUID claimId, Booking booking);

	/**
	 * Gives the link back, if the claim holds it.
	 * @param refusal what the same request is to be told again, or null to forget it
	 * @return whether it was given back
	 */
	Mono<Boolean> release(TokenHash link, UUID claimId, @Nullable Refusal refusal);

	/**
	 * Marks a link as revoked that PostgreSQL knows to be revoked.
	 * @param calendarId its calendar, so that also an unknown link is marked; or null
	 * @return whether it is revoked
	 */
	Mono<Boolean> revoke(TokenHash link, @Nullable UUID calendarId);

	/**
	 * Marks a link as spent by the booking that PostgreSQL has of it, whoever holds it.
	 * @return whether the link is redeemed by that booking; false if it is unknown
	 */
	Mono<Boolean> redeem(TokenHash link, Booking booking);

	/**
	 * Forgets a link that is redeemed or revoked although PostgreSQL knows nothing of
	 * that.
	 * @param bookingId the booking of a redeemed link that is not there, or null for a
	 * revoked one
	 * @return whether it was forgotten
	 */
	Mono<Boolean> forget(TokenHash link, @Nullable UUID bookingId);

	/** How long a claim keeps its link that is neither confirmed nor released. */
	Duration lease();

	/**
	 * Counts the connections that were made to Redis. After another one, Redis may know
	 * less than before.
	 */
	long connections();

}
