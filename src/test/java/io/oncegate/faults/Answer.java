package io.oncegate.faults;

/** What a client heard of its request to book. */
public enum Answer {

	BOOKED, LINK_REDEEMED, LINK_CLAIMED, LINK_UNKNOWN, LINK_EXPIRED, LINK_REVOKED, SLOT_TAKEN, SLOT_UNAVAILABLE,

	/** The same request is being worked on: it may be booking. */
	KEY_IN_FLIGHT,

	/** The calendar is not open to whoever has no link of it. */
	NOT_FOUND,

	KEY_REUSED, OVERLOADED, STORE_UNAVAILABLE, OUTCOME_UNKNOWN,

	/** The connection broke, the answer took too long, or the client left. */
	NONE,

	/** An answer that the gateway should not give. */
	OTHER;

	/** Tells whether this is a refusal: the request made no booking. */
	public boolean definitelyNotBooked() {
		return switch (this) {
			case LINK_REDEEMED, LINK_CLAIMED, LINK_UNKNOWN, LINK_EXPIRED, LINK_REVOKED, SLOT_TAKEN, SLOT_UNAVAILABLE,
					NOT_FOUND, KEY_REUSED, OVERLOADED, STORE_UNAVAILABLE ->
				true;
			case BOOKED, KEY_IN_FLIGHT, OUTCOME_UNKNOWN, NONE, OTHER -> false;
		};
	}

	/** Tells whether this is the end of it: the same request will be told the same. */
	public boolean isFinal() {
		return this == BOOKED
				|| definitelyNotBooked() && this != LINK_CLAIMED && this != OVERLOADED && this != STORE_UNAVAILABLE;
	}

	/** Tells whether a client with this answer must reckon with a booking. */
	public boolean leavesOpen() {
		return this == OUTCOME_UNKNOWN || this == NONE || this == KEY_IN_FLIGHT;
	}

}
