package io.oncegate.web.owner;

import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.oncegate.calendar.Hours;
import org.jspecify.annotations.Nullable;

/** The hours of each day of the week. */
record WeekBody(@Nullable List<HoursBody> monday, @Nullable List<HoursBody> tuesday,
		@Nullable List<HoursBody> wednesday, @Nullable List<HoursBody> thursday, @Nullable List<HoursBody> friday,
		@Nullable List<HoursBody> saturday, @Nullable List<HoursBody> sunday) {

	static WeekBody of(Map<DayOfWeek, List<Hours>> week) {
		List<List<HoursBody>> days = new ArrayList<>();
		for (DayOfWeek day : DayOfWeek.values()) {
			days.add(HoursBody.of(week.getOrDefault(day, List.of())));
		}
		return new WeekBody(days.get(0), days.get(1), days.get(2), days.get(3), days.get(4), days.get(5), days.get(6));
	}

	Map<DayOfWeek, List<Hours>> toHours() {
		Map<DayOfWeek, List<Hours>> week = new EnumMap<>(DayOfWeek.class);
		put(week, DayOfWeek.MONDAY, this.monday);
		put(week, DayOfWeek.TUESDAY, this.tuesday);
		put(week, DayOfWeek.WEDNESDAY, this.wednesday);
		put(week, DayOfWeek.THURSDAY, this.thursday);
		put(week, DayOfWeek.FRIDAY, this.friday);
		put(week, DayOfWeek.SATURDAY, this.saturday);
		put(week, DayOfWeek.SUNDAY, this.sunday);
		return week;
	}

	private static void put(Map<DayOfWeek, List<Hours>> week, DayOfWeek day, @Nullable List<HoursBody> hours) {
		if (hours != null && !hours.isEmpty()) {
			week.put(day, HoursBody.toHours("weeklyHours." + day.name().toLowerCase(Locale.ROOT), hours));
		}
	}

}
