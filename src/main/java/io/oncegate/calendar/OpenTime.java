package io.oncegate.calendar;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;

/**
 * An unbroken stretch of open time, from {@code start} up to but not including
 * {@code end}.
 *
 * @param date the date that these hours belong to
 */
record OpenTime(LocalDate date, Instant start, Instant end) {

	/**
	 * The open time of some hours of a date: every instant whose local time is within
	 * them.
	 * <p>
	 * Usually that is one stretch. It is none if the clock jumps over the hours, a
	 * shorter or longer one if it jumps within them, and two if it is set back into hours
	 * it has already left.
	 */
	static List<OpenTime> of(LocalDate date, Hours hours, ZoneRules rules) {
		LocalDateTime from = hours.startOn(date);
		LocalDateTime to = hours.endOn(date);
		List<OpenTime> openTimes = new ArrayList<>(1);
		// The clock farthest ahead opens first, the one farthest behind closes last.
		Instant start = from.toInstant(ZoneOffset.MAX);
		Instant limit = to.toInstant(ZoneOffset.MIN);
		while (start.isBefore(limit)) {
			ZoneOffset offset = rules.getOffset(start);
			Instant end = offsetEnd(rules, start, limit);
			add(openTimes, date, max(start, from.toInstant(offset)), min(end, to.toInstant(offset)));
			start = end;
		}
		return openTimes;
	}

	/**
	 * The slots that fit in completely, from the start of the stretch.
	 * @param step from the start of one to the start of the next
	 */
	List<Slot> grid(Duration duration, Duration step) {
		List<Slot> grid = new ArrayList<>();
		Instant slotStart = this.start;
		Instant slotEnd = slotStart.plus(duration);
		while (!slotEnd.isAfter(this.end)) {
			grid.add(new Slot(slotStart, slotEnd));
			slotStart = slotStart.plus(step);
			slotEnd = slotStart.plus(duration);
		}
		return grid;
	}

	private static void add(List<OpenTime> openTimes, LocalDate date, Instant start, Instant end) {
		if (!start.isBefore(end)) {
			return;
		}
		int last = openTimes.size() - 1;
		// The clock jumped, but the opening hours continued.
		if (last >= 0 && openTimes.get(last).end.equals(start)) {
			openTimes.set(last, new OpenTime(date, openTimes.get(last).start, end));
		}
		else {
			openTimes.add(new OpenTime(date, start, end));
		}
	}

	private static Instant offsetEnd(ZoneRules rules, Instant start, Instant limit) {
		ZoneOffsetTransition next = rules.nextTransition(start);
		return (next != null) ? min(next.getInstant(), limit) : limit;
	}

	private static Instant min(Instant a, Instant b) {
		return a.isBefore(b) ? a : b;
	}

	private static Instant max(Instant a, Instant b) {
		return a.isAfter(b) ? a : b;
	}

}
