package io.oncegate.web.console;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.oncegate.booking.Bookings;
import io.oncegate.booking.FreeSlot;
import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.Owner;
import io.oncegate.calendar.Slot;
import io.oncegate.web.console.Preview.Day;
import io.oncegate.web.http.ProblemException;
import io.oncegate.web.owner.OwnedCalendars;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.stereotype.Component;

/** Shows the free times that would result from a calendar's form. */
@Component
class Previews {

	private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEEE, d MMMM", Locale.ENGLISH);

	private final OwnedCalendars calendars;

	private final Bookings bookings;

	private final Clock clock;

	Previews(OwnedCalendars calendars, Bookings bookings, Clock clock) {
		this.calendars = calendars;
		this.bookings = bookings;
		this.clock = clock;
	}

	/**
	 * Makes the preview of a form.
	 * @param calendar the calendar that the form changes, whose bookings are considered
	 */
	Mono<Preview> of(Owner owner, CalendarForm form, @Nullable Calendar calendar) {
		return Mono.fromSupplier(() -> draft(owner, form, calendar))
			.flatMap((draft) -> of(draft, calendar))
			.onErrorResume(ProblemException.class, (problem) -> Mono.just(Preview.none(mistake(problem))));
	}

	/**
	 * The calendar, switched on, and with valid values in all fields that do not affect
	 * times.
	 */
	private Calendar draft(Owner owner, CalendarForm form, @Nullable Calendar calendar) {
		ObjectNode json = form.withoutEmptyDates().json();
		json.put("open", true).put("name", "Preview").put("slug", "preview");
		json.putNull("contact").putNull("location").putNull("embedOrigins");
		return (calendar != null) ? this.calendars.merged(calendar, json) : this.calendars.draft(owner, json);
	}

	private Mono<Preview> of(Calendar draft, @Nullable Calendar stored) {
		Instant now = this.clock.instant();
		LocalDate today = LocalDate.ofInstant(now, draft.schedule().zone());
		return free(draft, draft.offered(today, today.plusDays(Preview.DAYS - 1), now), stored).collectList()
			.map((starts) -> new Preview(days(starts, draft.schedule().zone()), draft.schedule().zone(), stored != null,
					null));
	}

	/** Bookings of an existing calendar count as they will once the change is saved. */
	private Flux<Instant> free(Calendar draft, List<Slot> slots, @Nullable Calendar stored) {
		if (stored == null) {
			return Flux.fromIterable(slots).map(Slot::start);
		}
		return (stored.offersSameAs(draft) ? this.bookings.free(draft, slots)
				: this.bookings.freeAfterChange(draft, slots))
			.map(FreeSlot::start);
	}

	private static List<Day> days(List<Instant> starts, ZoneId zone) {
		Map<LocalDate, List<String>> days = new LinkedHashMap<>();
		starts.forEach((start) -> days.computeIfAbsent(LocalDate.ofInstant(start, zone), (day) -> new ArrayList<>())
			.add(Moments.time(start.atZone(zone))));
		return days.entrySet().stream().map((day) -> new Day(DAY.format(day.getKey()), day.getValue())).toList();
	}

	private static String mistake(ProblemException problem) {
		return CalendarMistakes.of(problem)
			.all()
			.stream()
			.map(Mistakes.Mistake::summary)
			.findFirst()
			.orElse(problem.detail());
	}

}
