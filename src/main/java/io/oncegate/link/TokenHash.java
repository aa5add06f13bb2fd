package io.oncegate.link;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The SHA-256 of a secret: all that is stored of it.
 *
 * @param value 32 bytes as base64url without padding (43 characters)
 */
public record TokenHash(String value) {

	/** Looking one up costs as much as comparing it. */
	private static final ThreadLocal<MessageDigest> DIGEST = ThreadLocal.withInitial(TokenHash::digest);

	private static MessageDigest digest() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public static TokenHash of(byte[] secret) {
		return of32(DIGEST.get().digest(secret));
	}

	public static TokenHash of(String secret) {
		return of(secret.getBytes(StandardCharsets.UTF_8));
	}

	public static TokenHash of32(byte[] hash) {
		return new TokenHash(Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
	}

	public byte[] bytes() {
		return Base64.getUrlDecoder().decode(this.value);
	}

}
