package io.oncegate.web.invitee;

import java.util.List;
import java.util.Map;

import io.oncegate.calendar.Contact;
import org.jspecify.annotations.Nullable;

/**
 * The contents of the booking page.
 *
 * @param place where it takes place, if the owner has said
 * @param open whether the calendar can be booked
 * @param grid the month; null if there are no free times at all
 * @param day the selected day, like "Tuesday, 24 November"
 * @param parts the free times of that day
 * @param next the next day with free times, if the selected one has none
 * @param nearest the free times nearest to an unavailable one
 * @param address the query parameters of the page besides the language
 * @param key the idempotency key of this copy of the form
 * @param form the previous input
 * @param chosen the time chosen before, if it is available
 * @param alert what went wrong with the last attempt
 * @param errors explanations by field: start, name, email or notes
 * @param contact who to contact
 * @param action where the form is sent, unless to the page's own address
 * @param frame whether the page may be embedded
 */
public record BookingPage(String calendarName, String ownerName, String duration, @Nullable Place place, boolean open,
		@Nullable Grid grid, String day, List<Part> parts, @Nullable Link next, List<Time> nearest, Zone zone,
		String address, String key, BookingForm form, @Nullable String chosen, @Nullable String alert,
		Map<String, String> errors, Contact contact, @Nullable String action, boolean frame) {

	/**
	 * A month.
	 *
	 * @param name like "November 2026"
	 * @param before the address of an earlier month, if one has free times
	 * @param after the address of a later month, if one may have free times
	 */
	public record Grid(String name, List<Weekday> weekdays, List<List<Day>> weeks, @Nullable String before,
			@Nullable String after) {

	}

	/** A day of the week, abbreviated and in full. */
	public record Weekday(String label, String name) {

	}

	/**
	 * A day of a month.
	 *
	 * @param number its number; empty for a day of another month
	 * @param label like "Tuesday, 24 November, 14 free times"
	 * @param address the address of its free times, if it has any
	 * @param shown whether it is the selected day
	 * @param today whether it is today
	 */
	public record Day(String number, String label, @Nullable String address, boolean shown, boolean today) {

	}

	/**
	 * A part of the selected day.
	 *
	 * @param name like "Morning"
	 */
	public record Part(String name, List<Time> times) {

	}

	/**
	 * A free time.
	 *
	 * @param start the value that the form sends
	 * @param label like "09:30"; with its offset if the time occurs twice because of a
	 * clock change
	 * @param dated whether the label includes the day
	 * @param first whether it is the earliest of all
	 * @param seats how many seats are left, if a slot has several
	 */
	public record Time(String start, String label, boolean dated, boolean first, @Nullable String seats) {

	}

	/** A link to a day. */
	public record Link(String label, String address) {

	}

	/**
	 * The zone in which the times are shown.
	 *
	 * @param name like "Central European Time – Berlin"
	 * @param all the names of all zones to choose from, each with its current time; empty
	 * unless the invitee wants to choose
	 * @param missed whether a search found no zone
	 * @param address the address of the page as it is
	 * @param chosen whether the zone was chosen, not assumed
	 */
	public record Zone(String id, String name, List<String> all, boolean missed, String address, boolean chosen) {

	}

}
