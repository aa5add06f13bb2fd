package io.oncegate.redemption;

/** The laws whose violations can be detected in the stores. */
enum Law {

	/** A one-time link has at most one confirmed booking. */
	ONE_BOOKING_PER_LINK,

	/** A confirmed booking exists. */
	CONFIRMATION_DURABLE,

	/** A slot has at most as many confirmed bookings as seats. */
	NO_OVERBOOKING,

	/**
	 * A one-time link opens one booking and nothing else, and none once it is revoked.
	 */
	NOTHING_ELSE_OPENED

}
