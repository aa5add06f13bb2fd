package io.oncegate.booking;

import io.oncegate.link.TokenHash;

/**
 * The mark of a request that may be repeated: the same key with the same request gets the
 * same answer.
 *
 * @param key the hash of the client's {@code Idempotency-Key}
 * @param request the hash of what was asked for
 */
public record Idempotency(String key, String request) {

	/** Marks a request. */
	public static Idempotency of(String key, Object request) {
		return new Idempotency(TokenHash.of(key).value(), TokenHash.of(request.toString()).value());
	}

	/** Tells whether the other has the same key. */
	public boolean sameKey(Idempotency other) {
		return this.key.equals(other.key);
	}

}
