package io.oncegate.redemption;

import java.time.Duration;
import java.util.UUID;

import io.oncegate.booking.Booking;
import io.oncegate.calendar.Calendar;
import org.jspecify.annotations.Nullable;

/** The outcome of a redemption. A fault is an error. */
public sealed interface RedemptionOutcome {

	/**
	 * There is a booking.
	 *
	 * @param replayed whether an earlier attempt of the same request made it
	 */
	record Redeemed(Booking booking, Calendar calendar, boolean replayed) implements RedemptionOutcome {

	}

	/**
	 * There is no booking.
	 *
	 * @param calendarId the calendar of a link that no longer works
	 * @param retryAfter when to retry, if that may help
	 */
	record Refused(Reason reason, @Nullable UUID calendarId,
			@Nullable Duration retryAfter) implements RedemptionOutcome {

		static Refused of(Reason reason) {
			return new Refused(reason, null, null);
		}

	}

	/** Why there is none. */
	enum Reason {

		/** No such link. */
		LINK_UNKNOWN,

		/** The link is spent. */
		LINK_REDEEMED,

		/** The link's date has passed. */
		LINK_EXPIRED,

		/** The link was revoked. */
		LINK_REVOKED,

		/** The scheduling or permanent link is off. */
		UNSHARED,

		/** Somebody else is booking with the link at this moment. */
		LINK_CLAIMED,

		/** The slot was taken by another invitee. */
		SLOT_TAKEN,

		/** It is not a slot of the calendar. */
		SLOT_UNAVAILABLE,

		/** The idempotency key was used for another request. */
		KEY_REUSED,

		/** The same request is still in flight. */
		KEY_IN_FLIGHT

	}

}
