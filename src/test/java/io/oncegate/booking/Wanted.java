package io.oncegate.booking;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.Slot;
import io.oncegate.support.Owners;
import org.jspecify.annotations.Nullable;

/** Bookings that tests want to be made. */
final class Wanted {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private Wanted() {
	}

	/**
	 * A booking of the n-th time.
	 * @param link the one-time link, or null to book by the scheduling link
	 */
	static NewBooking booking(Calendar calendar, @Nullable UUID link, int time) {
		return booking(calendar, link, Owners.time(calendar, time));
	}

	static NewBooking booking(Calendar calendar, @Nullable UUID link, Instant start) {
		return booking(calendar, link, "Ada", start, Deadline.in(PATIENCE));
	}

	static NewBooking booking(Calendar calendar, @Nullable UUID link, String name, Instant start, Deadline deadline) {
		return new NewBooking(UUID.randomUUID(), calendar.id(), link, calendar.slug(),
				BookingRequest.of(start, new Invitee(name, "ada@example.com", null, null), null), deadline);
	}

	/** A booking on its way into the database. */
	static CommitRow row(Calendar calendar, @Nullable UUID link, int time) {
		return row(calendar, link, Owners.time(calendar, time));
	}

	static CommitRow row(Calendar calendar, @Nullable UUID link, Instant start) {
		return new CommitRow(booking(calendar, link, start), calendar,
				new Slot(start, start.plus(calendar.schedule().duration())));
	}

}
