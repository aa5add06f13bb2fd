package io.oncegate.booking;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A booking in PostgreSQL.
 *
 * @param linkId the one-time link it was made with, if it was
 * @param confirmed false if it was cancelled
 */
public record Booking(UUID id, UUID calendarId, @Nullable UUID linkId, Instant start, Instant end, boolean confirmed,
		Invitee invitee, @Nullable Idempotency idempotency, Instant createdAt) {

}
