package io.oncegate.booking;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * The outcome of one row of a batch.
 *
 * @param at when the statement that made its booking ran
 * @param fault why it failed
 */
record RowOutcome(Kind kind, @Nullable Instant at, @Nullable Throwable fault) {

	static RowOutcome committed(@Nullable Instant at) {
		return new RowOutcome(Kind.COMMITTED, at, null);
	}

	static RowOutcome refused(String kind) {
		return new RowOutcome(Kind.valueOf(kind), null, null);
	}

	static RowOutcome failed(Throwable fault) {
		return new RowOutcome(Kind.FAILED, null, fault);
	}

	/** The database returns the names of all but the first two. */
	enum Kind {

		/** The booking is made, and on disk. */
		COMMITTED,

		/** A fault of this row alone. */
		FAILED,

		/** There already is a booking, with the same link or under the same key. */
		BOOKED,

		/** Every seat is taken. */
		SLOT_TAKEN,

		/** The slot is past. */
		SLOT_UNAVAILABLE,

		/** The link's date has passed. */
		LINK_EXPIRED,

		/** The link was revoked. */
		LINK_REVOKED,

		/** The scheduling or permanent link is off. */
		UNSHARED,

		/** The calendar has changed. */
		CHANGED,

		/**
		 * Somebody else got the seat, or the calendar is being changed at this moment.
		 */
		AGAIN

	}

}
