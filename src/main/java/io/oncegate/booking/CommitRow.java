package io.oncegate.booking;

import java.time.Instant;
import java.util.UUID;

import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.Slot;

/**
 * A booking on its way into the database.
 *
 * @param calendar the calendar as it was when it offered the slot
 */
record CommitRow(NewBooking booking, Calendar calendar, Slot slot) {

	/** Whose calendar it is. */
	UUID ownerId() {
		return this.calendar.owner().id();
	}

	/** Tells whether it is too late to send it. */
	boolean isLate() {
		return this.booking.deadline().hasPassed();
	}

	/** The booking, once it is committed. */
	Booking madeAt(Instant createdAt) {
		return Booking.made(this.booking.id(), ownerId(), this.booking.calendarId(), this.booking.linkId(),
				this.slot.start(), this.slot.end(), this.booking.request().invitee(),
				this.booking.request().idempotency(), createdAt);
	}

}
