package io.oncegate.redemption;

/** The laws whose violations can be seen in the stores. */
enum Law {

	/** A one-time link has at most one confirmed booking. */
	ONE_BOOKING_PER_LINK,

	/** A booking that was confirmed is there. */
	CONFIRMATION_DURABLE,

	/** A time has at most as many confirmed bookings as seats. */
	NO_OVERBOOKING,

	/**
	 * A one-time link opens one booking and nothing else, and none once it is revoked.
	 */
	NOTHING_ELSE_OPENED

}
