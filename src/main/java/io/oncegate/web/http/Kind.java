package io.oncegate.web.http;

import org.springframework.http.HttpMethod;

/** The kind of work that a route does, which decides its limits. */
public enum Kind {

	/** Shows something. */
	OPENING,

	/** A page reports that it was opened, and does not wait for the answer. */
	NOTE,

	/** An owner downloads rows, possibly millions. */
	EXPORT,

	/** Somebody without a key tries to book, to change a booking, or to sign in. */
	ATTEMPT,

	/** An owner changes something. */
	CHANGE,

	/** An owner changes the links of a campaign, millions at most. */
	CAMPAIGN,

	/** An owner uploads rows, and receives their links, for as long as it takes. */
	UPLOAD,

	/** An owner sends a form with a file. */
	UPLOADED_FORM;

	/** The kind of a request with a method or an address that is not served. */
	public static Kind ofUnserved(HttpMethod method) {
		return (method == HttpMethod.GET || method == HttpMethod.HEAD || method == HttpMethod.OPTIONS) ? OPENING
				: ATTEMPT;
	}

}
