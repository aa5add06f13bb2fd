package io.oncegate.faults;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * One request to book, and what came of it.
 * <p>
 * A request that is sent again, with the same key and body, is another attempt with the
 * same id.
 *
 * @param id travels as the invitee's e-mail address, so that a booking names the attempt
 * that made it
 * @param link the token of the link, or {@link #NO_LINK}
 * @param key the idempotency key
 * @param bookingId the booking that the answer names
 */
public record Attempt(String id, String link, Instant start, String key, long sentAtMillis, long answeredAtMillis,
		Answer answer, @Nullable String bookingId) {

	/** Of those who try the calendar's own addresses. */
	static final String NO_LINK = "";

}
