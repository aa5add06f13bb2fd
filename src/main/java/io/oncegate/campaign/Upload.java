package io.oncegate.campaign;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * One attempt to issue a campaign's links; of several, only the last one started can.
 *
 * @param id identifies it among the uploads of the campaign
 * @param received how many rows need no link from it, as they have one that was received
 * @param issued how many rows have links when it starts
 * @param name the name of a new campaign, which is created with its first links; null
 * when resuming
 * @param expected how many rows a new campaign will have, if known
 */
public record Upload(UUID campaignId, UUID ownerId, UUID calendarId, UUID id, int received, int issued,
		@Nullable String name, @Nullable Instant expiresAt, @Nullable Integer expected) {

	/**
	 * An upload of a new campaign. It conflicts if a campaign with this id exists.
	 */
	public static Upload of(UUID campaignId, UUID ownerId, UUID calendarId, String name, @Nullable Instant expiresAt,
			@Nullable Integer expected) {
		return new Upload(campaignId, ownerId, calendarId, UUID.randomUUID(), 0, 0, name, expiresAt, expected);
	}

}
