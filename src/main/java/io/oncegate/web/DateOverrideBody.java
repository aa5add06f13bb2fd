package io.oncegate.web;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.oncegate.calendar.Hours;
import jakarta.validation.constraints.NotBlank;
import org.jspecify.annotations.Nullable;

/** A date whose hours differ from its weekday's; without hours it is closed. */
record DateOverrideBody(@NotBlank(message = "is missing") @Nullable String date, @Nullable List<HoursBody> hours) {

	static List<DateOverrideBody> of(Map<LocalDate, List<Hours>> dates) {
		return dates.entrySet()
			.stream()
			.sorted(Map.Entry.comparingByKey())
			.map((entry) -> new DateOverrideBody(entry.getKey().toString(), HoursBody.of(entry.getValue())))
			.toList();
	}

	static Map<LocalDate, List<Hours>> toHours(List<DateOverrideBody> overrides) {
		Map<LocalDate, List<Hours>> dates = new LinkedHashMap<>();
		for (int n = 0; n < overrides.size(); n++) {
			DateOverrideBody override = overrides.get(n);
			String field = "dateOverrides[" + n + "]";
			List<HoursBody> hours = (override.hours() != null) ? override.hours() : List.of();
			if (dates.putIfAbsent(date(field, override.date()), HoursBody.toHours(field + ".hours", hours)) != null) {
				throw ProblemException.invalid(field + ".date", "is listed twice");
			}
		}
		return dates;
	}

	private static LocalDate date(String field, @Nullable String text) {
		try {
			return Times.date(String.valueOf(text));
		}
		catch (DateTimeException ex) {
			throw ProblemException.invalid(field + ".date", "must be a date like 2026-12-24");
		}
	}

}
