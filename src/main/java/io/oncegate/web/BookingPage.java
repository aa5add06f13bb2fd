package io.oncegate.web;

import java.util.List;
import java.util.Map;

import io.oncegate.calendar.Contact;
import org.jspecify.annotations.Nullable;

/**
 * What the booking page shows.
 *
 * @param days the days of the week shown that have free times
 * @param earlier address of the page with the week before, if there is one
 * @param later address of the page with the week after, if there is one
 * @param zone the id of the zone in which the times are shown
 * @param zones the ids of all zones to choose from; none while nobody wants to choose
 * @param change address of the page with the zones to choose from
 * @param zoneChosen whether the zone was chosen, not assumed
 * @param from the first day of the week shown, as in the address
 * @param key the idempotency key of this copy of the form
 * @param form what was typed before
 * @param alert what went wrong with the last attempt
 * @param errors what is wrong with which field: start, name, email or notes
 * @param contact whom to ask
 */
public record BookingPage(String calendarName, String ownerName, String duration, List<Day> days,
		@Nullable String earlier, @Nullable String later, String zone, List<String> zones, String change,
		boolean zoneChosen, String from, String key, BookingForm form, @Nullable String alert,
		Map<String, String> errors, Contact contact) {

	/**
	 * A day with its free times.
	 *
	 * @param label like "Tuesday, 24 November 2026"
	 */
	public record Day(String label, List<Time> times) {

	}

	/**
	 * A free time.
	 *
	 * @param start what the form sends
	 * @param label like "09:30"; where a clock change shows one time twice, with its
	 * offset
	 */
	public record Time(String start, String label) {

	}

}
