package io.oncegate.link;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.UUID;

import io.oncegate.link.TokenSeal.Purpose;

/**
 * Makes and reads the secrets in links. Anything after a complete one is ignored, because
 * email programs include full stops and brackets in a link.
 */
public final class Tokens {

	/** The length of each of them. */
	public static final int LENGTH = TokenSeal.CHARACTERS;

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
	 * @param text the text in the URL
	 * @return the token, or empty if it was made up or mangled
	 */
	public Optional<LinkToken> linkToken(String text) {
		return this.seal.open(Purpose.LINK, text)
			.map((secret) -> new LinkToken(text.substring(0, LENGTH), TokenHash.of(secret)));
	}

	/**
	 * Makes the token that opens a booking's confirmation; always the same for a booking.
	 */
	public String manageToken(UUID bookingId) {
		return seal(Purpose.BOOKING, bookingId);
	}

	/**
	 * Reads the token of a confirmation.
	 * @param text the text in the URL
	 * @return the booking, or empty if the token was made up or mangled
	 */
	public Optional<UUID> bookingId(String text) {
		return open(Purpose.BOOKING, text);
	}

	/**
	 * Makes the token of a feed of a calendar's bookings; always the same for a feed.
	 */
	public String feedToken(UUID feedId) {
		return seal(Purpose.FEED, feedId);
	}

	/**
	 * Reads the token of a feed.
	 * @param text the text in the URL
	 * @return the feed, or empty if the token was made up or mangled
	 */
	public Optional<UUID> feedId(String text) {
		return open(Purpose.FEED, text);
	}

	private String seal(Purpose purpose, UUID id) {
		return this.seal.seal(purpose,
				ByteBuffer.allocate(16)
					.putLong(id.getMostSignificantBits())
					.putLong(id.getLeastSignificantBits())
					.array());
	}

	private Optional<UUID> open(Purpose purpose, String text) {
		return this.seal.open(purpose, text).map(ByteBuffer::wrap).map((id) -> new UUID(id.getLong(), id.getLong()));
	}

}
