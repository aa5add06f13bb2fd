package io.oncegate.start;

import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import io.oncegate.booking.Bookings;
import io.oncegate.booking.FreeSlot;
import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.Calendars;
import io.oncegate.calendar.Contact;
import io.oncegate.calendar.Hours;
import io.oncegate.calendar.OpenLinks;
import io.oncegate.calendar.Owner;
import io.oncegate.calendar.Schedule;
import io.oncegate.calendar.Terms;
import io.oncegate.campaign.OneTimeLinks;
import io.oncegate.link.LinkToken;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/** Something to try: a calendar at the first start, and a new link at every start. */
@Component
class Demo {

	private final Calendars calendars;

	private final OneTimeLinks links;

	private final Bookings bookings;

	private final Clock clock;

	Demo(Calendars calendars, OneTimeLinks links, Bookings bookings, Clock clock) {
		this.calendars = calendars;
		this.links = links;
		this.bookings = bookings;
		this.clock = clock;
	}

	Mono<Calendar> addCalendar(Owner owner) {
		return this.calendars.add(calendar(owner));
	}

	private Calendar calendar(Owner owner) {
		Map<DayOfWeek, List<Hours>> week = new EnumMap<>(DayOfWeek.class);
		for (DayOfWeek day : DayOfWeek.values()) {
			if (day.compareTo(DayOfWeek.FRIDAY) <= 0) {
				week.put(day, List.of(new Hours(LocalTime.of(9, 0), LocalTime.of(17, 0))));
			}
		}
		Schedule schedule = new Schedule(ZoneId.systemDefault(), Duration.ofMinutes(30), Duration.ZERO, week, Map.of());
		return new Calendar(UUID.randomUUID(), UUID.randomUUID(), owner, "intro-call", "Introductory call", schedule, 1,
				Duration.ZERO, 60, new Contact(null, "owner@example.com", null, null), Terms.USUAL.with(OpenLinks.BOTH),
				1, this.clock.instant().truncatedTo(ChronoUnit.MICROS), false);
	}

	/**
	 * A new link to the owner's first calendar, and a free slot to book with it, if there
	 * is one.
	 */
	Mono<Trial> trial(Owner owner) {
		return this.calendars.list(owner.id(), null, 1)
			.next()
			.flatMap((calendar) -> Mono.zip(this.links.issue(calendar.owner().id(), calendar.id(), null, null, null),
					free(calendar)))
			.map((found) -> new Trial(found.getT1().token(), found.getT2()));
	}

	private Mono<Optional<FreeSlot>> free(Calendar calendar) {
		LocalDate today = LocalDate.ofInstant(this.clock.instant(), calendar.schedule().zone());
		return this.bookings.free(calendar, calendar.offered(today, today.plusDays(62), this.clock.instant()))
			.next()
			.map(Optional::of)
			.defaultIfEmpty(Optional.empty());
	}

	record Trial(LinkToken token, Optional<FreeSlot> free) {

	}

}
