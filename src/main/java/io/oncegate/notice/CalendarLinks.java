package io.oncegate.notice;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;

/**
 * Links that add an event to a web calendar. They disclose its title, time, place and
 * description to its provider.
 */
public final class CalendarLinks {

	private CalendarLinks() {
	}

	/** Adds an event to Google Calendar. */
	public static String google(CalendarEvent event) {
		return new Query("https://calendar.google.com/calendar/render?action=TEMPLATE").with("text", event.summary())
			.with("dates", CalendarZone.utc(event.start()) + "/" + CalendarZone.utc(event.end()))
			.with("ctz", event.zone().getRules().isFixedOffset() ? null : event.zone().getId())
			.with("details", event.description())
			.with("location", event.location())
			.toString();
	}

	/** Adds an event to the Outlook calendar of a personal account. */
	public static String outlook(CalendarEvent event) {
		return outlook("https://outlook.live.com", event);
	}

	/** Adds an event to the Outlook calendar of a work or school account. */
	public static String microsoft365(CalendarEvent event) {
		return outlook("https://outlook.office.com", event);
	}

	private static String outlook(String server, CalendarEvent event) {
		return new Query(server + "/calendar/0/deeplink/compose?rru=addevent").with("path", "/calendar/action/compose")
			.with("subject", event.summary())
			.with("startdt", event.start().truncatedTo(ChronoUnit.SECONDS).toString())
			.with("enddt", event.end().truncatedTo(ChronoUnit.SECONDS).toString())
			.with("body", event.description())
			.with("location", event.location())
			.toString();
	}

	private record Query(String address) {

		Query with(String name, @Nullable String value) {
			// Outlook takes a plus sign literally, not as a space.
			return (value == null) ? this : new Query(this.address + "&" + name + "="
					+ URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20"));
		}

		@Override
		public String toString() {
			return this.address;
		}

	}

}
