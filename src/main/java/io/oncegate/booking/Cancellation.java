package io.oncegate.booking;

import org.jspecify.annotations.Nullable;

/**
 * How a booking was cancelled.
 *
 * @param message a message to the other party
 * @param gaveBack whether its one-time link was released, and no longer belongs to it
 */
public record Cancellation(By by, @Nullable String message, boolean gaveBack) {

	/** Who cancelled it. */
	public enum By {

		/** The invitee. */
		INVITEE,

		/** The owner of the calendar. */
		OWNER

	}

}
