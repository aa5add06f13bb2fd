package io.oncegate.web.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Set;

import org.springframework.core.io.ClassPathResource;

/** Writes times of day for people, and lists the zones to choose from. */
public final class TimeText {

	/**
	 * The ids of the zones to choose from: one for each place, without aliases of older
	 * data.
	 */
	public static final List<String> ZONES = zones();

	private TimeText() {
	}

	private static List<String> zones() {
		Set<String> known = ZoneId.getAvailableZoneIds();
		try {
			return new ClassPathResource("zones.txt").getContentAsString(StandardCharsets.UTF_8)
				.lines()
				.filter(known::contains)
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Writes a time of day, with its offset if the time occurs twice on that day. */
	public static String time(Language t, ZonedDateTime time) {
		return isTwice(time) ? t.timeAndOffset(time) : t.time(time);
	}

	/**
	 * Writes a time range, like "09:30 – 10:00". An end on another day includes that day,
	 * unless it is the midnight right after.
	 */
	public static String range(Language t, ZonedDateTime start, ZonedDateTime end) {
		boolean offsets = needOffsets(start, end);
		String until = offsets ? t.timeAndOffset(end) : t.time(end);
		return (offsets ? t.timeAndOffset(start) : t.time(start)) + " – "
				+ (endsOnItsDay(start, end) ? until : t.say("calendar.day", t.day(end), until));
	}

	/** Tells whether a local time occurs twice, because clocks are set back. */
	public static boolean isTwice(ZonedDateTime time) {
		return time.getZone().getRules().getValidOffsets(time.toLocalDateTime()).size() > 1;
	}

	/**
	 * Tells whether local times alone are ambiguous, or misleading about the length,
	 * because of a clock change.
	 */
	public static boolean needOffsets(ZonedDateTime start, ZonedDateTime end) {
		return isTwice(start) || isTwice(end) || !start.getOffset().equals(end.getOffset());
	}

	/** Tells whether something ends by midnight of the day it begins on. */
	public static boolean endsOnItsDay(ZonedDateTime start, ZonedDateTime end) {
		return !end.toLocalDateTime().isAfter(start.toLocalDate().plusDays(1).atStartOfDay());
	}

}
