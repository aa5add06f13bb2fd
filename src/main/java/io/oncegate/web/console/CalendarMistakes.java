package io.oncegate.web.console;

import java.time.DayOfWeek;
import java.time.format.TextStyle;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.oncegate.web.console.Mistakes.Mistake;
import io.oncegate.web.http.ProblemException;
import io.oncegate.web.http.ProblemException.FieldError;

/** Assigns mistakes reported by the API to the fields of a calendar's form. */
final class CalendarMistakes {

	/** The order of the fields on the page. */
	private static final List<String> ORDER = List.of("name", "slug", "location", "timeZone", "durationMinutes",
			"bufferMinutes", "startEveryMinutes", "seatsPerSlot", "minimumNoticeMinutes", "horizonDays", "weeklyHours",
			"dateOverrides", "contact", "embedOrigins");

	private static final Map<String, String> LABELS = Map.ofEntries(Map.entry("name", "The name"),
			Map.entry("slug", "The link name"), Map.entry("timeZone", "The time zone"),
			Map.entry("location", "The location"), Map.entry("durationMinutes", "The duration"),
			Map.entry("bufferMinutes", "The buffer"), Map.entry("startEveryMinutes", "The start"),
			Map.entry("seatsPerSlot", "The number of seats"), Map.entry("minimumNoticeMinutes", "The minimum notice"),
			Map.entry("horizonDays", "The number of days ahead"), Map.entry("contact.name", "The contact’s name"),
			Map.entry("contact.email", "The contact’s email"), Map.entry("contact.phone", "The contact’s phone"),
			Map.entry("contact.url", "The contact’s web page"), Map.entry("embedOrigins", "A website"));

	private static final Pattern DAY = Pattern.compile("weeklyHours\\.([a-z]+).*");

	private static final Pattern DATE = Pattern.compile("dateOverrides\\[([0-9]+)].*");

	private CalendarMistakes() {
	}

	static Mistakes of(ProblemException problem) {
		return new Mistakes(problem.errors()
			.stream()
			.sorted(Comparator.comparingInt(CalendarMistakes::place))
			.map(CalendarMistakes::mistake)
			.toList());
	}

	private static int place(FieldError error) {
		return ORDER.indexOf(error.field().replaceFirst("[.\\[].*", ""));
	}

	private static Mistake mistake(FieldError error) {
		Matcher day = DAY.matcher(error.field());
		if (day.matches()) {
			return ofDay(DayOfWeek.valueOf(day.group(1).toUpperCase(Locale.ROOT)), error);
		}
		if (error.field().equals("weeklyHours")) {
			return dayOverlapping(error).map((found) -> ofDay(found, error)).orElseGet(() -> ofDates(error));
		}
		Matcher date = DATE.matcher(error.field());
		if (date.matches()) {
			return ofDate(error, "date." + date.group(1));
		}
		String field = error.field().replaceFirst("\\[.*", "");
		return Mistake.of(error, field, LABELS.getOrDefault(field, "Something"));
	}

	/** An overlap is reported for the whole week; only the message names the day. */
	private static Optional<DayOfWeek> dayOverlapping(FieldError error) {
		return Arrays.stream(DayOfWeek.values())
			.filter((day) -> error.message().contains(" of " + day.name() + " "))
			.findFirst();
	}

	private static Mistake ofDay(DayOfWeek day, FieldError error) {
		String field = day.name().toLowerCase(Locale.ROOT);
		String name = day.getDisplayName(TextStyle.FULL, Locale.ENGLISH);
		String path = error.field().equals("weeklyHours") ? "weeklyHours." + field : error.field();
		String text = ofTime(new FieldError(path, error.message().replace(day.name(), name)));
		return new Mistake(path, field, text, name + ": " + text);
	}

	private static Mistake ofDate(FieldError error, String anchor) {
		String text = error.message().startsWith("is missing") ? "Enter a date."
				: error.field().matches(".*\\.(date|until)") ? Mistakes.sentence("This date", error) : ofTime(error);
		return new Mistake(error.field(), anchor, text, text);
	}

	/**
	 * A browser sends a valid time or none, so a mistake in one means that it is missing.
	 */
	private static String ofTime(FieldError error) {
		boolean start = error.field().endsWith(".from");
		return (start || error.field().endsWith(".to")) ? "Enter " + (start ? "a start time." : "an end time.")
				: Mistakes.sentence("This", error);
	}

	private static Mistake ofDates(FieldError error) {
		return Mistake.of(new FieldError("dateOverrides", error.message()), "dates", "A date");
	}

}
