package io.oncegate.web.http;

/** Whom an address is for, and so how they are told of a problem. */
public enum Audience {

	/** Programs of invitees and of web sites, wherever they run. */
	PROGRAMS,

	/** Programs of an owner. */
	OWNERS_PROGRAMS,

	/** People, on pages that no web site may show in a frame. */
	PEOPLE,

	/** People, on pages that a web site may show in a frame. */
	PEOPLE_IN_FRAMES,

	/** An owner, on the pages of the console. */
	OWNERS;

	/** Tells whether a problem is a document rather than a page. */
	public boolean isOfPrograms() {
		return this == PROGRAMS || this == OWNERS_PROGRAMS;
	}

}
