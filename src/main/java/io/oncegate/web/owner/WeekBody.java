package io.oncegate.web.owner;

import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.oncegate.calendar.Hours;
import io.oncegate.web.http.ProblemException.FieldError;
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

	private Map<DayOfWeek, List<HoursBody>> days() {
		Map<DayOfWeek, List<HoursBody>> days = new EnumMap<>(DayOfWeek.class);
		put(days, DayOfWeek.MONDAY, this.monday);
		put(days, DayOfWeek.TUESDAY, this.tuesday);
		put(days, DayOfWeek.WEDNESDAY, this.wednesday);
		put(days, DayOfWeek.THURSDAY, this.thursday);
		put(days, DayOfWeek.FRIDAY, this.friday);
		put(days, DayOfWeek.SATURDAY, this.saturday);
		put(days, DayOfWeek.SUNDAY, this.sunday);
		return days;
	}

	private static void put(Map<DayOfWeek, List<HoursBody>> days, DayOfWeek day, @Nullable List<HoursBody> hours) {
		if (hours != null && !hours.isEmpty()) {
			days.put(day, hours);
		}
	}

	List<FieldError> mistakes() {
		List<FieldError> mistakes = new ArrayList<>();
		days().forEach((day, hours) -> mistakes.addAll(HoursBody.mistakes(day.name(), hours,
				"weeklyHours." + day.name().toLowerCase(Locale.ROOT), "weeklyHours")));
		return mistakes;
	}

	Map<DayOfWeek, List<Hours>> toHours() {
		Map<DayOfWeek, List<Hours>> week = new EnumMap<>(DayOfWeek.class);
		days().forEach((day, hours) -> week.put(day, HoursBody.toHours(hours)));
		return week;
	}

}
