package io.oncegate.link;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A one-time link as PostgreSQL knows it.
 *
 * @param status as of now by the database's clock; only Redis knows that a link is
 * {@linkplain #claimed() claimed}
 * @param metadata a JSON object of the owner's own
 * @param bookingId the booking that a redeemed link is spent by
 * @param campaignId the campaign that it was issued with
 * @param inPlaceOf the link in whose place it was granted to whoever asked; its recipient
 * is then whoever they say they are
 */
public record OneTimeLink(UUID id, UUID calendarId, TokenHash hash, LinkStatus status, @Nullable Recipient recipient,
		@Nullable String metadata, Instant createdAt, @Nullable Instant expiresAt, @Nullable Instant redeemedAt,
		@Nullable UUID bookingId, @Nullable UUID campaignId, @Nullable Instant openedAt, @Nullable UUID inPlaceOf) {

	/** Tells whether its date has passed. */
	public boolean isPast(Instant now) {
		return this.expiresAt != null && !this.expiresAt.isAfter(now);
	}

	/** The same link while somebody is booking with it. */
	public OneTimeLink claimed() {
		return new OneTimeLink(this.id, this.calendarId, this.hash, LinkStatus.CLAIMED, this.recipient, this.metadata,
				this.createdAt, this.expiresAt, this.redeemedAt, this.bookingId, this.campaignId, this.openedAt,
				this.inPlaceOf);
	}

}
