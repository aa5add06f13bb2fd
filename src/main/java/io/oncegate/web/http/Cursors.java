package io.oncegate.web.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.UUID;
import java.util.function.BiFunction;

import io.oncegate.calendar.Owner;
import org.jspecify.annotations.Nullable;

import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * The cursors of one list. A cursor is the position of an item and a checksum, in
 * base64url. The position is seconds (8 bytes), nanoseconds (4) and id (16); the checksum
 * is the first 8 bytes of the SHA-256 of the list and the position. A cursor of another
 * list, or of the same list with other filters, would silently skip items, so it is
 * refused. A cursor is no secret: it gives access to nothing.
 */
public final class Cursors {

	private static final int PLACE = 8 + 4 + 16;

	private static final int CHECK = 8;

	private final String sent;

	private final byte[] list;

	private Cursors(String sent, byte[] list) {
		this.sent = sent;
		this.list = list;
	}

	/**
	 * The cursors of the list that a request reads.
	 * @param owner whose list it is
	 * @param filters what the list is filtered by
	 */
	public static Cursors of(ServerRequest request, Owner owner, @Nullable Object... filters) {
		String list = owner.id() + " " + Route.of(request.exchange()).pattern() + " "
				+ request.pathVariables().getOrDefault("id", "").toLowerCase(Locale.ROOT) + " "
				+ Arrays.toString(filters);
		return new Cursors(request.queryParam("cursor").orElse(""), list.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Reads the position of the last item of the previous page, if the request has a
	 * cursor. Fails with a problem if the cursor is invalid.
	 */
	public <P> @Nullable P after(BiFunction<Instant, UUID, P> place) {
		if (this.sent.isEmpty()) {
			return null;
		}
		try {
			ByteBuffer cursor = ByteBuffer.wrap(Base64.getUrlDecoder().decode(this.sent));
			if (cursor.remaining() == PLACE + CHECK && Arrays.equals(cursor.array(), whole(cursor.array()))) {
				return place.apply(Times.checked(Instant.ofEpochSecond(cursor.getLong(), cursor.getInt())),
						new UUID(cursor.getLong(), cursor.getLong()));
			}
		}
		catch (IllegalArgumentException | DateTimeException ex) {
			// Not a cursor.
		}
		throw ProblemException.invalid("cursor",
				"must be the nextCursor of an earlier answer about the same list with the same filters");
	}

	/** Makes the cursor of an item's position. */
	public String at(Instant at, UUID id) {
		byte[] place = ByteBuffer.allocate(PLACE)
			.putLong(at.getEpochSecond())
			.putInt(at.getNano())
			.putLong(id.getMostSignificantBits())
			.putLong(id.getLeastSignificantBits())
			.array();
		return Base64.getUrlEncoder().withoutPadding().encodeToString(whole(place));
	}

	/** A position and its checksum. */
	private byte[] whole(byte[] place) {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			digest.update(this.list);
			digest.update(place, 0, PLACE);
			return ByteBuffer.allocate(PLACE + CHECK).put(place, 0, PLACE).put(digest.digest(), 0, CHECK).array();
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
