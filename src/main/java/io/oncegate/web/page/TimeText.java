package io.oncegate.web.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Set;

import org.springframework.core.io.ClassPathResource;

/** Writes times of day as people read them, and names the zones to choose from. */
public final class TimeText {

	/**
	 * The zones to choose from: one for each place, without the names kept for old files.
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

	/** A time of day, with its offset if the clock shows it twice. */
	public static String time(Language t, ZonedDateTime time) {
		return isTwice(time) ? t.timeAndOffset(time) : t.time(time);
	}

	/**
	 * From when to when something is, like "09:30 – 10:00". An end on another day says
	 * which, unless it is the midnight after.
	 */
	public static String range(Language t, ZonedDateTime start, ZonedDateTime end) {
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
