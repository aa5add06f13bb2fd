package io.oncegate.booking;

/** What became of rescheduling a booking. */
public enum RescheduleOutcome {

	/** It has the new time. */
	RESCHEDULED,

	/** It stays as it was: every seat of the new time is taken. */
	SLOT_TAKEN,

	/** It stays as it was: that is not a time that the calendar offers. */
	SLOT_UNAVAILABLE,

	/** There is nothing to reschedule: the booking is cancelled. */
	CANCELLED,

	/** It stays as it was: the time that it has is past. */
	BEGUN

}
