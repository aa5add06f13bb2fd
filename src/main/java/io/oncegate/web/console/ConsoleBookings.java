package io.oncegate.web.console;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

import io.oncegate.booking.Booking;
import io.oncegate.booking.Bookings;
import io.oncegate.booking.Bookings.Position;
import io.oncegate.booking.Cancellation.By;
import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.Owner;
import io.oncegate.redemption.BookingChanges;
import io.oncegate.web.http.Cursors;
import io.oncegate.web.http.Forms;
import io.oncegate.web.http.Paging;
import io.oncegate.web.http.Problem;
import io.oncegate.web.http.ProblemException;
import io.oncegate.web.http.Text;
import io.oncegate.web.owner.Feeds;
import io.oncegate.web.owner.OwnedBookings;
import io.oncegate.web.owner.OwnedBookings.Owned;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Shows bookings, and cancels them. */
@Component
public class ConsoleBookings {

	private static final int ON_A_PAGE = 50;

	private static final int LONGEST_WORD = 1000;

	private final CalendarPages calendar;

	private final OwnedBookings owned;

	private final Bookings bookings;

	private final BookingChanges changes;

	private final Feeds feeds;

	private final Clock clock;

	private final Views views;

	ConsoleBookings(CalendarPages calendar, OwnedBookings owned, Bookings bookings, BookingChanges changes, Feeds feeds,
			Clock clock, Views views) {
		this.calendar = calendar;
		this.owned = owned;
		this.bookings = bookings;
		this.changes = changes;
		this.feeds = feeds;
		this.clock = clock;
		this.views = views;
	}

	/** Lists the bookings of all calendars. */
	public Mono<ServerResponse> openAll(ServerRequest request) {
		return list(request, null);
	}

	/** Lists the bookings of a calendar. */
	public Mono<ServerResponse> open(ServerRequest request) {
		return this.calendar.named(request).flatMap((calendar) -> list(request, calendar));
	}

	private Mono<ServerResponse> list(ServerRequest request, @Nullable Calendar calendar) {
		boolean earlier = request.queryParam("when").filter("earlier"::equals).isPresent();
		Cursors cursors = Cursors.of(request, Visit.owner(request), earlier);
		Position after = cursors.after(Position::new);
		return found(request, calendar, earlier, after).collectList()
			.flatMap((found) -> this.owned.withCalendars(Visit.owner(request).id(), found))
			.map((found) -> Paging.page(found, ON_A_PAGE, this::item,
					(last) -> cursors.at(last.booking().start(), last.booking().id())))
			.zipWith(feed(calendar),
					(page, feed) -> new BookingsPage(calendar, feed.orElse(null), earlier, page.items(), after != null,
							page.nextCursor()))
			.flatMap((page) -> this.views.show(request, "bookings", page));
	}

	private Flux<Booking> found(ServerRequest request, @Nullable Calendar calendar, boolean earlier,
			@Nullable Position after) {
		Owner owner = Visit.owner(request);
		UUID calendarId = (calendar != null) ? calendar.id() : null;
		Instant now = this.clock.instant();
		return earlier ? this.bookings.listBackwards(owner.id(), calendarId, now, after, ON_A_PAGE + 1)
				: this.bookings.list(owner.id(), calendarId, now, null, after, ON_A_PAGE + 1);
	}

	private Mono<Optional<String>> feed(@Nullable Calendar calendar) {
		return Mono.justOrEmpty(calendar)
			.flatMap(this.feeds::address)
			.map(Optional::of)
			.defaultIfEmpty(Optional.empty());
	}

	public Mono<ServerResponse> openOne(ServerRequest request) {
		return named(request).flatMap((item) -> this.views.show(request, "booking", item));
	}

	private Mono<BookingItem> named(ServerRequest request) {
		return this.owned.named(Visit.owner(request), request.pathVariable("id")).map(this::item);
	}

	private BookingItem item(Owned found) {
		return new BookingItem(found.booking(), found.calendar(), this.clock.instant());
	}

	public Mono<ServerResponse> confirmCancellation(ServerRequest request) {
		return named(request).flatMap((item) -> item.canBeCancelled()
				? this.views.show(request, "cancel-booking", new CancelBookingPage(item, "", null))
				: Views.goTo(item.address()));
	}

	/** Cancels a booking; a cancelled one stays cancelled. */
	public Mono<ServerResponse> cancel(ServerRequest request) {
		return Mono.zip(named(request), request.formData())
			.flatMap((found) -> cancel(request, found.getT1(), Forms.value(found.getT2(), "message")));
	}

	private Mono<ServerResponse> cancel(ServerRequest request, BookingItem item, String word) {
		if (!Text.isPlain(word, LONGEST_WORD)) {
			return this.views.show(request, HttpStatus.UNPROCESSABLE_CONTENT, "cancel-booking",
					new CancelBookingPage(item, word, "Please write at most 1,000 characters of plain text."));
		}
		return this.changes.cancel(item.booking(), By.OWNER, Text.tidy(word))
			.filter((booking) -> !booking.confirmed())
			.switchIfEmpty(Mono.error(() -> ProblemException.of(Problem.CONFLICT,
					"The booking has begun; it cannot be cancelled any more.")))
			.flatMap((booking) -> Views.goTo(item.address()));
	}

}
