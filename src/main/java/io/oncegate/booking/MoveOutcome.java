package io.oncegate.booking;

/** What became of moving a booking. */
public sealed interface MoveOutcome {

	/** It has the new time. */
	record Moved(Booking booking) implements MoveOutcome {

	}

	/** It stays as it was. */
	enum Refused implements MoveOutcome {

		/** Every seat of the new time is taken. */
		SLOT_TAKEN,

		/** It is not a time that the calendar offers. */
		SLOT_UNAVAILABLE,

		/** The booking is cancelled. */
		CANCELLED,

		/** The time that it has is past. */
		BEGUN

	}

}
