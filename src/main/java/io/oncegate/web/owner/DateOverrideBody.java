package io.oncegate.web.owner;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.oncegate.calendar.Hours;
import io.oncegate.web.http.ProblemException;
import io.oncegate.web.http.ProblemException.FieldError;
import io.oncegate.web.http.Times;
import jakarta.validation.constraints.NotBlank;
import org.jspecify.annotations.Nullable;

/**
 * A date with other hours than its weekday; without hours it is closed.
 *
 * @param until the last date, if several successive dates have these hours
 */
record DateOverrideBody(@NotBlank(message = "is missing") @Nullable String date, @Nullable String until,
		@Nullable List<HoursBody> hours) {

	/** The most dates in a calendar, and in one entry. */
	static final int MOST = 1000;

	/** One entry for each date. */
	static List<DateOverrideBody> of(Map<LocalDate, List<Hours>> dates) {
		return dates.entrySet()
			.stream()
			.sorted(Map.Entry.comparingByKey())
			.map((entry) -> new DateOverrideBody(entry.getKey().toString(), null, HoursBody.of(entry.getValue())))
			.toList();
	}

	static List<FieldError> mistakes(List<DateOverrideBody> overrides) {
		List<FieldError> mistakes = new ArrayList<>();
		Set<LocalDate> listed = new HashSet<>();
		for (int n = 0; n < overrides.size(); n++) {
			DateOverrideBody override = overrides.get(n);
			if (override != null) {
				mistakes.addAll(override.mistakes("dateOverrides[" + n + "]", listed));
			}
		}
		return mistakes;
	}

	private List<FieldError> mistakes(String field, Set<LocalDate> listed) {
		List<FieldError> mistakes = new ArrayList<>();
		if (this.date != null && !this.date.isBlank()) {
			mistakes.addAll(ProblemException.errors(() -> checkDates(field, listed)));
		}
		String hours = field + ".hours";
		mistakes.addAll(HoursBody.mistakes(String.valueOf(this.date), hoursOrNone(), hours, hours));
		return mistakes;
	}

	private void checkDates(String field, Set<LocalDate> listed) {
		LocalDate first = read(field + ".date", this.date);
		LocalDate last = (this.until != null) ? read(field + ".until", this.until) : first;
		if (last.isBefore(first)) {
			throw ProblemException.invalid(field + ".until", "must not be before the first date");
		}
		if (last.isAfter(first.plusDays(MOST))) {
			throw ProblemException.invalid(field + ".until", "is more than " + MOST + " days after the first date");
		}
		for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1)) {
			if (!listed.add(day)) {
				throw ProblemException.invalid(field + ".date",
						day.equals(first) ? "is listed twice" : "begins a range in which " + day + " is listed twice");
			}
		}
		if (listed.size() > MOST) {
			throw ProblemException.invalid("dateOverrides", "has more than " + MOST + " dates");
		}
	}

	private static LocalDate read(String field, @Nullable String text) {
		try {
			return Times.date(String.valueOf(text));
		}
		catch (DateTimeException ex) {
			throw ProblemException.invalid(field, "must be a date like 2026-12-24");
		}
	}

	private List<HoursBody> hoursOrNone() {
		return (this.hours != null) ? this.hours : List.of();
	}

	/** The hours of each date, once the bodies are validated. */
	static Map<LocalDate, List<Hours>> toHours(List<DateOverrideBody> overrides) {
		Map<LocalDate, List<Hours>> dates = new LinkedHashMap<>();
		for (DateOverrideBody override : overrides) {
			LocalDate first = read("", override.date());
			LocalDate last = (override.until() != null) ? read("", override.until()) : first;
			first.datesUntil(last.plusDays(1))
				.forEach((day) -> dates.put(day, HoursBody.toHours(override.hoursOrNone())));
		}
		return dates;
	}

}
