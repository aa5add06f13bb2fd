package io.oncegate.booking;

import java.util.Arrays;
import java.util.stream.Collectors;

import io.oncegate.link.TokenHash;
import org.jspecify.annotations.Nullable;

/**
 * Identifies a repeatable request: the same key with the same request gets the same
 * answer.
 *
 * @param key the hash of the client's {@code Idempotency-Key}
 * @param request the hash of the request
 */
public record Idempotency(String key, String request) {

	/**
	 * Identifies a request.
	 * @param parts the parts of the request, none containing the character U+0000
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
