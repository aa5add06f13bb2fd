package io.oncegate.booking;

import java.time.Instant;
import java.util.UUID;

import io.oncegate.booking.Cancellation.By;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;

/** Reads a row of the table {@code booking}. */
final class BookingRow {

	private BookingRow() {
	}

	@SuppressWarnings("NullAway") // columns that are "not null" in the table
	static Booking read(Readable row) {
		Invitee invitee = new Invitee(row.get("invitee_name", String.class), row.get("invitee_email", String.class),
				row.get("invitee_time_zone", String.class), row.get("notes", String.class));
		String key = row.get("idempotency_key", String.class);
		Instant createdAt = row.get("created_at", Instant.class);
		Instant changedAt = row.get("changed_at", Instant.class);
		return new Booking(row.get("id", UUID.class), row.get("owner_id", UUID.class),
				row.get("calendar_id", UUID.class), row.get("link_id", UUID.class), row.get("start_at", Instant.class),
				row.get("end_at", Instant.class), invitee,
				(key != null) ? new Idempotency(key, row.get("request_digest", String.class)) : null, createdAt,
				row.get("sequence", Integer.class), (changedAt != null) ? changedAt : createdAt, cancellation(row));
	}

	@SuppressWarnings("NullAway") // columns that are "not null" in the table
	private static @Nullable Cancellation cancellation(Readable row) {
		return "cancelled".equals(row.get("status", String.class))
				? new Cancellation("invitee".equals(row.get("cancelled_by", String.class)) ? By.INVITEE : By.OWNER,
						row.get("cancel_message", String.class), row.get("gave_back", Boolean.class))
				: null;
	}

}
