package io.oncegate.link;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
	static final int DASH = 62;

	private final Map<Byte, SealKey> keys = new HashMap<>();

	private final SealKey signing;

	/**
	 * Creates a seal.
	 * @param keys at least one key, each of 32 bytes or more; the first signs
	 * @throws IllegalArgumentException if a key is too short, or two share an id
	 */
	public TokenSeal(List<byte[]> keys) {
		List<SealKey> all = keys.stream().map(SealKey::new).toList();
		if (all.isEmpty()) {
			throw new IllegalArgumentException("there is no key");
		}
		for (SealKey key : all) {
			if (this.keys.putIfAbsent(key.id(), key) != null) {
				throw new IllegalArgumentException("two keys have the same id; generate another key");
			}
		}
		all.forEach((key) -> this.keys.putIfAbsent(key.firstId(), key));
		this.signing = all.get(0);
	}

	/**
	 * Seals a payload.
	 * @param purpose what the token is for
	 * @param payload 16 bytes
	 * @return the token
	 */
	String seal(Purpose purpose, byte[] payload) {
		byte[] token = new byte[TOKEN];
		token[0] = this.signing.id();
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
		SealKey key = this.keys.get(token[0]);
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

	private static byte[] sign(SealKey key, Purpose purpose, byte[] token) {
		return key.sign(purpose.mark, token, 1 + PAYLOAD);
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
