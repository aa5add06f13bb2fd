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
				throw new IllegalArgumentException("a key has less than 32 bytes");
			}
			Mac first = mac(key);
			byte[] digest = first.doFinal(new byte[0]);
			// A Mac keeps state, and to make one costs more than to use it.
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
	 * @param token any text; what follows a whole token is not looked at
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
