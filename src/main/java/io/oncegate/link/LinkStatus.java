package io.oncegate.link;

/** The states of a one-time link. */
public enum LinkStatus {

	/** Can be used to book. */
	ACTIVE,

	/** Somebody is booking with it at this moment. */
	CLAIMED,

	/** Spent: there is a booking. */
	REDEEMED,

	/** It has expired. */
	EXPIRED,

	/** Revoked by the owner. */
	REVOKED

}
