package io.oncegate.link;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.UUID;

import io.oncegate.link.TokenSeal.Purpose;

/** Makes and reads the secrets that stand in links. */
public final class Tokens {

	private final SecureRandom random = new SecureRandom();

	private final TokenSeal seal;

	public Tokens(TokenSeal seal) {
		this.seal = seal;
	}

	/** Makes a token of 128 random bits for a new one-time link. */
	public LinkToken newLinkToken() {
		byte[] secret = new byte[16];
		this.random.nextBytes(secret);
		return new LinkToken(this.seal.seal(Purpose.LINK, secret), TokenHash.of(secret));
	}

	/**
	 * Reads the token of a one-time link.
	 * @param text what stood in the address
	 * @return the token, or empty if it was made up or mangled
	 */
	public Optional<LinkToken> linkToken(String text) {
		return this.seal.open(Purpose.LINK, text).map((secret) -> new LinkToken(text, TokenHash.of(secret)));
	}

	/**
	 * Makes the token that opens a booking's confirmation; the same for a booking each
	 * time.
	 */
	public String manageToken(UUID bookingId) {
		return this.seal.seal(Purpose.BOOKING,
				ByteBuffer.allocate(16)
					.putLong(bookingId.getMostSignificantBits())
					.putLong(bookingId.getLeastSignificantBits())
					.array());
	}

	/**
	 * Reads the token of a confirmation.
	 * @param text what stood in the address
	 * @return the booking, or empty if the token was made up or mangled
	 */
	public Optional<UUID> bookingId(String text) {
		return this.seal.open(Purpose.BOOKING, text)
			.map(ByteBuffer::wrap)
			.map((id) -> new UUID(id.getLong(), id.getLong()));
	}

}
