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
 * The cursors of one list. Each is the place of an item, {@code seconds (8 bytes) |
 * nanoseconds (4) | id (16)}, and the first 8 bytes of a SHA-256 of the list and the
 * place, in base64url: a cursor of another list, or of the same with another filter,
 * would skip items in silence, and is refused. It is no secret: a place opens nothing.
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
	 * @param filters what is asked to be in it
	 */
	public static Cursors of(ServerRequest request, Owner owner, @Nullable Object... filters) {
		String list = owner.id() + " " + Route.of(request.exchange()).pattern() + " "
				+ request.pathVariables().getOrDefault("id", "").toLowerCase(Locale.ROOT) + " "
				+ Arrays.toString(filters);
		return new Cursors(request.queryParam("cursor").orElse(""), list.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Reads the place of the last item of the page before, if the request names one, or
	 * fails with a problem.
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
			// It is none.
		}
		throw ProblemException.invalid("cursor",
				"must be the nextCursor of an earlier answer about the same list with the same filters");
	}

	/** The cursor of an item's place. */
	public String at(Instant at, UUID id) {
		byte[] place = ByteBuffer.allocate(PLACE)
			.putLong(at.getEpochSecond())
			.putInt(at.getNano())
			.putLong(id.getMostSignificantBits())
			.putLong(id.getLeastSignificantBits())
			.array();
		return Base64.getUrlEncoder().withoutPadding().encodeToString(whole(place));
	}

	/** A place and its check. */
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
