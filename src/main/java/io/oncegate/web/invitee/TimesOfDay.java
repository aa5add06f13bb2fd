package io.oncegate.web.invitee;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.oncegate.booking.FreeSlot;
import io.oncegate.calendar.Calendar;
import io.oncegate.web.http.Times;
import io.oncegate.web.invitee.BookingPage.Part;
import io.oncegate.web.invitee.BookingPage.Time;
import io.oncegate.web.page.Language;
import io.oncegate.web.page.TimeText;
import org.jspecify.annotations.Nullable;

/** Lays out the free times of a day. */
final class TimesOfDay {

	private TimesOfDay() {
	}

	/** Groups the free times of a day by its parts. */
	static List<Part> parts(Language t, Calendar calendar, Month month, ZoneId zone) {
		Map<String, List<Time>> parts = new LinkedHashMap<>();
		for (FreeSlot free : month.times()) {
			ZonedDateTime time = free.start().atZone(zone);
			parts.computeIfAbsent(part(time.getHour()), (part) -> new ArrayList<>())
				.add(new Time(free.start().toString(), TimeText.time(t, time), false,
						free.start().equals(month.first()), seats(t, calendar, free)));
		}
		return parts.entrySet().stream().map((part) -> new Part(t.say(part.getKey()), part.getValue())).toList();
	}

	private static @Nullable String seats(Language t, Calendar calendar, FreeSlot free) {
		return (calendar.seatsPerSlot() > 1) ? t.say("booking.seats", free.seatsLeft()) : null;
	}

	private static String part(int hour) {
		if (hour < 6) {
			return "time.night";
		}
		if (hour < 12) {
			return "time.morning";
		}
		return (hour < 18) ? "time.afternoon" : "time.evening";
	}

	/** Writes a time with its day. */
	static String dated(Language t, Instant time, ZoneId zone) {
		ZonedDateTime start = time.atZone(zone);
		return t.say("calendar.day", t.day(start), TimeText.time(t, start));
	}

	/** Returns a time, with its day unless that is the day of the other time. */
	static Time dated(BookingView view, Instant time, Instant other) {
		Language t = view.language();
		ZonedDateTime start = time.atZone(view.zone());
		boolean sameDay = start.toLocalDate().equals(Times.date(other, view.zone()));
		return new Time(time.toString(), sameDay ? TimeText.time(t, start) : dated(t, time, view.zone()), !sameDay,
				false, null);
	}

}
