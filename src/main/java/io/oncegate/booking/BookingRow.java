package io.oncegate.booking;

import java.time.Instant;
import java.util.UUID;

import io.r2dbc.spi.Readable;

/** Reads a row of the table {@code booking}. */
final class BookingRow {

	private BookingRow() {
	}

	@SuppressWarnings("NullAway") // columns that are "not null" in the table
	static Booking read(Readable row) {
		Invitee invitee = new Invitee(row.get("invitee_name", String.class), row.get("invitee_email", String.class),
				row.get("invitee_time_zone", String.class), row.get("notes", String.class));
		String key = row.get("idempotency_key", String.class);
		return new Booking(row.get("id", UUID.class), row.get("calendar_id", UUID.class),
				row.get("link_id", UUID.class), row.get("start_at", Instant.class), row.get("end_at", Instant.class),
				"confirmed".equals(row.get("status", String.class)), invitee,
				(key != null) ? new Idempotency(key, row.get("request_digest", String.class)) : null,
				row.get("created_at", Instant.class));
	}

}
