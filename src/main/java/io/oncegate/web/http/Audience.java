package io.oncegate.web.http;

/** Who an address is for, which decides how problems are reported to them. */
public enum Audience {

	/** Programs of invitees and of websites, wherever they run. */
	PROGRAMS,

	/** Programs of an owner. */
	OWNERS_PROGRAMS,

	/** People, on pages that no website may embed. */
	PEOPLE,

	/** People, on pages that a website may embed. */
	PEOPLE_IN_FRAMES,

	/** An owner, on the pages of the console. */
	OWNERS;

	/** Tells whether problems are reported as documents rather than pages. */
	public boolean isOfPrograms() {
		return this == PROGRAMS || this == OWNERS_PROGRAMS;
	}

}
