package io.oncegate.gatling;

import io.gatling.javaapi.core.Session;

/**
 * The answer to a request.
 *
 * @param status the HTTP status, or 0 if there was no answer, because the connection
 * broke or the request timed out
 * @param problem the name of the problem, like link-redeemed, or empty
 * @param bookingId the booking made, or empty
 */
record Answer(int status, String problem, String bookingId) {

	static final String STATUS = "status";

	static final String PROBLEM = "problem";

	static final String BOOKING = "bookingId";

	static Session forget(Session session) {
		return session.removeAll(STATUS, PROBLEM, BOOKING);
	}

	static Answer of(Session session) {
		String type = text(session, PROBLEM);
		return new Answer(session.contains(STATUS) ? session.getInt(STATUS) : 0,
				type.substring(type.lastIndexOf('/') + 1), text(session, BOOKING));
	}

	private static String text(Session session, String name) {
		return session.contains(name) ? session.getString(name) : "";
	}

	boolean isBooked() {
		return this.status == 201;
	}

	/** Tells whether the outcome stays unknown. */
	boolean leavesOpen() {
		return this.status == 0 || is("outcome-unknown") || is("idempotency-key-in-flight")
				|| (this.status >= 500 && this.status != 503);
	}

	/** Tells whether it asks to try again. */
	boolean isForNow() {
		return this.status == 503 || is("idempotency-key-in-flight") || leavesOpen();
	}

	boolean is(String problem) {
		return this.problem.equals(problem);
	}

	@Override
	public String toString() {
		return (this.status == 0) ? "no answer" : (this.status + " " + this.problem).trim();
	}

}
