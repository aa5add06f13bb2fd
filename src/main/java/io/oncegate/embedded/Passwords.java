package io.oncegate.embedded;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** Generates the passwords of the built-in stores. */
final class Passwords {

	private Passwords() {
	}

	/**
	 * 32 characters without special meaning in a configuration file, in SQL, or in a URL.
	 */
	static String fresh() {
		byte[] password = new byte[24];
		new SecureRandom().nextBytes(password);
		return Base64.getUrlEncoder().encodeToString(password);
	}

	/** A digest that identifies a password. */
	static String digest(String password) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(password.getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(digest);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
