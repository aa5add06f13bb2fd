package io.oncegate.booking;

import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;

import io.oncegate.link.OneTimeLink;

/**
 * A booking that was confirmed and is lost.
 *
 * @param link its link, as it is now
 */
public record LostBooking(UUID id, String calendar, ZoneId zone, OneTimeLink link, Instant foundAt) {

}
