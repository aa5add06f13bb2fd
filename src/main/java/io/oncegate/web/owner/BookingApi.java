package io.oncegate.web.owner;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

import io.oncegate.booking.Booking;
import io.oncegate.booking.Bookings;
import io.oncegate.booking.Bookings.Position;
import io.oncegate.booking.Cancellation;
import io.oncegate.booking.Cancellation.By;
import io.oncegate.redemption.BookingChanges;
import io.oncegate.web.http.Body;
import io.oncegate.web.http.Cursors;
import io.oncegate.web.http.Paging;
import io.oncegate.web.http.PlainText;
import io.oncegate.web.http.Problem;
import io.oncegate.web.http.ProblemException;
import io.oncegate.web.http.Text;
import io.oncegate.web.http.Times;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The owner's bookings, as JSON. */
@Component
public class BookingApi {

	private final Bookings bookings;

	private final OwnedBookings owned;

	private final BookingChanges changes;

	private final CalendarApi named;

	private final Body body;

	BookingApi(Bookings bookings, OwnedBookings owned, BookingChanges changes, CalendarApi named, Body body) {
		this.bookings = bookings;
		this.owned = owned;
		this.changes = changes;
		this.named = named;
		this.body = body;
	}

	public Mono<ServerResponse> list(ServerRequest request) {
		int limit = Paging.limit(request);
		Instant from = instant(request, "from");
		Instant to = instant(request, "to");
		if (from != null && to != null && to.isBefore(from)) {
			throw ProblemException.invalid("to", "must not be before from");
		}
		Cursors cursors = Cursors.of(request, Authentication.owner(request), from, to);
		Position after = cursors.after(Position::new);
		return this.named.named(request)
			.flatMap((calendar) -> this.bookings.list(calendar.owner().id(), calendar.id(), from, to, after, limit + 1)
				.collectList())
			.map((items) -> Paging.page(items, limit, BookingItem::of, (last) -> cursors.at(last.start(), last.id())))
			.flatMap(ServerResponse.ok()::bodyValue);
	}

	/** An instant, or a date, which stands for its beginning in UTC. */
	private static @Nullable Instant instant(ServerRequest request, String name) {
		return request.queryParam(name)
			.map((text) -> Times.instant(name, text.matches("\\d{4}-\\d\\d-\\d\\d") ? text + "T00:00:00Z" : text))
			.orElse(null);
	}

	/** Cancels a booking; a cancelled one stays cancelled. */
	public Mono<ServerResponse> cancel(ServerRequest request) {
		return Mono
			.zip(this.owned.named(Authentication.owner(request), request.pathVariable("id")),
					this.body.read(request, CancelBody.class))
			.flatMap((found) -> this.changes.cancel(found.getT1().booking(), By.OWNER, found.getT2().message()))
			.flatMap((booking) -> booking.confirmed()
					? Mono
						.error(ProblemException.of(Problem.CONFLICT, "The booking has begun; it cannot be cancelled."))
					: ServerResponse.ok().bodyValue(BookingItem.of(booking)));
	}

	record CancelBody(@PlainText(max = 1000, lines = true) @Nullable String message) {

		CancelBody {
			message = Text.tidy(message);
		}

	}

	record BookingItem(UUID id, Instant start, Instant end, String status, InviteeItem invitee, @Nullable UUID linkId,
			Instant createdAt, @Nullable CancellationItem cancellation) {

		static BookingItem of(Booking booking) {
			Cancellation cancellation = booking.cancellation();
			return new BookingItem(booking.id(), booking.start(), booking.end(),
					booking.confirmed() ? "confirmed" : "cancelled",
					new InviteeItem(booking.invitee().name(), booking.invitee().email(), booking.invitee().timeZone(),
							booking.invitee().notes()),
					booking.linkId(), booking.createdAt(),
					(cancellation != null) ? CancellationItem.of(cancellation) : null);
		}

	}

	record InviteeItem(String name, String email, @Nullable String timeZone, @Nullable String notes) {

	}

	record CancellationItem(String by, @Nullable String message, boolean linkGivenBack) {

		static CancellationItem of(Cancellation cancellation) {
			return new CancellationItem(cancellation.by().name().toLowerCase(Locale.ROOT), cancellation.message(),
					cancellation.gaveBack());
		}

	}

}
