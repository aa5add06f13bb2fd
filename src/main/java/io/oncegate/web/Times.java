package io.oncegate.web;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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

	private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEEE, d MMMM uuuu", Locale.ENGLISH);

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);

	private static final DateTimeFormatter TIME_AND_OFFSET = DateTimeFormatter.ofPattern("HH:mm (O)", Locale.ENGLISH);

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

	static String dateText(Instant instant, ZoneId zone) {
		return DATE.format(instant.atZone(zone));
	}

	static String timeText(Instant instant, ZoneId zone) {
		return TIME.format(instant.atZone(zone));
	}

	/** Groups times by day. */
	static List<Day> days(List<Instant> starts, ZoneId zone) {
		Map<String, List<Instant>> days = new LinkedHashMap<>();
		starts.forEach((start) -> days.computeIfAbsent(dateText(start, zone), (day) -> new ArrayList<>()).add(start));
		return days.entrySet().stream().map((day) -> new Day(day.getKey(), times(day.getValue(), zone))).toList();
	}

	private static List<Time> times(List<Instant> starts, ZoneId zone) {
		List<String> labels = starts.stream().map((start) -> timeText(start, zone)).toList();
		// When clocks go back, one time of day happens twice.
		DateTimeFormatter format = (labels.stream().distinct().count() < labels.size()) ? TIME_AND_OFFSET : TIME;
		return starts.stream().map((start) -> new Time(start.toString(), format.format(start.atZone(zone)))).toList();
	}

}
