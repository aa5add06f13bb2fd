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
 * Turns 16 bytes into a token that only this deployment can have made, and back.
 * <p>
 * A token is {@code key id (1 byte) | payload (16) | HMAC-SHA-256 of purpose, key id and
 * payload, cut to 16 bytes}, as 44 characters of base64url. The first key signs, every
 * key verifies, so that a key is rotated by putting a new one in front of it. A key's id
 * is computed from the key.
 */
public final class TokenSeal {

	private static final int PAYLOAD = 16;

	private static final int MAC = 16;

	private static final int TOKEN = 1 + PAYLOAD + MAC;

	private static final int CHARACTERS = TOKEN / 3 * 4;

	private final Map<Byte, Mac> keys = new LinkedHashMap<>();

	private final byte signingId;

	private final Mac signing;

	/**
	 * Creates a seal.
	 * @param keys at least one key, each of 32 bytes or more; the first signs
	 * @throws IllegalArgumentException if a key is too short, or two share an id
	 */
	public TokenSeal(List<byte[]> keys) {
		for (byte[] key : keys) {
			if (key.length < 32) {
				throw new IllegalArgumentException("a key has less than 32 bytes");
			}
			Mac mac = mac(key);
			byte id = mac.doFinal(new byte[0])[0];
			if (this.keys.putIfAbsent(id, mac) != null) {
				throw new IllegalArgumentException("two keys have the same id; generate another key");
			}
		}
		Map.Entry<Byte, Mac> first = this.keys.entrySet()
			.stream()
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("there is no key"));
		this.signingId = first.getKey();
		this.signing = first.getValue();
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
		System.arraycopy(sign(this.signing, purpose, token), 0, token, 1 + PAYLOAD, MAC);
		return Base64.getUrlEncoder().encodeToString(token);
	}

	/**
	 * Opens a token, with no I/O.
	 * @param purpose what the token has to be for
	 * @param token any text
	 * @return the payload, or empty if this deployment did not make the token
	 */
	Optional<byte[]> open(Purpose purpose, String token) {
		return decode(token).filter((bytes) -> isGenuine(purpose, bytes))
			.map((bytes) -> Arrays.copyOfRange(bytes, 1, 1 + PAYLOAD));
	}

	private boolean isGenuine(Purpose purpose, byte[] token) {
		Mac key = this.keys.get(token[0]);
		return key != null
				&& MessageDigest.isEqual(sign(key, purpose, token), Arrays.copyOfRange(token, 1 + PAYLOAD, TOKEN));
	}

	private static Optional<byte[]> decode(String token) {
		if (token.length() != CHARACTERS) {
			return Optional.empty();
		}
		try {
			return Optional.of(Base64.getUrlDecoder().decode(token)).filter((bytes) -> bytes.length == TOKEN);
		}
		catch (IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

	private static byte[] sign(Mac key, Purpose purpose, byte[] token) {
		try {
			// A Mac keeps state: each use gets a copy of the keyed one.
			Mac mac = (Mac) key.clone();
			mac.update(purpose.mark);
			mac.update(token, 0, 1 + PAYLOAD);
			return Arrays.copyOf(mac.doFinal(), MAC);
		}
		catch (CloneNotSupportedException ex) {
			throw new IllegalStateException(ex);
		}
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
