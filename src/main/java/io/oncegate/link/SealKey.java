package io.oncegate.link;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A key of a {@link TokenSeal}; its id is computed from it. */
final class SealKey {

	private final ThreadLocal<Mac> macs;

	private final byte[] digest;

	/**
	 * Creates a key.
	 * @param secret 32 bytes or more
	 * @throws IllegalArgumentException if it is too short
	 */
	SealKey(byte[] secret) {
		if (secret.length < 32) {
			throw new IllegalArgumentException("a key has fewer than 32 bytes");
		}
		Mac first = mac(secret);
		this.digest = first.doFinal(new byte[0]);
		// A Mac keeps state, and to make one costs more than to use it.
		this.macs = ThreadLocal.withInitial(() -> copy(first));
	}

	private static Mac mac(byte[] secret) {
		try {
			Mac mac = Mac.getInstance("HmacSHA256");
			mac.init(new SecretKeySpec(secret, "HmacSHA256"));
			return mac;
		}
		catch (NoSuchAlgorithmException | InvalidKeyException ex) {
			throw new IllegalStateException(ex);
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

	/** The first byte of what the id is computed from that begins a token well. */
	byte id() {
		for (byte candidate : this.digest) {
			if ((candidate & 0xFF) >>> 2 < TokenSeal.DASH) {
				return candidate;
			}
		}
		return this.digest[0];
	}

	/** The id in tokens that were made before one had to begin a token well. */
	byte firstId() {
		return this.digest[0];
	}

	/** Signs a mark and the first bytes of a token. */
	byte[] sign(byte mark, byte[] token, int length) {
		Mac mac = this.macs.get();
		mac.update(mark);
		mac.update(token, 0, length);
		return mac.doFinal();
	}

}
