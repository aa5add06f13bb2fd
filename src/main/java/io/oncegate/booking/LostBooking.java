package io.oncegate.booking;

import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;

import io.oncegate.link.Recipient;

/**
 * A booking that was confirmed and is lost.
 *
 * @param recipient the person its link is for
 * @param link what has become of its link
 */
public record LostBooking(UUID id, String calendar, ZoneId zone, UUID linkId, Recipient recipient, Instant foundAt,
		Link link) {

	/** What has become of the link of a lost booking. */
	public enum Link {

		/** It can be used again. */
		ACTIVE,

		/** It was revoked. */
		REVOKED,

		/** It was used again, before the loss was found. */
		BOOKED

	}

}
