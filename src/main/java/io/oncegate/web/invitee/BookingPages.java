package io.oncegate.web.invitee;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.oncegate.booking.Booking;
import io.oncegate.booking.Bookings;
import io.oncegate.booking.FreeSlot;
import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.Calendars;
import io.oncegate.calendar.Slot;
import io.oncegate.web.http.FixedBytes;
import io.oncegate.web.http.KeyedBody;
import io.oncegate.web.http.Prepared;
import io.oncegate.web.http.Renderings;
import io.oncegate.web.http.Times;
import io.oncegate.web.invitee.BookingPage.Link;
import io.oncegate.web.invitee.BookingPage.Time;
import io.oncegate.web.invitee.BookingPage.Zone;
import io.oncegate.web.invitee.BookingView.ZoneChoice;
import io.oncegate.web.page.Language;
import io.oncegate.web.page.Templates;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;

/** Renders the booking page: a month, the free times of one of its days, and the form. */
@Component
class BookingPages {

	/** How many other times are offered if the chosen one is not available. */
	private static final int NEAREST = 4;

	/** Stands for the key; random, so that it occurs in no text of an owner. */
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

	/** Renders the page without any input. */
	Mono<Prepared> fresh(ServerRequest request, Language t, Calendar calendar) {
		return BookingView.namesZones(request, BookingForm.EMPTY)
				? view(request, t, BookingForm.EMPTY, calendar).flatMap((view) -> fresh(t, view, calendar))
				: fresh(t, BookingView.of(request, t, BookingForm.EMPTY, calendar, this.clock.instant()), calendar);
	}

	private Mono<Prepared> fresh(Language t, BookingView view, Calendar calendar) {
		// The invitee's day may begin on the previous day of the calendar's zone.
		return this.bookings.recentlyFree(calendar, view.since().minusDays(1))
			.map((free) -> this.renderings.of(new Key(calendar.id(), view), calendar, free,
					(all) -> Month.of(all, view), (month) -> keyed(t, page(view, calendar, month, List.of(),
							this.placeholder, BookingForm.EMPTY, null, Map.of(), null))));
	}

	/** Determines what the page shows; off the event loop if all zones must be named. */
	private Mono<BookingView> view(ServerRequest request, Language t, BookingForm form, Calendar calendar) {
		Mono<BookingView> view = Mono
			.fromSupplier(() -> BookingView.of(request, t, form, calendar, this.clock.instant()));
		return BookingView.namesZones(request, form)
				? view.doOnNext((named) -> t.zones()).subscribeOn(Schedulers.boundedElastic()) : view;
	}

	/** A page without free times has no form, and so no key. */
	private Prepared keyed(Language t, BookingPage page) {
		byte[] rendered = this.templates.render("invitee/booking.jte", t, page);
		return (page.grid() != null) ? new KeyedBody(rendered, this.placeholder) : new FixedBytes(rendered);
	}

	/**
	 * Renders the page again, with the input, what went wrong, and the times as they are
	 * now rather than as cached.
	 * @param missed whether the chosen time is not available
	 */
	Mono<byte[]> again(ServerRequest request, Language t, Calendar remembered, BookingForm form, boolean missed,
			@Nullable String alert, Map<String, String> errors) {
		return this.calendars.find(remembered.owner().id(), remembered.id())
			.flatMap((calendar) -> now(request, t, calendar, null, form, missed, alert, errors))
			.map((page) -> this.templates.render("invitee/booking.jte", t, page));
	}

	/**
	 * Returns the contents of the page with the times as they are now.
	 * @param rescheduled the booking to be rescheduled, whose own seat counts as free
	 */
	Mono<BookingPage> now(ServerRequest request, Language t, Calendar calendar, @Nullable Booking rescheduled,
			BookingForm form, boolean missed, @Nullable String alert, Map<String, String> errors) {
		return view(request, t, form, calendar)
			.map((view) -> (rescheduled != null) ? view.orOn(rescheduled.start()) : view)
			.flatMap((view) -> now(request, view, calendar, rescheduled, form, missed, alert, errors));
	}

	private Mono<BookingPage> now(ServerRequest request, BookingView view, Calendar calendar,
			@Nullable Booking rescheduled, BookingForm form, boolean missed, @Nullable String alert,
			Map<String, String> errors) {
		Language t = view.language();
		LocalDate since = view.since().minusDays(1);
		String said = (alert != null && !calendar.isOpen()) ? t.say("booking.closed") : alert;
		List<Slot> offered = calendar.offered(since, since.plusDays(BookingView.AHEAD + 1), this.clock.instant());
		return ((rescheduled != null) ? this.bookings.freeToReschedule(rescheduled, calendar, offered)
				: this.bookings.free(calendar, offered))
			.collectList()
			.map((free) -> page(view, calendar, Month.of(free, view),
					missed ? nearest(view, free, form.start()) : List.of(), UUID.randomUUID().toString(), form, said,
					errors, Mangled.action(request)));
	}

	private static List<Time> nearest(BookingView view, List<FreeSlot> free, String missed) {
		Instant start = Times.instant(missed);
		Comparator<Instant> nearer = Comparator.comparing((time) -> Duration.between(start, time).abs());
		return free.stream()
			.map(FreeSlot::start)
			.sorted(nearer)
			.limit(NEAREST)
			.sorted()
			.map((time) -> TimesOfDay.dated(view, time, start))
			.toList();
	}

	private static BookingPage page(BookingView view, Calendar calendar, Month month, List<Time> nearest, String key,
			BookingForm form, @Nullable String alert, Map<String, String> errors, @Nullable String action) {
		Language t = view.language();
		ZoneId zone = view.zone();
		LocalDate next = month.times().isEmpty() ? month.next() : null;
		ZoneChoice choice = view.choice();
		return new BookingPage(calendar.name(), calendar.owner().name(), t.duration(calendar.schedule().duration()),
				Place.of(calendar.terms().location()), calendar.isOpen(),
				month.isEmpty() ? null : Grids.of(view, month), t.day(month.day()),
				TimesOfDay.parts(t, calendar, month, zone),
				(next != null) ? new Link(t.day(next), view.address(next) + "#times") : null, nearest,
				new Zone(zone.getId(), t.zone(zone),
						(choice != null) ? t.zones().withTimes(t, choice.now()) : List.of(),
						choice != null && choice.missed(), view.address(month.day()), view.zoneChosen()),
				view.carried(), key, form, chosen(view, month, form), alert, errors, calendar.contactOrOwner(), action,
				view.frame());
	}

	/** The chosen time, if it is on the page. */
	private static @Nullable String chosen(BookingView view, Month month, BookingForm form) {
		return month.times()
			.stream()
			.map(FreeSlot::start)
			.filter((start) -> start.toString().equals(form.start()))
			.map((start) -> TimesOfDay.dated(view.language(), start, view.zone()))
			.findFirst()
			.orElse(null);
	}

	private record Key(UUID calendar, BookingView view) {

	}

}
