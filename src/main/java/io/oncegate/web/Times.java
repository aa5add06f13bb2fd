package io.oncegate.web;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

import io.oncegate.web.BookingPage.Day;
import io.oncegate.web.BookingPage.Time;

/** Dates and times as people read them, in a zone of theirs. */
final class Times {

	/**
	 * The zones to choose from: regions, not the abbreviations and offsets kept for old
	 * files.
	 */
	static final List<String> ZONES = zones();

	private Times() {
	}

	private static List<String> zones() {
		TreeSet<String> zones = new TreeSet<>(ZoneId.getAvailableZoneIds());
		zones.removeIf((zone) -> !zone
			.matches("(Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific)/.*|UTC"));
		return List.copyOf(zones);
	}

	/**
	 * Reads a date.
	 * @throws DateTimeException if it is none, or one that no store can hold
	 */
	static LocalDate date(String text) {
		return checked(LocalDate.parse(text));
	}

	/**
	 * Reads an instant, with any offset.
	 * @throws DateTimeException if it is none, or one that no store can hold
	 */
	static Instant instant(String text) {
		Instant instant = OffsetDateTime.parse(text).toInstant();
		checked(LocalDate.ofInstant(instant, ZoneOffset.UTC));
		return instant;
	}

	private static LocalDate checked(LocalDate date) {
		if (date.getYear() < 1 || date.getYear() > 9999) {
			throw new DateTimeException("The year is not within 1 to 9999");
		}
		return date;
	}

	/** The zone of an id, if there is one. */
	static Optional<ZoneId> zone(String id) {
		try {
			return id.isEmpty() ? Optional.empty() : Optional.of(ZoneId.of(id));
		}
		catch (DateTimeException ex) {
			return Optional.empty();
		}
	}

	static LocalDate date(Instant instant, ZoneId zone) {
		return LocalDate.ofInstant(instant, zone);
	}

	/** Groups times by day. */
	static List<Day> days(Language t, List<Instant> starts, ZoneId zone) {
		Map<LocalDate, List<Instant>> days = new LinkedHashMap<>();
		starts.forEach((start) -> days.computeIfAbsent(date(start, zone), (day) -> new ArrayList<>()).add(start));
		return days.entrySet()
			.stream()
			.map((day) -> new Day(t.date(day.getKey()), times(t, day.getValue(), zone)))
			.toList();
	}

	private static List<Time> times(Language t, List<Instant> starts, ZoneId zone) {
		List<String> labels = starts.stream().map((start) -> t.time(start.atZone(zone))).toList();
		// When clocks go back, one time of day happens twice.
		boolean twice = labels.stream().distinct().count() < labels.size();
		return starts.stream()
			.map((start) -> new Time(start.toString(),
					twice ? t.timeAndOffset(start.atZone(zone)) : t.time(start.atZone(zone))))
			.toList();
	}

}
