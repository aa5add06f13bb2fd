package io.oncegate.link;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A one-time link as in PostgreSQL.
 *
 * @param status as of now by the database's clock; only Redis knows that a link is
 * {@linkplain #claimed() claimed}
 * @param metadata a JSON object defined by the owner
 * @param bookingId the booking that spent a redeemed link
 * @param campaignId the campaign that it was issued with
 * @param inPlaceOf the link that it replaces, if it was granted on request; its recipient
 * is then as entered by the requester
 */
public record OneTimeLink(UUID id, UUID ownerId, UUID calendarId, TokenHash hash, LinkStatus status,
		@Nullable Recipient recipient, @Nullable String metadata, Instant createdAt, @Nullable Instant expiresAt,
		@Nullable Instant redeemedAt, @Nullable UUID bookingId, @Nullable UUID campaignId, @Nullable Instant openedAt,
		@Nullable UUID inPlaceOf) {

	/** Tells whether it has expired. */
	public boolean isPast(Instant now) {
		return this.expiresAt != null && !this.expiresAt.isAfter(now);
	}

	/** The same link while somebody is booking with it. */
	public OneTimeLink claimed() {
		return new OneTimeLink(this.id, this.ownerId, this.calendarId, this.hash, LinkStatus.CLAIMED, this.recipient,
				this.metadata, this.createdAt, this.expiresAt, this.redeemedAt, this.bookingId, this.campaignId,
				this.openedAt, this.inPlaceOf);
	}

}
