package io.oncegate.booking;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A booking in PostgreSQL.
 *
 * @param linkId the one-time link it was made with, if it was
 * @param cancellation how it was cancelled, if it was
 * @param sequence how often it was changed
 * @param changedAt when it was made, or last changed
 */
public record Booking(UUID id, UUID calendarId, @Nullable UUID linkId, Instant start, Instant end, Invitee invitee,
		@Nullable Idempotency idempotency, Instant createdAt, int sequence, Instant changedAt,
		@Nullable Cancellation cancellation) {

	/** A booking as it is made. */
	public static Booking made(UUID id, UUID calendarId, @Nullable UUID linkId, Instant start, Instant end,
			Invitee invitee, @Nullable Idempotency idempotency, Instant at) {
		return new Booking(id, calendarId, linkId, start, end, invitee, idempotency, at, 0, at, null);
	}

	/**
	 * Tells whether a one-time link that it was made with is spent by it: also if it was
	 * cancelled, unless the link was given back.
	 */
	public boolean holdsLink() {
		return this.cancellation == null || !this.cancellation.gaveBack();
	}

	/** Tells whether it was not cancelled. */
	public boolean confirmed() {
		return this.cancellation == null;
	}

}
