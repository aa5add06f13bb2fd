package io.oncegate.booking;

import java.util.Arrays;
import java.util.stream.Collectors;

import io.oncegate.link.TokenHash;
import org.jspecify.annotations.Nullable;

/**
 * The mark of a request that may be repeated: the same key with the same request gets the
 * same answer.
 *
 * @param key the hash of the client's {@code Idempotency-Key}
 * @param request the hash of what was asked for
 */
public record Idempotency(String key, String request) {

	/**
	 * Marks a request.
	 * @param parts what is asked for, none of it with the character U+0000
	 */
	public static Idempotency of(String key, @Nullable Object... parts) {
		String request = Arrays.stream(parts).map(String::valueOf).collect(Collectors.joining("\0"));
		return new Idempotency(TokenHash.of(key).value(), TokenHash.of(request).value());
	}

	/** Tells whether the other has the same key. */
	public boolean sameKey(Idempotency other) {
		return this.key.equals(other.key);
	}

}
