package io.oncegate.telemetry;

import java.util.Locale;

/** A possible outcome of a step, as named in the meters. */
public enum Outcome {

	REDEEMED, REPLAYED, LINK_REDEEMED, LINK_CLAIMED, LINK_UNKNOWN, LINK_EXPIRED, LINK_REVOKED, SLOT_TAKEN,
	SLOT_UNAVAILABLE, INVALID, OVERLOADED, UNAVAILABLE, UNKNOWN, GRANTED, HELD, EXPIRED, REVOKED, REFUSED_BEFORE,
	COMMITTED, ALREADY_BOOKED, UNSHARED, WRITTEN, DONE, NOT_HELD, ANSWERED, FAILED, ERROR;

	private final String label = name().toLowerCase(Locale.ROOT);

	/** Its value in a tag. */
	public String label() {
		return this.label;
	}

}
