package io.oncegate.web.http;

import org.springframework.http.HttpMethod;

/** What kind of work a route is, by which it is bounded. */
public enum Kind {

	/** Something is shown. */
	OPENING,

	/** A page says that it was opened; nothing is waited for. */
	NOTE,

	/** An owner gets rows, by the million if there are as many. */
	EXPORT,

	/** Somebody who has no key wants to book, to change a booking, or to sign in. */
	ATTEMPT,

	/** An owner changes something. */
	CHANGE,

	/** An owner changes the links of a campaign, millions at most. */
	CAMPAIGN,

	/** An owner sends rows, and gets their links, for as long as they come. */
	UPLOAD,

	/** An owner sends a form with a file. */
	UPLOADED_FORM;

	/** The kind of a request that is not served. */
	public static Kind ofUnserved(HttpMethod method) {
		return (method == HttpMethod.GET || method == HttpMethod.HEAD || method == HttpMethod.OPTIONS) ? OPENING
				: ATTEMPT;
	}

}
