package io.oncegate.booking;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A booking requested by an invitee.
 *
 * @param start the start of a slot of the calendar
 * @param idempotency set if the request may be repeated
 */
public record BookingRequest(Instant start, Invitee invitee, @Nullable Idempotency idempotency) {

	/** Creates a request, repeatable if there is a key. */
	public static BookingRequest of(Instant start, Invitee invitee, @Nullable String idempotencyKey) {
		return new BookingRequest(start, invitee, (idempotencyKey != null) ? Idempotency.of(idempotencyKey, start,
				invitee.name(), invitee.email(), invitee.timeZone(), invitee.notes()) : null);
	}

}
