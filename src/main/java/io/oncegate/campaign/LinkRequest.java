package io.oncegate.campaign;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A request for a new link to replace one that no longer works.
 *
 * @param linkId the link that no longer works
 */
public record LinkRequest(UUID id, UUID linkId, UUID calendarId, String name, String email, @Nullable String note,
		Status status, Instant createdAt) {

	/** The owner's decision. */
	public enum Status {

		/** None yet. */
		OPEN,

		/** Granted: the address given to the requester is now a link. */
		GRANTED,

		/** Declined. */
		DECLINED

	}

}
