package io.oncegate.booking;

import io.oncegate.calendar.Calendar;

/**
 * The outcome of a commit. A fault is an error: {@link OutcomeUnknownException} if the
 * booking may exist, any other if it does not.
 */
public sealed interface CommitOutcome {

	/** The booking is made, and on disk. */
	record Committed(Booking booking, Calendar calendar) implements CommitOutcome {

	}

	/** There already was a booking: with the same link, or under the same key. */
	record AlreadyBooked(Booking booking) implements CommitOutcome {

	}

	/** Not committed, and nothing was changed. */
	enum Refused implements CommitOutcome {

		/** Every seat of the slot is taken. */
		SLOT_TAKEN,

		/** It is not a slot that the calendar offers. */
		SLOT_UNAVAILABLE,

		/** The link's date has passed. */
		LINK_EXPIRED,

		/** The owner has revoked the link, or removed the calendar. */
		LINK_REVOKED,

		/** The scheduling or permanent link is off. */
		UNSHARED

	}

}
