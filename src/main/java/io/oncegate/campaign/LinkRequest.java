package io.oncegate.campaign;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Somebody asks for a new link, as theirs no longer works.
 *
 * @param linkId the link that no longer works
 */
public record LinkRequest(UUID id, UUID linkId, UUID calendarId, String name, String email, @Nullable String note,
		Status status, Instant createdAt) {

	/** What the owner has said to it. */
	public enum Status {

		/** Nothing yet. */
		OPEN,

		/** Yes: the address that was given to whoever asked is a link now. */
		GRANTED,

		/** No. */
		DECLINED

	}

}
