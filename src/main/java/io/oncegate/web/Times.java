package io.oncegate.web;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

import io.oncegate.web.BookingPage.Part;
import io.oncegate.web.BookingPage.Time;
import org.jspecify.annotations.Nullable;

/** Dates and times as people read them, in a zone of theirs. */
public final class Times {

	/**
	 * The zones to choose from: regions, not the abbreviations and offsets kept for old
	 * files.
	 */
	public static final List<String> ZONES = zones();

	private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

	private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

	/** Names that some JDKs have, and nobody else. */
	private static final String OLD_FILES = "SystemV/";

	private static final int QUARTER = 15 * 60;

	/** Each 0 is any digit. */
	private static final String USUAL = "0000-00-00T00:00:00Z";

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
		Instant usual = usual(text);
		return (usual != null) ? usual : checked(OffsetDateTime.parse(text).toInstant());
	}

	/**
	 * Reads an instant as the gateway writes it, like {@code 2026-11-23T09:00:00Z}, for a
	 * twentieth of what the general way costs.
	 */
	private static @Nullable Instant usual(String text) {
		if (text.length() != USUAL.length()) {
			return null;
		}
		for (int at = 0; at < USUAL.length(); at++) {
			char expected = USUAL.charAt(at);
			char found = text.charAt(at);
			if ((expected == '0') ? found < '0' || found > '9' : found != expected) {
				return null;
			}
		}
		return checked(LocalDateTime
			.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10), number(text, 11, 13), number(text, 14, 16),
					number(text, 17, 19))
			.toInstant(ZoneOffset.UTC));
	}

	private static int number(String text, int from, int to) {
		return Integer.parseInt(text, from, to, 10);
	}

	/**
	 * The moment at which a day begins, or the first that a store can hold.
	 * @throws DateTimeException if it is none, or one that no store can hold
	 */
	public static Instant start(String day, ZoneId zone) {
		Instant start = date(day).atStartOfDay(zone).toInstant();
		return start.isBefore(FIRST) ? FIRST : start;
	}

	/**
	 * The moment at which a day is over, or the last that a store can hold.
	 * @throws DateTimeException if it is none, or one that no store can hold
	 */
	public static Instant end(String day, ZoneId zone) {
		Instant end = date(day).plusDays(1).atStartOfDay(zone).toInstant();
		return end.isAfter(LAST) ? LAST : end;
	}

	/**
	 * Lets pass what a store can hold.
	 * @throws DateTimeException if it is not
	 */
	static Instant checked(Instant instant) {
		checked(LocalDate.ofInstant(instant, ZoneOffset.UTC));
		return instant;
	}

	private static LocalDate checked(LocalDate date) {
		if (date.getYear() < 1 || date.getYear() > 9999) {
			throw new DateTimeException("The year is not within 1 to 9999");
		}
		return date;
	}

	/**
	 * The zone of a name, if there is one: a name of the IANA database that is known
	 * here, or an offset of whole quarters of an hour, like {@code +02:00} or
	 * {@code UTC+2}.
	 */
	static Optional<ZoneId> zone(String name) {
		try {
			return name.isEmpty() || name.startsWith(OLD_FILES) ? Optional.empty()
					: Optional.of(ZoneId.of(name)).filter(Times::isUsual);
		}
		catch (DateTimeException ex) {
			return Optional.empty();
		}
	}

	private static boolean isUsual(ZoneId zone) {
		return !zone.getRules().isFixedOffset()
				|| zone.getRules().getOffset(Instant.EPOCH).getTotalSeconds() % QUARTER == 0;
	}

	static LocalDate date(Instant instant, ZoneId zone) {
		return LocalDate.ofInstant(instant, zone);
	}

	/**
	 * Groups the times of a day by its parts.
	 * @param first the first free time of all, to be marked
	 */
	static List<Part> parts(Language t, List<Instant> starts, ZoneId zone, @Nullable Instant first) {
		Map<String, List<Time>> parts = new LinkedHashMap<>();
		for (Instant start : starts) {
			ZonedDateTime time = start.atZone(zone);
			parts.computeIfAbsent(part(time.getHour()), (part) -> new ArrayList<>())
				.add(new Time(start.toString(), time(t, time), start.equals(first)));
		}
		return parts.entrySet().stream().map((part) -> new Part(t.say(part.getKey()), part.getValue())).toList();
	}

	private static String part(int hour) {
		if (hour < 6) {
			return "time.night";
		}
		if (hour < 12) {
			return "time.morning";
		}
		return (hour < 18) ? "time.afternoon" : "time.evening";
	}

	/** A time, with its day if that is not the day of the other. */
	static Time dated(BookingView view, Instant time, Instant other) {
		Language t = view.language();
		ZonedDateTime start = time.atZone(view.zone());
		boolean sameDay = start.toLocalDate().equals(date(other, view.zone()));
		return new Time(time.toString(), sameDay ? time(t, start) : t.say("calendar.day", t.day(start), time(t, start)),
				false);
	}

	/** A time of day, with its offset if the clock shows it twice. */
	private static String time(Language t, ZonedDateTime time) {
		return isTwice(time) ? t.timeAndOffset(time) : t.time(time);
	}

	/**
	 * From when to when something is, like "09:30 – 10:00". An end on another day says
	 * which, unless it is the midnight after.
	 */
	static String range(Language t, ZonedDateTime start, ZonedDateTime end) {
		boolean offsets = needOffsets(start, end);
		String until = offsets ? t.timeAndOffset(end) : t.time(end);
		return (offsets ? t.timeAndOffset(start) : t.time(start)) + " – "
				+ (endsOnItsDay(start, end) ? until : t.say("calendar.day", t.day(end), until));
	}

	/** Tells whether the clock shows a time twice, as it is set back in between. */
	public static boolean isTwice(ZonedDateTime time) {
		return time.getZone().getRules().getValidOffsets(time.toLocalDateTime()).size() > 1;
	}

	/**
	 * Tells whether the clock alone does not say when something begins and ends, or how
	 * long it is, as the clock is set anew in between.
	 */
	public static boolean needOffsets(ZonedDateTime start, ZonedDateTime end) {
		return isTwice(start) || isTwice(end) || !start.getOffset().equals(end.getOffset());
	}

	/** Tells whether something is over by the midnight after it began. */
	public static boolean endsOnItsDay(ZonedDateTime start, ZonedDateTime end) {
		return !end.toLocalDateTime().isAfter(start.toLocalDate().plusDays(1).atStartOfDay());
	}

}
