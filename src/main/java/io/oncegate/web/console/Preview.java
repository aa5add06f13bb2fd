package io.oncegate.web.console;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The free times of the next days, as they would be.
 *
 * @param days the days that have free times
 * @param zone the zone of the times
 * @param booked whether times that are booked are left out, as those of a calendar that
 * there is already
 * @param mistake why there is none
 */
public record Preview(List<Day> days, ZoneId zone, boolean booked, @Nullable String mistake) {

	/** How many days it shows. */
	public static final int DAYS = 7;

	/** How many times of a day it shows. */
	public static final int TIMES = 48;

	static Preview none(String mistake) {
		return new Preview(List.of(), ZoneOffset.UTC, false, mistake);
	}

	/** A day with its free times, like "Tuesday, 24 November" and "09:30". */
	public record Day(String label, List<String> times) {

	}

}
