package io.oncegate.notice;

import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A booking as calendars know it.
 *
 * @param sequence how often the booking was changed
 * @param changedAt when it was made, or last changed
 * @param zone the zone in whose time it is written down
 * @param organizer who answers for it, if they can be written to
 * @param url where more is to be found
 */
public record CalendarEvent(UUID bookingId, int sequence, Instant changedAt, Instant start, Instant end, ZoneId zone,
		boolean confirmed, String summary, @Nullable String description, @Nullable String location,
		@Nullable Organizer organizer, @Nullable String url) {

	/** Who answers for an event. */
	public record Organizer(@Nullable String name, String email) {

	}

}
