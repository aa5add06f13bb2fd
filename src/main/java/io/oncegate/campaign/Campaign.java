package io.oncegate.campaign;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Links that were issued together.
 *
 * @param issued how many of its rows have links: rows 1 to this one
 * @param granted how many links were granted in place of some of them, to whoever asked
 * @param expected how many rows it is to have, if that was known when it began
 * @param funnel what became of them, if that was counted
 * @param failure why it is broken
 */
public record Campaign(UUID id, UUID calendarId, String name, CampaignStatus status, int issued, int granted,
		@Nullable Integer expected, @Nullable Funnel funnel, Instant createdAt, @Nullable Instant expiresAt,
		@Nullable String failure) {

	/** How many links it has. */
	public int links() {
		return this.issued + this.granted;
	}

	/**
	 * What became of the links: how many were opened, and how many are in which end.
	 *
	 * @param opened by people
	 * @param scanned looked at by programs, be they opened by people too or not
	 */
	public record Funnel(long opened, long scanned, long redeemed, long expired, long revoked) {

	}

}
