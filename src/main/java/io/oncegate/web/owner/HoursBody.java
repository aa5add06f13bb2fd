package io.oncegate.web.owner;

import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;

import io.oncegate.calendar.Hours;
import io.oncegate.web.http.ProblemException;
import io.oncegate.web.http.ProblemException.FieldError;
import org.jspecify.annotations.Nullable;

/** Opening hours within a day; {@code 24:00} is its end. */
record HoursBody(@Nullable String from, @Nullable String to) {

	static List<HoursBody> of(List<Hours> hours) {
		return hours.stream()
			.map((open) -> new HoursBody(open.from().toString(),
					open.to().equals(LocalTime.MIDNIGHT) ? "24:00" : open.to().toString()))
			.toList();
	}

	/**
	 * Returns the mistakes in the hours of a day, only the first one of each entry.
	 * @param field the field that contains them
	 * @param ofAll the field to report if they overlap
	 */
	static List<FieldError> mistakes(String day, List<HoursBody> bodies, String field, String ofAll) {
		List<FieldError> mistakes = new ArrayList<>();
		for (int n = 0; n < bodies.size(); n++) {
			HoursBody body = bodies.get(n);
			String path = field + "[" + n + "]";
			mistakes.addAll((body == null) ? List.of(new FieldError(path, "must not be null"))
					: ProblemException.errors(() -> body.toHours(path)));
		}
		return mistakes.isEmpty() ? ProblemException.errors(() -> checkApart(day, toHours(bodies), ofAll)) : mistakes;
	}

	private static void checkApart(String day, List<Hours> hours, String ofAll) {
		try {
			Hours.sorted(day, hours);
		}
		catch (IllegalArgumentException ex) {
			throw ProblemException.invalid(ofAll, String.valueOf(ex.getMessage()));
		}
	}

	static List<Hours> toHours(List<HoursBody> bodies) {
		return bodies.stream().map((body) -> body.toHours("")).toList();
	}

	private Hours toHours(String path) {
		LocalTime start = time(path + ".from", this.from);
		LocalTime end = "24:00".equals(this.to) ? LocalTime.MIDNIGHT : time(path + ".to", this.to);
		try {
			return new Hours(start, end);
		}
		catch (IllegalArgumentException ex) {
			throw ProblemException.invalid(path, String.valueOf(ex.getMessage()));
		}
	}

	private static LocalTime time(String field, @Nullable String text) {
		if (text == null || !text.matches("([01][0-9]|2[0-3]):[0-5][0-9]")) {
			throw ProblemException.invalid(field, "must be a time of day like 09:00");
		}
		return LocalTime.parse(text);
	}

}
