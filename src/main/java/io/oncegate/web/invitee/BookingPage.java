package io.oncegate.web.invitee;

import java.util.List;
import java.util.Map;

import io.oncegate.calendar.Contact;
import org.jspecify.annotations.Nullable;

/**
 * What the booking page shows.
 *
 * @param place where it takes place, if that was said
 * @param open whether the calendar can be booked
 * @param grid the month, unless there are no free times in any
 * @param day the day that is shown, like "Tuesday, 24 November"
 * @param parts its free times
 * @param next the next day with free times, if the one shown has none
 * @param nearest the free times nearest to one that cannot be had
 * @param address what the page's address carries, besides the language
 * @param key the idempotency key of this copy of the form
 * @param form what was typed before
 * @param chosen the time that was chosen before, if it can be had
 * @param alert what went wrong with the last attempt
 * @param errors what is wrong with which field: start, name, email or notes
 * @param contact whom to ask
 * @param action where the form is sent, unless it is the page's own address
 * @param frame whether it may be shown in a frame
 */
public record BookingPage(String calendarName, String ownerName, String duration, @Nullable Place place, boolean open,
		@Nullable Grid grid, String day, List<Part> parts, @Nullable Link next, List<Time> nearest, Zone zone,
		String address, String key, BookingForm form, @Nullable String chosen, @Nullable String alert,
		Map<String, String> errors, Contact contact, @Nullable String action, boolean frame) {

	/**
	 * A month.
	 *
	 * @param name like "November 2026"
	 * @param before address of a month before, if one has free times
	 * @param after address of a month after, if one may have free times
	 */
	public record Grid(String name, List<Weekday> weekdays, List<List<Day>> weeks, @Nullable String before,
			@Nullable String after) {

	}

	/** A day of the week, in short and in full. */
	public record Weekday(String label, String name) {

	}

	/**
	 * A day of a month.
	 *
	 * @param number its number, or nothing for a day of another month
	 * @param label like "Tuesday, 24 November, 14 free times"
	 * @param address where its free times are, if it has any
	 * @param shown whether it is the day that is shown
	 * @param today whether it is today
	 */
	public record Day(String number, String label, @Nullable String address, boolean shown, boolean today) {

	}

	/**
	 * A part of the day that is shown.
	 *
	 * @param name like "Morning"
	 */
	public record Part(String name, List<Time> times) {

	}

	/**
	 * A free time.
	 *
	 * @param start what the form sends
	 * @param label like "09:30"; where a clock change shows one time twice, with its
	 * offset
	 * @param dated whether the label says the day too
	 * @param first whether none is earlier
	 * @param seats how many seats are left, if there are several
	 */
	public record Time(String start, String label, boolean dated, boolean first, @Nullable String seats) {

	}

	/** A day to go to. */
	public record Link(String label, String address) {

	}

	/**
	 * The zone in which the times are shown.
	 *
	 * @param name like "Central European Time – Berlin"
	 * @param all the names of all zones to choose from, with the time that it is there;
	 * none while nobody wants to choose
	 * @param missed whether one was looked for that there is not
	 * @param address address of the page as it is
	 * @param chosen whether it was chosen, not assumed
	 */
	public record Zone(String id, String name, List<String> all, boolean missed, String address, boolean chosen) {

	}

}
