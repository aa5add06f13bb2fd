package io.oncegate.booking;

import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;

import io.oncegate.link.Recipient;

/**
 * A booking that was confirmed and is lost.
 *
 * @param recipient the person its link is for
 * @param gaveBack whether its link can be used again
 */
public record LostBooking(UUID id, String calendar, ZoneId zone, UUID linkId, Recipient recipient, Instant foundAt,
		boolean gaveBack) {

}
