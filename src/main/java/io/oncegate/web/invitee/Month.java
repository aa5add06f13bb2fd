package io.oncegate.web.invitee;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import io.oncegate.booking.FreeSlot;
import io.oncegate.web.http.Times;
import org.jspecify.annotations.Nullable;

/**
 * The free times of a day, and the month around it.
 *
 * @param day the selected day
 * @param times its free times, in order
 * @param days the number of free times of each day of the month that has any
 * @param before the first day with free times in the latest earlier month that has any
 * @param after the first day after the month that has free times or may have some
 * @param next the first day after the selected one that has free times or may have some
 * @param first the earliest free time of all, if it is known
 */
record Month(LocalDate day, List<FreeSlot> times, SortedMap<LocalDate, Integer> days, @Nullable LocalDate before,
		@Nullable LocalDate after, @Nullable LocalDate next, @Nullable Instant first) {

	/**
	 * Selects a month from free times.
	 * @param free the free times, in order
	 * @param view names the day; if it does not, the first one with free times is
	 * selected
	 */
	static Month of(List<FreeSlot> free, BookingView view) {
		ZoneId zone = view.zone();
		List<FreeSlot> rest = free.subList(before(free, view.since(), zone), free.size());
		LocalDate first = first(rest, zone);
		LocalDate day = (view.day() != null) ? view.day() : (first != null) ? first : view.today();
		YearMonth month = YearMonth.from(day);
		LocalDate end = month.plusMonths(1).atDay(1);
		List<FreeSlot> earlier = rest.subList(0, before(rest, month.atDay(1), zone));
		List<FreeSlot> within = rest.subList(earlier.size(), before(rest, end, zone));
		LocalDate after = first(rest.subList(earlier.size() + within.size(), rest.size()), zone);
		LocalDate before = (earlier.isEmpty()) ? null : first(
				earlier.subList(before(earlier, lastMonth(earlier, zone).atDay(1), zone), earlier.size()), zone);
		int from = before(within, day, zone);
		int to = before(within, day.plusDays(1), zone);
		LocalDate next = first(within.subList(to, within.size()), zone);
		return new Month(day, List.copyOf(within.subList(from, to)), count(within, zone), before,
				(after != null) ? after : view.beyond(end), (next != null) ? next : after,
				(first != null && view.startsNow()) ? rest.get(0).start() : null);
	}

	private static @Nullable LocalDate first(List<FreeSlot> free, ZoneId zone) {
		return free.isEmpty() ? null : Times.date(free.get(0).start(), zone);
	}

	private static YearMonth lastMonth(List<FreeSlot> free, ZoneId zone) {
		return YearMonth.from(Times.date(free.get(free.size() - 1).start(), zone));
	}

	private static SortedMap<LocalDate, Integer> count(List<FreeSlot> free, ZoneId zone) {
		SortedMap<LocalDate, Integer> days = new TreeMap<>();
		free.forEach((slot) -> days.merge(Times.date(slot.start(), zone), 1, Integer::sum));
		return days;
	}

	/** Returns how many free times are before a day. */
	static int before(List<FreeSlot> free, LocalDate day, ZoneId zone) {
		Instant start = day.atStartOfDay(zone).toInstant();
		int low = 0;
		int high = free.size();
		while (low < high) {
			int middle = (low + high) >>> 1;
			if (free.get(middle).start().isBefore(start)) {
				low = middle + 1;
			}
			else {
				high = middle;
			}
		}
		return low;
	}

	/** Tells whether there are no free times at all. */
	boolean isEmpty() {
		return this.days.isEmpty() && this.before == null && this.after == null;
	}

}
