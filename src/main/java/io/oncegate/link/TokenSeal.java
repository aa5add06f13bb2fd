package io.oncegate.link;

import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Converts 16 bytes to a token that only this deployment can make, and back.
 * <p>
 * A token is
 * {@code key id (1 byte) | payload (16) | 16 bytes of the HMAC-SHA-256 of purpose, key id and payload},
 * as 44 characters of base64url. The first key signs, every key verifies, so a key is
 * rotated by putting a new one in front of it. A key's id is computed from the key.
 * <p>
 * Email programs cut a link off before {@code -} and {@code _}, so no token begins or
 * ends with one: a key's id is the first byte of its digest that gives a token a valid
 * beginning, and the 16 bytes of the HMAC are the first run that gives it a valid end.
 * Tokens made before this rule, from the first bytes of both, are still valid.
 */
public final class TokenSeal {

	private static final int PAYLOAD = 16;

	private static final int MAC = 16;

	private static final int TOKEN = 1 + PAYLOAD + MAC;

	/** The length of a token. */
	static final int CHARACTERS = TOKEN / 3 * 4;

	/** From this value on, a base64url digit is neither a letter nor a number. */
	private static final int DASH = 62;

	private final Map<Byte, ThreadLocal<Mac>> keys = new LinkedHashMap<>();

	private final byte signingId;

	private final ThreadLocal<Mac> signing;

	/**
	 * Creates a seal.
	 * @param keys at least one key, each of 32 bytes or more; the first signs
	 * @throws IllegalArgumentException if a key is too short, or two share an id
	 */
	public TokenSeal(List<byte[]> keys) {
		Map<Byte, ThreadLocal<Mac>> before = new LinkedHashMap<>();
		for (byte[] key : keys) {
			if (key.length < 32) {
				throw new IllegalArgumentException("a key has fewer than 32 bytes");
			}
			Mac first = mac(key);
			byte[] digest = first.doFinal(new byte[0]);
			// A Mac has state, and creating one costs more than using it.
			ThreadLocal<Mac> mac = ThreadLocal.withInitial(() -> copy(first));
			if (this.keys.putIfAbsent(id(digest), mac) != null) {
				throw new IllegalArgumentException("two keys have the same id; generate another key");
			}
			before.putIfAbsent(digest[0], mac);
		}
		before.forEach(this.keys::putIfAbsent);
		Map.Entry<Byte, ThreadLocal<Mac>> first = this.keys.entrySet()
			.stream()
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("there is no key"));
		this.signingId = first.getKey();
		this.signing = first.getValue();
	}

	private static byte id(byte[] digest) {
		for (byte candidate : digest) {
			if ((candidate & 0xFF) >>> 2 < DASH) {
				return candidate;
			}
		}
		return digest[0];
	}

	private static Mac mac(byte[] key) {
		try {
			Mac mac = Mac.getInstance("HmacSHA256");
			mac.init(new SecretKeySpec(key, "HmacSHA256"));
			return mac;
		}
		catch (NoSuchAlgorithmException | InvalidKeyException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Seals a payload.
	 * @param purpose what the token is for
	 * @param payload 16 bytes
	 * @return the token
	 */
	String seal(Purpose purpose, byte[] payload) {
		byte[] token = new byte[TOKEN];
		token[0] = this.signingId;
		System.arraycopy(payload, 0, token, 1, PAYLOAD);
		byte[] digest = sign(this.signing, purpose, token);
		System.arraycopy(digest, from(digest), token, 1 + PAYLOAD, MAC);
		return Base64.getUrlEncoder().encodeToString(token);
	}

	/**
	 * Opens a token, with no I/O.
	 * @param purpose what the token has to be for
	 * @param token any text; anything after a complete token is ignored
	 * @return the payload, or empty if this deployment did not make the token
	 */
	Optional<byte[]> open(Purpose purpose, String token) {
		return decode(token).filter((bytes) -> isGenuine(purpose, bytes))
			.map((bytes) -> Arrays.copyOfRange(bytes, 1, 1 + PAYLOAD));
	}

	private boolean isGenuine(Purpose purpose, byte[] token) {
		ThreadLocal<Mac> key = this.keys.get(token[0]);
		if (key == null) {
			return false;
		}
		byte[] digest = sign(key, purpose, token);
		byte[] mac = Arrays.copyOfRange(token, 1 + PAYLOAD, TOKEN);
		int from = from(digest);
		return isEqual(digest, from, mac) || from != 0 && isEqual(digest, 0, mac);
	}

	private static boolean isEqual(byte[] digest, int from, byte[] mac) {
		return MessageDigest.isEqual(Arrays.copyOfRange(digest, from, from + MAC), mac);
	}

	/**
	 * The start of the bytes that give a token a valid end; there are none once in 10^25
	 * times.
	 */
	private static int from(byte[] digest) {
		for (int end = MAC; end <= digest.length; end++) {
			if ((digest[end - 1] & 0x3F) < DASH) {
				return end - MAC;
			}
		}
		return 0;
	}

	private static Optional<byte[]> decode(String token) {
		if (token.length() < CHARACTERS) {
			return Optional.empty();
		}
		try {
			return Optional.of(Base64.getUrlDecoder().decode(token.substring(0, CHARACTERS)))
				.filter((bytes) -> bytes.length == TOKEN);
		}
		catch (IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

	private static Mac copy(Mac mac) {
		try {
			return (Mac) mac.clone();
		}
		catch (CloneNotSupportedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static byte[] sign(ThreadLocal<Mac> key, Purpose purpose, byte[] token) {
		Mac mac = key.get();
		mac.update(purpose.mark);
		mac.update(token, 0, 1 + PAYLOAD);
		return mac.doFinal();
	}

	/** The purpose of a token; a token for one purpose is refused for another. */
	enum Purpose {

		/** Opens a one-time link. */
		LINK(0),

		/** Opens the confirmation of a booking. */
		BOOKING(1),

		/** Opens the feed of a calendar's bookings. */
		FEED(2);

		/** Part of every token of this purpose, so it must never change. */
		private final byte mark;

		Purpose(int mark) {
			this.mark = (byte) mark;
		}

	}

}
