package io.oncegate.link;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A one-time link to be stored.
 *
 * @param metadata a JSON object defined by the owner
 */
public record NewLink(UUID id, UUID ownerId, UUID calendarId, TokenHash hash, @Nullable Recipient recipient,
		@Nullable Instant expiresAt, @Nullable String metadata) {

}
