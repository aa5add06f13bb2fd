package io.oncegate.campaign;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Links that were issued together.
 *
 * @param issued how many of its rows have links: rows 1 to this one
 * @param granted how many replacement links were granted on request
 * @param expected how many rows it is to have, if that was known when it began
 * @param funnel the results, if they were counted
 * @param revokedAt when all of it was revoked
 * @param archivedAt since when its links are archived, or being archived
 * @param failure why issuing was interrupted
 */
public record Campaign(UUID id, UUID ownerId, UUID calendarId, String name, CampaignStatus status, int issued,
		int granted, @Nullable Integer expected, @Nullable Funnel funnel, Instant createdAt,
		@Nullable Instant expiresAt, @Nullable Instant revokedAt, @Nullable Instant archivedAt,
		@Nullable String failure) {

	/** The same campaign with its results. */
	Campaign with(Funnel funnel) {
		return new Campaign(this.id, this.ownerId, this.calendarId, this.name, this.status, this.issued, this.granted,
				this.expected, funnel, this.createdAt, this.expiresAt, this.revokedAt, this.archivedAt, this.failure);
	}

	/** How many links it has. */
	public int links() {
		return this.issued + this.granted;
	}

	/**
	 * Tells whether it has too many links to look at each for one that works, so that it
	 * can be archived only after it was revoked or has expired.
	 */
	public boolean hasToEndToBeArchived(Instant now) {
		boolean expired = this.expiresAt != null && !this.expiresAt.isAfter(now);
		return this.revokedAt == null && this.granted + (expired ? 0 : this.issued) > FunnelTable.SMALL;
	}

	/**
	 * The results: how many links were opened, and how many ended in each state.
	 *
	 * @param opened by people
	 * @param scanned viewed by programs, whether or not opened by people as well
	 * @param countedAt as of when, if not as of now
	 */
	public record Funnel(long opened, long scanned, long redeemed, long expired, long revoked,
			@Nullable Instant countedAt) {

	}

}
