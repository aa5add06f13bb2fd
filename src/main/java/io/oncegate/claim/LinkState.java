package io.oncegate.claim;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import io.oncegate.link.LinkStatus;
import io.oncegate.link.OneTimeLink;
import org.jspecify.annotations.Nullable;

/**
 * The state of a link in Redis.
 *
 * @param leaseLeft how long a claimed link is still held, otherwise zero
 * @param bookingId the booking of a redeemed link
 * @param lapsedClaim the claim whose lease has expired, so that only PostgreSQL knows the
 * state of the link
 */
public record LinkState(LinkStatus status, UUID calendarId, @Nullable Instant expiresAt, Duration leaseLeft,
		@Nullable UUID bookingId, @Nullable UUID lapsedClaim) {

	/** The state according to PostgreSQL. */
	public static LinkState of(OneTimeLink link) {
		return new LinkState(link.status(), link.calendarId(), link.expiresAt(), Duration.ZERO, link.bookingId(), null);
	}

}
