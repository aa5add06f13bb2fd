package io.oncegate.web.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** Parses dates, instants and time zones that clients send. */
public final class Times {

	private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

	private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

	/** Zones that only some JDKs know. */
	private static final String OLD_FILES = "SystemV/";

	private static final int QUARTER = 15 * 60;

	/** Each 0 stands for any digit. */
	private static final String USUAL = "0000-00-00T00:00:00Z";

	private Times() {
	}

	/**
	 * Parses a date.
	 * @throws DateTimeException if it is not one, or one that no store can hold
	 */
	public static LocalDate date(String text) {
		return checked(LocalDate.parse(text));
	}

	/**
	 * Parses an instant, with any offset.
	 * @throws DateTimeException if it is not one, or one that no store can hold
	 */
	public static Instant instant(String text) {
		Instant usual = usual(text);
		return (usual != null) ? usual : checked(OffsetDateTime.parse(text).toInstant());
	}

	/**
	 * Parses the instant in a field, with any offset.
	 * @throws ProblemException if it is not one, or one that no store can hold
	 */
	public static Instant instant(String field, String text) {
		try {
			return instant(text);
		}
		catch (DateTimeException ex) {
			throw ProblemException.invalid(field, "must be an instant like 2026-11-23T09:00:00Z");
		}
	}

	/**
	 * Parses an instant as the gateway writes it, like {@code 2026-11-23T09:00:00Z}, at a
	 * twentieth of the general parser's cost.
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
	 * The moment at which a day begins, at least the first that a store can hold.
	 * @throws DateTimeException if it is not a date, or one that no store can hold
	 */
	public static Instant start(String day, ZoneId zone) {
		Instant start = date(day).atStartOfDay(zone).toInstant();
		return start.isBefore(FIRST) ? FIRST : start;
	}

	/**
	 * The moment at which a day ends, at most the last that a store can hold.
	 * @throws DateTimeException if it is not a date, or one that no store can hold
	 */
	public static Instant end(String day, ZoneId zone) {
		Instant end = date(day).plusDays(1).atStartOfDay(zone).toInstant();
		return end.isAfter(LAST) ? LAST : end;
	}

	/**
	 * Returns the instant if a store can hold it.
	 * @throws DateTimeException if not
	 */
	static Instant checked(Instant instant) {
		checked(LocalDate.ofInstant(instant, ZoneOffset.UTC));
		return instant;
	}

	private static LocalDate checked(LocalDate date) {
		if (date.getYear() < 1 || date.getYear() > 9999) {
			throw new DateTimeException("The year is not between 1 and 9999");
		}
		return date;
	}

	/**
	 * Returns the zone with a name: one of the IANA database that this JDK knows, or an
	 * offset of whole quarters of an hour, like {@code +02:00} or {@code UTC+2}.
	 */
	public static Optional<ZoneId> zone(String name) {
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

	public static LocalDate date(Instant instant, ZoneId zone) {
		return LocalDate.ofInstant(instant, zone);
	}

}
