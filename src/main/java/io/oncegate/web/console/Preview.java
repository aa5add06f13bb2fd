package io.oncegate.web.console;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The free times of the next days that would result from a form.
 *
 * @param days the days that have free times
 * @param zone the zone of the times
 * @param booked whether booked times are left out, as for an existing calendar
 * @param mistake why there is no preview
 */
public record Preview(List<Day> days, ZoneId zone, boolean booked, @Nullable String mistake) {

	/** The number of days it covers. */
	public static final int DAYS = 7;

	/** The most times it shows for a day. */
	public static final int TIMES = 48;

	static Preview none(String mistake) {
		return new Preview(List.of(), ZoneOffset.UTC, false, mistake);
	}

	/** A day with its free times, like "Tuesday, 24 November" and "09:30". */
	public record Day(String label, List<String> times) {

	}

}
