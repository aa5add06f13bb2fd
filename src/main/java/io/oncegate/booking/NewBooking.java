package io.oncegate.booking;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A booking to be committed.
 *
 * @param id the id of the claim and of the booking
 * @param linkId the one-time link, or null for a scheduling or permanent link
 * @param way the slug or public id that was used instead of a one-time link
 * @param deadline until when it may be sent to the database
 */
public record NewBooking(UUID id, UUID calendarId, @Nullable UUID linkId, @Nullable String way, BookingRequest request,
		Deadline deadline) {

	/** With a one-time link. */
	public static NewBooking byLink(UUID id, UUID calendarId, UUID linkId, BookingRequest request, Deadline deadline) {
		return new NewBooking(id, calendarId, linkId, null, request, deadline);
	}

	/** By a scheduling or permanent link. */
	public static NewBooking byWay(UUID id, UUID calendarId, String way, BookingRequest request, Deadline deadline) {
		return new NewBooking(id, calendarId, null, way, request, deadline);
	}

}
