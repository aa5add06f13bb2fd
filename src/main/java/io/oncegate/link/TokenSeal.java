package io.oncegate.link;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns 16 bytes into a token that only this deployment can have made, and back.
 * <p>
 * A token is {@code key id (1 byte) | payload (16) | HMAC-SHA-256 of purpose, key id and
 * payload, of which 16 bytes}, as 44 characters of base64url. The first key signs, every
 * key verifies, so that a key is rotated by putting a new one in front of it. A key's id
 * is computed from the key.
 * <p>
 * Mail programs end a link before {@code -} and {@code _}, so no token begins or ends
 * with one: a key's id is the first byte of what it is computed from that begins a token
 * well, and the 16 bytes are the first in a row that end it well. Tokens that were made
 * before this rule, from the first bytes of both, are good.
 */
public final class TokenSeal {

	private static final int PAYLOAD = 16;

	private static final int MAC = 16;

	private static final int TOKEN = 1 + PAYLOAD + MAC;

	/** How long a token is. */
	static final int CHARACTERS = TOKEN / 3 * 4;

	/** From this one on, a digit of base64url is no letter or number. */
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
	 * @param token any text; what follows a whole token is not looked at
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
	 * Where the bytes begin that end a token well; there are none once in 10^25 times.
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

	/** What a token is for; a token for one purpose is refused for another. */
	enum Purpose {

		/** Opens a one-time link. */
		LINK(0),

		/** Opens the confirmation of a booking. */
		BOOKING(1),

		/** Opens the bookings of a calendar, to be subscribed to. */
		FEED(2);

		/** Part of every token of this purpose, so never to be changed. */
		private final byte mark;

		Purpose(int mark) {
			this.mark = (byte) mark;
		}

	}

}
