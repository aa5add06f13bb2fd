package io.oncegate.campaign;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * One attempt to issue a campaign's links; of several, only the last that began can.
 *
 * @param id tells it from other uploads of the campaign
 * @param received how many rows need no link of it, as they have one that was received
 * @param issued how many rows have links when it begins
 * @param name the name of a new campaign, which is made with its first links; null if it
 * is resumed
 * @param expected how many rows a new campaign is to have, if that is known
 */
public record Upload(UUID campaignId, UUID calendarId, UUID id, int received, int issued, @Nullable String name,
		@Nullable Instant expiresAt, @Nullable Integer expected) {

	/**
	 * An upload of a new campaign. It conflicts if there is a campaign of this id.
	 */
	public static Upload of(UUID campaignId, UUID calendarId, String name, @Nullable Instant expiresAt,
			@Nullable Integer expected) {
		return new Upload(campaignId, calendarId, UUID.randomUUID(), 0, 0, name, expiresAt, expected);
	}

}
