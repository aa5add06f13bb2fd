package io.oncegate.claim;

/**
 * Why an attempt was definitively refused, so that a repeated request gets the same
 * answer.
 */
public enum Refusal {

	/** The slot was taken by somebody else. */
	SLOT_TAKEN,

	/** It is not a slot of the calendar. */
	SLOT_UNAVAILABLE

}
