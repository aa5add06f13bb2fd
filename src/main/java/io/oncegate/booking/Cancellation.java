package io.oncegate.booking;

import org.jspecify.annotations.Nullable;

/**
 * How a booking was cancelled.
 *
 * @param message a word to the other side
 * @param gaveBack whether its one-time link was given back, and no longer belongs to it
 */
public record Cancellation(By by, @Nullable String message, boolean gaveBack) {

	/** Who cancelled it. */
	public enum By {

		/** Whoever booked. */
		INVITEE,

		/** The owner of the calendar. */
		OWNER

	}

}
