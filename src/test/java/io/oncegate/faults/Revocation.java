package io.oncegate.faults;

/**
 * One request of the owner to revoke a link, and what came of it.
 *
 * @param answer what the owner heard
 */
record Revocation(String link, long sentAtMillis, long answeredAtMillis, Answer answer) {

	/** What an owner hears. */
	enum Answer {

		REVOKED, SPENT,

		/** The connection broke, or a store was away: it may be revoked. */
		UNKNOWN

	}

}
