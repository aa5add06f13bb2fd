package io.oncegate.web.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.oncegate.calendar.Calendar;
import org.jspecify.annotations.Nullable;

/**
 * What a list of bookings shows.
 *
 * @param calendar the calendar of all of them; null for those of all calendars
 * @param feed where a calendar program subscribes to them; null for those of all
 * calendars
 * @param earlier whether it is about those that have begun, the last first
 * @param later whether there are pages before
 * @param next the place where the next page begins, if there is one
 */
public record BookingsPage(@Nullable Calendar calendar, @Nullable String feed, boolean earlier, List<BookingItem> items,
		boolean later, @Nullable String next) {

	/** The address of the list of those ahead. */
	public String address() {
		return "/console/" + ((this.calendar != null) ? "calendars/" + this.calendar.id() + "/" : "") + "bookings";
	}

	/** The first page of the list, or of the one of those that have begun. */
	public String address(boolean earlier) {
		return earlier ? address() + "?when=earlier" : address();
	}

	/** The address of the next page, if there is one. */
	public @Nullable String nextAddress() {
		return (this.next != null) ? address(this.earlier) + (this.earlier ? "&" : "?") + "cursor=" + this.next : null;
	}

	/** The address of the feed that opens a calendar program. */
	public @Nullable String webcal() {
		return (this.feed != null) ? this.feed.replaceFirst("^https?:", "webcal:") : null;
	}

	/** The bookings by their days, in order. */
	public Map<String, List<BookingItem>> days() {
		return this.items.stream()
			.collect(Collectors.groupingBy(BookingItem::day, LinkedHashMap::new, Collectors.toList()));
	}

}
