package io.oncegate.web.invitee;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import io.oncegate.booking.Booking;
import io.oncegate.booking.BookingRequest;
import io.oncegate.booking.Bookings;
import io.oncegate.booking.FreeSlot;
import io.oncegate.calendar.Calendar;
import io.oncegate.link.Tokens;
import io.oncegate.redemption.RedemptionOutcome.Redeemed;
import io.oncegate.web.http.Body;
import io.oncegate.web.http.FixedBytes;
import io.oncegate.web.http.Parameters;
import io.oncegate.web.http.Prepared;
import io.oncegate.web.http.PreparedAnswer;
import io.oncegate.web.http.ProblemException;
import io.oncegate.web.http.PublicUrl;
import io.oncegate.web.http.Renderings;
import io.oncegate.web.http.Times;
import io.oncegate.web.invitee.Door.Opening;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Opening a link, its free times, and booking, as JSON. */
@Component
public class InviteeApi {

	private static final int MOST_DAYS = 62;

	private static final Pattern KEY = Pattern.compile("[!-~ ]{1,255}");

	private final Bookings bookings;

	private final Tokens tokens;

	private final PublicUrl publicUrl;

	private final Body body;

	private final Renderings renderings;

	private final JsonMapper json;

	private final Clock clock;

	private final Prepared noSlots;

	InviteeApi(Bookings bookings, Tokens tokens, PublicUrl publicUrl, Body body, Renderings renderings, JsonMapper json,
			Clock clock) {
		this.bookings = bookings;
		this.tokens = tokens;
		this.publicUrl = publicUrl;
		this.body = body;
		this.renderings = renderings;
		this.json = json;
		this.clock = clock;
		this.noSlots = new FixedBytes(json.writeValueAsBytes(new SlotsView(List.of())));
	}

	public Mono<ServerResponse> open(ServerRequest request, Mono<Door> door) {
		Parameters.check(request);
		return door.flatMap(Door::open).map((opening) -> answer(HttpStatus.OK, LinkView.of(opening), (headers) -> {
		}));
	}

	public Mono<ServerResponse> slots(ServerRequest request, Mono<Door> door) {
		Parameters.check(request);
		return door.flatMap(Door::open)
			.flatMap((opening) -> slots(request, opening.calendar()))
			.map((slots) -> slots.answer(request, MediaType.APPLICATION_JSON));
	}

	private Mono<Prepared> slots(ServerRequest request, Calendar calendar) {
		Instant now = this.clock.instant();
		LocalDate today = LocalDate.ofInstant(now, calendar.schedule().zone());
		LocalDate from = date(request, "from", today);
		LocalDate to = date(request, "to", from.plusDays(13));
		long days = ChronoUnit.DAYS.between(from, to);
		if (days < 0 || days > MOST_DAYS) {
			throw ProblemException.invalid("to",
					"must be " + MOST_DAYS + " days or less after from, and not before it");
		}
		LocalDate first = from.isAfter(today) ? from : today;
		LocalDate end = today.plusDays(calendar.horizonDays() + 1L);
		LocalDate last = to.isBefore(end) ? to : end;
		// Renderings are not cached for arbitrary dates, which anybody can make up.
		return (last.isBefore(first) || !first.isBefore(end)) ? Mono.just(this.noSlots) : slots(calendar, first, last);
	}

	private Mono<Prepared> slots(Calendar calendar, LocalDate from, LocalDate to) {
		return this.bookings.recentlyFree(calendar, from)
			.map((free) -> this.renderings.of(new SlotsKey(calendar.id(), from, to), calendar, free,
					(all) -> between(all, from, to, calendar.schedule().zone()),
					(slots) -> new FixedBytes(this.json.writeValueAsBytes(new SlotsView(slots)))));
	}

	private static List<FreeSlot> between(List<FreeSlot> free, LocalDate from, LocalDate to, ZoneId zone) {
		return List.copyOf(free.subList(Month.before(free, from, zone), Month.before(free, to.plusDays(1), zone)));
	}

	private static LocalDate date(ServerRequest request, String name, LocalDate otherwise) {
		try {
			return request.queryParam(name).map(Times::date).orElse(otherwise);
		}
		catch (DateTimeException ex) {
			throw ProblemException.invalid(name, "must be a date like 2026-11-23");
		}
	}

	public Mono<ServerResponse> book(ServerRequest request, Mono<Door> door) {
		Parameters.check(request);
		String key = idempotencyKey(request);
		Mono<BookingRequest> asked = this.body.read(request, RedemptionBody.class)
			.map((redemption) -> redemption.toRequest(key));
		return door.flatMap((opened) -> opened.book(asked, key != null)).map(this::booked);
	}

	private static @Nullable String idempotencyKey(ServerRequest request) {
		List<String> keys = request.headers().header("Idempotency-Key");
		if (keys.size() > 1) {
			throw ProblemException.malformed("Send one Idempotency-Key, not several.", "Idempotency-Key",
					"is given more than once");
		}
		String key = keys.isEmpty() ? null : keys.get(0);
		if (key != null && !KEY.matcher(key).matches()) {
			throw ProblemException.invalid("Idempotency-Key", "must have 1 to 255 visible ASCII characters");
		}
		return key;
	}

	private ServerResponse booked(Redeemed redeemed) {
		Booking booking = redeemed.booking();
		String manage = this.publicUrl.of("/b/" + this.tokens.manageToken(booking.id()));
		BookedView view = new BookedView(booking.id(), booking.confirmed() ? "confirmed" : "cancelled", booking.start(),
				booking.end(), new CalendarName(redeemed.calendar().name()), manage, manage + "/calendar.ics");
		return answer(HttpStatus.CREATED, view, (headers) -> headers.set(HttpHeaders.LOCATION, manage));
	}

	private ServerResponse answer(HttpStatus status, Object view, Consumer<HttpHeaders> headers) {
		return new PreparedAnswer(status, this.json.writeValueAsBytes(view), MediaType.APPLICATION_JSON, headers);
	}

	private record SlotsKey(UUID calendar, LocalDate from, LocalDate to) {

	}

	/** Contains nothing that would open the calendar without the link (law 9). */
	record LinkView(String status, CalendarSummary calendar, OwnerName owner, @Nullable Instant expiresAt) {

		static LinkView of(Opening opening) {
			Calendar calendar = opening.calendar();
			return new LinkView("active",
					new CalendarSummary(calendar.name(), (int) calendar.schedule().duration().toMinutes(),
							calendar.schedule().zone().getId(), calendar.isOpen()),
					new OwnerName(calendar.owner().name()), opening.expiresAt());
		}

	}

	record CalendarSummary(String name, int durationMinutes, String timeZone, boolean open) {

	}

	record OwnerName(String name) {

	}

	record SlotsView(List<FreeSlot> slots) {

	}

	record BookedView(UUID bookingId, String status, Instant start, Instant end, CalendarName calendar,
			String manageUrl, String icsUrl) {

	}

	record CalendarName(String name) {

	}

}
