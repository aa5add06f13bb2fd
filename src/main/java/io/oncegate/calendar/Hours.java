package io.oncegate.calendar;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Opening hours within one day, in local time.
 * <p>
 * They are whole minutes and never cross midnight; a {@code to} of
 * {@link LocalTime#MIDNIGHT} is the end of the day (24:00).
 *
 * @param from the first open minute
 * @param to the first minute that is no longer open
 */
public record Hours(LocalTime from, LocalTime to) {

	public Hours {
		if (!isMinute(from) || !isMinute(to)) {
			throw new IllegalArgumentException("Opening hours must be given in whole minutes.");
		}
		if (!isAfter(to, from)) {
			throw new IllegalArgumentException("Opening hours must end after they begin, on the same day.");
		}
	}

	LocalDateTime startOn(LocalDate date) {
		return date.atTime(this.from);
	}

	LocalDateTime endOn(LocalDate date) {
		return (isEndOfDay(this.to) ? date.plusDays(1) : date).atTime(this.to);
	}

	/**
	 * An immutable, sorted copy, after checking that no two hours of the same day
	 * overlap.
	 */
	static <K> Map<K, List<Hours>> sorted(Map<K, List<Hours>> hoursByDay) {
		Map<K, List<Hours>> sorted = new TreeMap<>();
		hoursByDay.forEach((day, hours) -> sorted.put(day, sorted(day, hours)));
		return Collections.unmodifiableMap(sorted);
	}

	/**
	 * The hours of a day in order of time.
	 * @throws IllegalArgumentException if they overlap
	 */
	public static List<Hours> sorted(Object day, List<Hours> hours) {
		List<Hours> sorted = hours.stream().sorted(Comparator.comparing(Hours::from)).toList();
		for (int i = 1; i < sorted.size(); i++) {
			LocalTime from = sorted.get(i).from();
			if (isAfter(sorted.get(i - 1).to(), from)) {
				throw new IllegalArgumentException("The opening hours of " + day + " overlap at " + from + ".");
			}
		}
		return sorted;
	}

	private static boolean isAfter(LocalTime end, LocalTime time) {
		return isEndOfDay(end) || end.isAfter(time);
	}

	private static boolean isEndOfDay(LocalTime end) {
		return end.equals(LocalTime.MIDNIGHT);
	}

	private static boolean isMinute(LocalTime time) {
		return time.equals(time.truncatedTo(ChronoUnit.MINUTES));
	}

}
