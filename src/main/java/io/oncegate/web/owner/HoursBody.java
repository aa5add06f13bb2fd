package io.oncegate.web.owner;

import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;

import io.oncegate.calendar.Hours;
import io.oncegate.web.http.ProblemException;
import org.jspecify.annotations.Nullable;

/** Hours of a day; they end at midnight by {@code 24:00}. */
record HoursBody(@Nullable String from, @Nullable String to) {

	static List<HoursBody> of(List<Hours> hours) {
		return hours.stream()
			.map((open) -> new HoursBody(open.from().toString(),
					open.to().equals(LocalTime.MIDNIGHT) ? "24:00" : open.to().toString()))
			.toList();
	}

	static List<Hours> toHours(String field, List<HoursBody> bodies) {
		List<Hours> hours = new ArrayList<>();
		for (HoursBody body : bodies) {
			String path = field + "[" + hours.size() + "]";
			if (body == null) {
				throw ProblemException.invalid(path, "must not be null");
			}
			LocalTime from = time(path + ".from", body.from());
			LocalTime to = "24:00".equals(body.to()) ? LocalTime.MIDNIGHT : time(path + ".to", body.to());
			try {
				hours.add(new Hours(from, to));
			}
			catch (IllegalArgumentException ex) {
				throw ProblemException.invalid(path, String.valueOf(ex.getMessage()));
			}
		}
		return hours;
	}

	private static LocalTime time(String field, @Nullable String text) {
		if (text == null || !text.matches("([01][0-9]|2[0-3]):[0-5][0-9]")) {
			throw ProblemException.invalid(field, "must be a time of day like 09:00");
		}
		return LocalTime.parse(text);
	}

}
