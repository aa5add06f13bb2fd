package io.oncegate.web;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.oncegate.booking.Bookings;
import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.Calendars;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;

/** Fills the booking page: a week of free times in the invitee's zone, and the form. */
@Component
class BookingPages {

	/** How far ahead a free time is looked for. */
	private static final int AHEAD = 62;

	private static final BookingForm EMPTY = new BookingForm("", "", "", "", "", "", "");

	/** Stands for the key; random, so that no text of an owner's can be taken for it. */
	private final String placeholder = UUID.randomUUID().toString();

	private final Calendars calendars;

	private final Bookings bookings;

	private final Templates templates;

	private final Renderings renderings;

	private final Clock clock;

	BookingPages(Calendars calendars, Bookings bookings, Templates templates, Renderings renderings, Clock clock) {
		this.calendars = calendars;
		this.bookings = bookings;
		this.templates = templates;
		this.renderings = renderings;
		this.clock = clock;
	}

	/** The page as it is first opened. */
	Mono<Prepared> fresh(ServerRequest request, Language t, Calendar calendar) {
		BookingView view = BookingView.of(request, t, EMPTY, calendar, this.clock.instant());
		// A day of the invitee's may begin on the day before of the calendar's.
		return this.bookings.recentlyFree(calendar, view.from().minusDays(1))
			.map((free) -> this.renderings.of(new Key(calendar.id(), view), calendar, free,
					(all) -> Week.of(all, view.from(), view.zone()),
					(week) -> keyed(t, page(view, calendar, week, this.placeholder, EMPTY, null, Map.of()))));
	}

	private Prepared keyed(Language t, BookingPage page) {
		return new KeyedPage(this.templates.booking(t, page), this.placeholder);
	}

	/**
	 * The page again, with what was typed, what went wrong, and the times as they are
	 * now, not as they are remembered.
	 */
	Mono<byte[]> again(ServerRequest request, Language t, Calendar remembered, BookingForm form, @Nullable String alert,
			Map<String, String> errors) {
		return this.calendars.find(remembered.id()).flatMap((calendar) -> {
			BookingView view = BookingView.of(request, t, form, calendar, this.clock.instant());
			return this.bookings
				.free(calendar,
						calendar.offered(view.from().minusDays(1), view.from().plusDays(AHEAD), this.clock.instant()))
				.collectList()
				.map((free) -> page(view, calendar, Week.of(free, view.from(), view.zone()),
						UUID.randomUUID().toString(), form, alert, errors));
		}).map((page) -> this.templates.booking(t, page));
	}

	private static BookingPage page(BookingView view, Calendar calendar, Week week, String key, BookingForm form,
			@Nullable String alert, Map<String, String> errors) {
		return new BookingPage(calendar.name(), calendar.owner().name(),
				view.language().duration(calendar.schedule().duration()),
				Times.days(view.language(), week.starts(), view.zone()), view.earlier(),
				(week.later() != null) ? view.address(week.later()) : null, view.zone().getId(),
				view.zones() ? Times.ZONES : List.of(), view.address(week.first()) + "&zones#zone", view.zoneChosen(),
				week.first().toString(), key, form, alert, errors, calendar.contactOrOwner());
	}

	private record Key(UUID calendar, BookingView view) {

	}

}
