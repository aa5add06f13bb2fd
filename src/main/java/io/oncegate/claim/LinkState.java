package io.oncegate.claim;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import io.oncegate.link.LinkStatus;
import org.jspecify.annotations.Nullable;

/**
 * The state of a link in Redis.
 *
 * @param leaseLeft how long a claimed link is still held, else zero
 * @param bookingId the booking of a redeemed link
 */
public record LinkState(LinkStatus status, UUID linkId, UUID calendarId, @Nullable Instant expiresAt,
		Duration leaseLeft, @Nullable UUID bookingId) {

}
