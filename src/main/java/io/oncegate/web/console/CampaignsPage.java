package io.oncegate.web.console;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

import io.oncegate.calendar.Calendar;
import io.oncegate.campaign.Campaign;
import io.oncegate.campaign.Campaign.Funnel;
import io.oncegate.campaign.CampaignStatus;
import org.jspecify.annotations.Nullable;

/**
 * The contents of a list of campaigns.
 *
 * @param calendar the calendar of all of them, to which a campaign can be added; null for
 * a list of all calendars
 * @param later whether there are previous pages
 * @param next the cursor of the next page, if there is one
 * @param spent the campaign that the same form created before, if it was sent again
 */
public record CampaignsPage(@Nullable Calendar calendar, List<Item> items, boolean later, @Nullable String next,
		CampaignForm form, Mistakes mistakes, @Nullable UUID spent) {

	private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);

	public String address() {
		return "/console/" + ((this.calendar != null) ? "calendars/" + this.calendar.id() + "/" : "") + "campaigns";
	}

	public @Nullable String nextAddress() {
		return (this.next != null) ? address() + "?cursor=" + this.next : null;
	}

	public record Item(Campaign campaign, Calendar calendar) {

		public ZoneId zone() {
			return this.calendar.schedule().zone();
		}

		public String createdOn() {
			return DAY.format(this.campaign.createdAt().atZone(zone()));
		}

		/** The last day its links work. */
		public @Nullable String expiresOn() {
			return (this.campaign.expiresAt() == null) ? null
					: DAY.format(this.campaign.expiresAt().minusNanos(1).atZone(zone()));
		}

		/** Whether none of its links works, as far as is known. */
		public boolean isOver() {
			Funnel funnel = this.campaign.funnel();
			return funnel != null && this.campaign.archivedAt() == null && this.campaign.links() > 0
					&& funnel.redeemed() + funnel.expired() + funnel.revoked() >= this.campaign.links();
		}

		/** Whether it has to be revoked before it can be archived. */
		public boolean hasToBeRevokedFirst() {
			return !this.calendar.deleted() && this.campaign.hasToEndToBeArchived(Instant.now());
		}

		public String issued() {
			return number(this.campaign.issued());
		}

		/**
		 * The number of links; while they are being issued, out of how many if that is
		 * known.
		 */
		public String size() {
			Integer expected = this.campaign.expected();
			boolean complete = this.campaign.status() == CampaignStatus.COMPLETE;
			return (complete ? number(this.campaign.links()) : issued())
					+ ((expected != null && !complete) ? " of " + number(expected) : "")
					+ ((this.campaign.links() == 1 && complete) ? " link" : " links");
		}

		public String state() {
			return switch (this.campaign.status()) {
				case ISSUING -> "Being created";
				case COMPLETE -> "Complete";
				case BROKEN -> "Stopped";
			};
		}

		/** Formats a number with thousands separators. */
		public static String number(long number) {
			return String.format(Locale.ENGLISH, "%,d", number);
		}

	}

}
