package io.oncegate.claim;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

import io.oncegate.link.TokenHash;
import org.jspecify.annotations.Nullable;

/** How values are stored in Redis: in as few bytes as possible. */
final class Bytes {

	static final byte[] NONE = {};

	private Bytes() {
	}

	static byte[] of(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

	static byte[] of(@Nullable UUID id) {
		return (id == null) ? NONE
				: ByteBuffer.allocate(16)
					.putLong(id.getMostSignificantBits())
					.putLong(id.getLeastSignificantBits())
					.array();
	}

	/** A hash in the form of {@link TokenHash}. */
	static byte[] ofHash(@Nullable String hash) {
		return (hash == null) ? NONE : new TokenHash(hash).bytes();
	}

	static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.US_ASCII);
	}

	static UUID uuid(byte[] bytes) {
		if (bytes.length != 16) {
			throw new IllegalArgumentException("An id has 16 bytes");
		}
		ByteBuffer id = ByteBuffer.wrap(bytes);
		return new UUID(id.getLong(), id.getLong());
	}

	static String hash(byte[] bytes) {
		return TokenHash.of32(bytes).value();
	}

}
