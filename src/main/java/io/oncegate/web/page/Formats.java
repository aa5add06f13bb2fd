package io.oncegate.web.page;

import java.time.DayOfWeek;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.FormatStyle;
import java.time.format.TextStyle;
import java.time.temporal.WeekFields;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * The formats of dates and times in a region according to the Unicode CLDR, but always
 * with Latin digits.
 *
 * @param date a day with its year
 * @param day a day without its year
 * @param month the name of a month on its own
 */
record Formats(Locale locale, DateTimeFormatter date, DateTimeFormatter day, DateTimeFormatter month,
		DateTimeFormatter time, DateTimeFormatter timeAndOffset, DateTimeFormatter weekday,
		DateTimeFormatter longWeekday, DayOfWeek firstDayOfWeek) {

	static Formats of(Locale region) {
		Locale locale = new Locale.Builder().setLocale(region).setUnicodeLocaleKeyword("nu", "latn").build();
		String date = pattern(FormatStyle.FULL, null, locale);
		String time = pattern(null, FormatStyle.SHORT, locale);
		return new Formats(locale, formatter(date, locale), formatter(withoutYear(date), locale),
				formatter("LLLL", locale), formatter(time, locale), formatter(time + " (O)", locale),
				formatter("ccc", locale), formatter("cccc", locale), WeekFields.of(locale).getFirstDayOfWeek());
	}

	private static String pattern(@Nullable FormatStyle date, @Nullable FormatStyle time, Locale locale) {
		return DateTimeFormatterBuilder.getLocalizedDateTimePattern(date, time, IsoChronology.INSTANCE, locale);
	}

	/** Removes the year and what separates it from the rest, including quoted words. */
	private static String withoutYear(String pattern) {
		return pattern.replaceAll("[\\s,،]*('[^']*'\\s*)?y+[^\\p{Alpha}']*", " ").strip();
	}

	private static DateTimeFormatter formatter(String pattern, Locale locale) {
		return DateTimeFormatter.ofPattern(pattern, locale).localizedBy(locale);
	}

	String zone(ZoneId zone) {
		String id = zone.getId();
		if (zone instanceof ZoneOffset) {
			return id.equals("Z") ? "UTC" : "UTC" + id;
		}
		String name = zone.getDisplayName(TextStyle.FULL, this.locale);
		return (id.contains("/") && !id.startsWith("Etc/"))
				? name + " – " + id.substring(id.lastIndexOf('/') + 1).replace('_', ' ') : name;
	}

}
