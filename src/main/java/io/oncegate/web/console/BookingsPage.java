package io.oncegate.web.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.oncegate.calendar.Calendar;
import org.jspecify.annotations.Nullable;

/**
 * The contents of a list of bookings.
 *
 * @param calendar the calendar of all of them; null for a list of all calendars
 * @param feed the address of the calendar's feed; null for a list of all calendars
 * @param earlier whether it lists those that have begun, the latest first
 * @param later whether there are previous pages
 * @param next the cursor of the next page, if there is one
 */
public record BookingsPage(@Nullable Calendar calendar, @Nullable String feed, boolean earlier, List<BookingItem> items,
		boolean later, @Nullable String next) {

	/** The address of the list of future bookings. */
	public String address() {
		return "/console/" + ((this.calendar != null) ? "calendars/" + this.calendar.id() + "/" : "") + "bookings";
	}

	/** The address of the first page of future bookings, or of those that have begun. */
	public String address(boolean earlier) {
		return earlier ? address() + "?when=earlier" : address();
	}

	public @Nullable String nextAddress() {
		return (this.next != null) ? address(this.earlier) + (this.earlier ? "&" : "?") + "cursor=" + this.next : null;
	}

	/** The address of the feed that opens a calendar program. */
	public @Nullable String webcal() {
		return (this.feed != null) ? this.feed.replaceFirst("^https?:", "webcal:") : null;
	}

	/** The bookings grouped by day, in order. */
	public Map<String, List<BookingItem>> days() {
		return this.items.stream()
			.collect(Collectors.groupingBy(BookingItem::day, LinkedHashMap::new, Collectors.toList()));
	}

}
