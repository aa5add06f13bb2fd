package io.oncegate.calendar;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * When a calendar can be booked: its opening hours, cut into slots.
 * <ul>
 * <li>The hours of a date are those in {@code dateOverrides} if there are any (an empty
 * list closes the day), otherwise those in {@code weeklyHours}.</li>
 * <li>They are open whenever the local time in {@code zone} is within them, regardless of
 * clock changes.</li>
 * <li>Each unbroken stretch of open time has its own grid of slots, which begins when it
 * opens, and whose slots fit in completely. A slot starts a multiple of
 * {@code startEvery} after the previous one, the first that leaves {@code buffer} between
 * the two; without {@code startEvery}, right after the buffer.</li>
 * <li>A slot is left out if it starts within {@code buffer} of the end of a grid slot of
 * an earlier stretch, whether or not that one is itself left out.</li>
 * <li>There are slots from the year 0 to the year 9999.</li>
 * </ul>
 *
 * @param zone the time zone of all hours and dates
 * @param duration the length of a slot, from one minute to 24 hours
 * @param buffer the minimum time between two slots, from zero to 12 hours
 * @param startEvery the step of start times, from one minute to 24 hours; null to start
 * the next slot right after the buffer
 * @param weeklyHours the hours of each day of the week; a missing day is closed
 * @param dateOverrides the hours of individual dates, instead of the weekly ones
 */
public record Schedule(ZoneId zone, Duration duration, Duration buffer, @Nullable Duration startEvery,
		Map<DayOfWeek, List<Hours>> weeklyHours, Map<LocalDate, List<Hours>> dateOverrides) {

	private static final LocalDate FIRST_DATE = LocalDate.of(0, 1, 1);

	private static final LocalDate LAST_DATE = LocalDate.of(9999, 12, 31);

	private static final Instant FIRST_INSTANT = FIRST_DATE.atStartOfDay().toInstant(ZoneOffset.MAX);

	private static final Instant LAST_INSTANT = LAST_DATE.plusDays(1).atStartOfDay().toInstant(ZoneOffset.MIN);

	/**
	 * How many dates before or after its own a slot can be that ends less than a buffer
	 * before another one starts: at most 12 hours apart, and at most 36 by the two local
	 * times.
	 */
	private static final int REACH_DAYS = 2;

	public Schedule {
		if (duration.compareTo(Duration.ofMinutes(1)) < 0 || duration.compareTo(Duration.ofHours(24)) > 0) {
			throw new IllegalArgumentException("A slot must last from one minute to 24 hours.");
		}
		if (buffer.isNegative() || buffer.compareTo(Duration.ofHours(12)) > 0) {
			throw new IllegalArgumentException("The buffer must last from zero to 12 hours.");
		}
		if (startEvery != null && (startEvery.compareTo(Duration.ofMinutes(1)) < 0
				|| startEvery.compareTo(Duration.ofHours(24)) > 0)) {
			throw new IllegalArgumentException("Slots must start every one minute to 24 hours.");
		}
		weeklyHours = Hours.sorted(weeklyHours);
		dateOverrides = Hours.sorted(dateOverrides);
	}

	/** A schedule whose slots follow each other. */
	public Schedule(ZoneId zone, Duration duration, Duration buffer, Map<DayOfWeek, List<Hours>> weeklyHours,
			Map<LocalDate, List<Hours>> dateOverrides) {
		this(zone, duration, buffer, null, weeklyHours, dateOverrides);
	}

	/** From the start of a slot to the start of the next. */
	private Duration step() {
		Duration least = this.duration.plus(this.buffer);
		if (this.startEvery == null) {
			return least;
		}
		long times = least.dividedBy(this.startEvery);
		Duration step = this.startEvery.multipliedBy(times);
		return step.equals(least) ? step : step.plus(this.startEvery);
	}

	/**
	 * All slots of the dates {@code from} to {@code to}, both inclusive, in chronological
	 * order.
	 */
	public List<Slot> slots(LocalDate from, LocalDate to) {
		LocalDate first = from.isAfter(FIRST_DATE) ? from : FIRST_DATE;
		LocalDate last = to.isBefore(LAST_DATE) ? to : LAST_DATE;
		if (first.isAfter(last)) {
			return List.of();
		}
		List<Slot> slots = new ArrayList<>();
		Instant free = Instant.MIN;
		Duration step = step();
		for (OpenTime openTime : openTimes(first.minusDays(REACH_DAYS), last.plusDays(REACH_DAYS))) {
			List<Slot> grid = openTime.grid(this.duration, step);
			if (!openTime.date().isBefore(first) && !openTime.date().isAfter(last)) {
				addFrom(free, grid, slots);
			}
			if (!grid.isEmpty()) {
				free = grid.get(grid.size() - 1).end().plus(this.buffer);
			}
		}
		return Collections.unmodifiableList(slots);
	}

	/**
	 * The slot that starts exactly at {@code start}, if {@link #slots} has one.
	 */
	public Optional<Slot> slotAt(Instant start) {
		if (start.isBefore(FIRST_INSTANT) || start.isAfter(LAST_INSTANT)) {
			return Optional.empty();
		}
		LocalDate date = LocalDate.ofInstant(start, this.zone);
		for (Slot slot : slots(date, date)) {
			if (slot.start().equals(start)) {
				return Optional.of(slot);
			}
		}
		return Optional.empty();
	}

	private List<OpenTime> openTimes(LocalDate from, LocalDate to) {
		ZoneRules rules = this.zone.getRules();
		List<OpenTime> openTimes = new ArrayList<>();
		for (LocalDate date = from; !date.isAfter(to); date = date.plusDays(1)) {
			for (Hours hours : hoursOf(date)) {
				openTimes.addAll(OpenTime.of(date, hours, rules));
			}
		}
		// A clock set back can repeat earlier hours after later ones, even across
		// midnight.
		openTimes.sort(Comparator.comparing(OpenTime::start));
		return openTimes;
	}

	private List<Hours> hoursOf(LocalDate date) {
		List<Hours> override = this.dateOverrides.get(date);
		return (override != null) ? override : this.weeklyHours.getOrDefault(date.getDayOfWeek(), List.of());
	}

	private static void addFrom(Instant free, List<Slot> grid, List<Slot> slots) {
		for (Slot slot : grid) {
			if (!slot.start().isBefore(free)) {
				slots.add(slot);
			}
		}
	}

}
