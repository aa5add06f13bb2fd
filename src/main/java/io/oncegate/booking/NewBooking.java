package io.oncegate.booking;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A booking to be committed.
 *
 * @param id the id of the claim, and of the booking
 * @param linkId the one-time link, or null for a scheduling or permanent link
 * @param deadline until when it may be sent to the database
 */
public record NewBooking(UUID id, UUID calendarId, @Nullable UUID linkId, BookingRequest request, Deadline deadline) {

}
