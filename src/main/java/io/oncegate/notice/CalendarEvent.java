package io.oncegate.notice;

import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A booking as a calendar event.
 *
 * @param sequence how often the booking was changed
 * @param changedAt when it was made, or last changed
 * @param zone the time zone in which it is written
 * @param organizer the organizer, if they have an email address
 * @param url where to find more
 */
public record CalendarEvent(UUID bookingId, int sequence, Instant changedAt, Instant start, Instant end, ZoneId zone,
		boolean confirmed, String summary, @Nullable String description, @Nullable String location,
		@Nullable Organizer organizer, @Nullable String url) {

	/** The organizer of an event. */
	public record Organizer(@Nullable String name, String email) {

	}

}
