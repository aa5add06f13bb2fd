package io.oncegate.calendar;

import java.security.SecureRandom;
import java.util.Base64;

/** Generates API keys: {@code og_} and 192 random bits as base64url. */
public final class ApiKey {

	private static final SecureRandom RANDOM = new SecureRandom();

	private ApiKey() {
	}

	/** Generates a unique key. */
	public static String fresh() {
		byte[] key = new byte[24];
		RANDOM.nextBytes(key);
		return "og_" + Base64.getUrlEncoder().encodeToString(key);
	}

}
