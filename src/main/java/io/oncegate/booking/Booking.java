package io.oncegate.booking;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A booking in PostgreSQL.
 *
 * @param linkId the one-time link it was made with, if any
 * @param cancellation how it was cancelled, if it was
 * @param sequence how often it was changed
 * @param changedAt when it was made or last changed
 */
public record Booking(UUID id, UUID ownerId, UUID calendarId, @Nullable UUID linkId, Instant start, Instant end,
		Invitee invitee, @Nullable Idempotency idempotency, Instant createdAt, int sequence, Instant changedAt,
		@Nullable Cancellation cancellation) {

	/** A new booking. */
	public static Booking made(UUID id, UUID ownerId, UUID calendarId, @Nullable UUID linkId, Instant start,
			Instant end, Invitee invitee, @Nullable Idempotency idempotency, Instant at) {
		return new Booking(id, ownerId, calendarId, linkId, start, end, invitee, idempotency, at, 0, at, null);
	}

	/**
	 * Tells whether it keeps its one-time link spent: even if cancelled, unless the link
	 * was released.
	 */
	public boolean holdsLink() {
		return this.cancellation == null || !this.cancellation.gaveBack();
	}

	/** Tells whether it is not cancelled. */
	public boolean confirmed() {
		return this.cancellation == null;
	}

}
