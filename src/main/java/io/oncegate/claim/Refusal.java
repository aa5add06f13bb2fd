package io.oncegate.claim;

/** Why an attempt was refused for good, so that the same request is told the same. */
public enum Refusal {

	/** The time went to somebody else. */
	SLOT_TAKEN,

	/** It is not a time of the calendar. */
	SLOT_UNAVAILABLE

}
