package io.oncegate.web;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

import io.oncegate.booking.FreeSlot;
import org.jspecify.annotations.Nullable;

/**
 * The free times of the seven days that begin with the first that has any.
 *
 * @param first the first of the days
 * @param later the next day that has free times, if there is one
 */
record Week(LocalDate first, List<Instant> starts, @Nullable LocalDate later) {

	static final int DAYS = 7;

	/**
	 * Takes a week out of free times.
	 * @param free the free times, in order
	 * @param from the first day that counts
	 */
	static Week of(List<FreeSlot> free, LocalDate from, ZoneId zone) {
		List<FreeSlot> rest = free.subList(before(free, from, zone), free.size());
		if (rest.isEmpty()) {
			return new Week(from, List.of(), null);
		}
		LocalDate first = Times.date(rest.get(0).start(), zone);
		int end = before(rest, first.plusDays(DAYS), zone);
		return new Week(first, rest.subList(0, end).stream().map(FreeSlot::start).toList(),
				(end < rest.size()) ? Times.date(rest.get(end).start(), zone) : null);
	}

	/** How many times there are before a day. */
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

}
