package io.oncegate.web.console;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

import io.oncegate.calendar.Calendar;
import io.oncegate.campaign.Campaign;
import io.oncegate.campaign.CampaignStatus;
import org.jspecify.annotations.Nullable;

/**
 * What a list of campaigns shows.
 *
 * @param calendar the calendar of all of them, to which a campaign can be added; null for
 * those of all calendars
 * @param later whether there are pages before
 * @param next the place where the next page begins, if there is one
 * @param spent the campaign that was made of the form before, if it was sent again
 */
public record CampaignsPage(@Nullable Calendar calendar, List<Item> items, boolean later, @Nullable String next,
		CampaignForm form, Mistakes mistakes, @Nullable UUID spent) {

	private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);

	/** The address of the list. */
	public String address() {
		return "/console/" + ((this.calendar != null) ? "calendars/" + this.calendar.id() + "/" : "") + "campaigns";
	}

	/** The address of the next page, if there is one. */
	public @Nullable String nextAddress() {
		return (this.next != null) ? address() + "?cursor=" + this.next : null;
	}

	/** A campaign and its calendar. */
	public record Item(Campaign campaign, Calendar calendar) {

		public ZoneId zone() {
			return this.calendar.schedule().zone();
		}

		public String createdOn() {
			return DAY.format(this.campaign.createdAt().atZone(zone()));
		}

		/** The last day on which its links work. */
		public @Nullable String expiresOn() {
			return (this.campaign.expiresAt() == null) ? null
					: DAY.format(this.campaign.expiresAt().minusNanos(1).atZone(zone()));
		}

		public String issued() {
			return number(this.campaign.issued());
		}

		/** How many links there are, of how many there are to be. */
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

		/** A number with its thousands apart. */
		public static String number(long number) {
			return String.format(Locale.ENGLISH, "%,d", number);
		}

	}

}
