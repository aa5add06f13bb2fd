package io.oncegate.web.console;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import io.oncegate.web.page.TimeText;

/**
 * Writes dates and times for owners, with the offset, like "01:00 (GMT-5)", if the local
 * time alone is ambiguous.
 */
public final class Moments {

	private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM uuuu, ", Locale.ENGLISH);

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);

	private static final DateTimeFormatter TIME_AND_OFFSET = DateTimeFormatter.ofPattern("HH:mm (O)", Locale.ENGLISH);

	private Moments() {
	}

	public static String text(Instant moment, ZoneId zone) {
		return day(moment.atZone(zone)) + time(moment.atZone(zone));
	}

	private static String day(ZonedDateTime moment) {
		return DAY.format(moment);
	}

	static String time(ZonedDateTime time) {
		return format(TimeText.isTwice(time)).format(time);
	}

	/** A time range, like "09:00–09:30", or "23:30 – 25 Nov 2026, 00:30". */
	static String range(ZonedDateTime start, ZonedDateTime end) {
		DateTimeFormatter time = format(TimeText.needOffsets(start, end));
		return time.format(start) + (TimeText.endsOnItsDay(start, end) ? "–" : " – " + day(end)) + time.format(end);
	}

	private static DateTimeFormatter format(boolean offset) {
		return offset ? TIME_AND_OFFSET : TIME;
	}

}
