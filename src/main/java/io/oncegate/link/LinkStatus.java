package io.oncegate.link;

/** The states of a one-time link. */
public enum LinkStatus {

	/** May be booked with. */
	ACTIVE,

	/** Somebody is booking with it at this moment. */
	CLAIMED,

	/** Spent: there is a booking. */
	REDEEMED,

	/** Its date has passed. */
	EXPIRED,

	/** Revoked by the owner. */
	REVOKED

}
