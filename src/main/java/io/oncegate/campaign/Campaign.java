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
 * @param failure why issuing was interrupted
 */
public record Campaign(UUID id, UUID ownerId, UUID calendarId, String name, CampaignStatus status, int issued,
		int granted, @Nullable Integer expected, @Nullable Funnel funnel, Instant createdAt,
		@Nullable Instant expiresAt, @Nullable String failure) {

	/** How many links it has. */
	public int links() {
		return this.issued + this.granted;
	}

	/**
	 * The results: how many links were opened, and how many ended in each state.
	 *
	 * @param opened by people
	 * @param scanned viewed by programs, whether or not opened by people as well
	 */
	public record Funnel(long opened, long scanned, long redeemed, long expired, long revoked) {

	}

}
