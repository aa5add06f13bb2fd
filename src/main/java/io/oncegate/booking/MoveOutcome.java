package io.oncegate.booking;

/** What became of moving a booking. */
public enum MoveOutcome {

	/** It has the new time. */
	MOVED,

	/** It stays as it was: every seat of the new time is taken. */
	SLOT_TAKEN,

	/** It stays as it was: that is not a time that the calendar offers. */
	SLOT_UNAVAILABLE,

	/** There is nothing to move: the booking is cancelled. */
	CANCELLED,

	/** It stays as it was: the time that it has is past. */
	BEGUN

}
