package io.oncegate.web;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.oncegate.booking.Bookings;
import io.oncegate.booking.FreeSlot;
import io.oncegate.calendar.Calendar;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.util.UriComponentsBuilder;

/** Fills the booking page: a week of free times in the invitee's zone, and the form. */
@Component
class BookingPages {

	private static final int WEEK = 7;

	/** How far ahead a free time is looked for. */
	private static final int AHEAD = 62;

	private static final BookingForm EMPTY = new BookingForm("", "", "", "", "", "");

	private final Bookings bookings;

	private final Clock clock;

	BookingPages(Bookings bookings, Clock clock) {
		this.bookings = bookings;
		this.clock = clock;
	}

	/** The page as it is first opened. */
	Mono<BookingPage> fresh(ServerRequest request, Calendar calendar) {
		return page(request, calendar, EMPTY, null, Map.of());
	}

	/** The page again, with what was typed, fresh times, and what went wrong. */
	Mono<BookingPage> again(ServerRequest request, Calendar calendar, BookingForm form, @Nullable String alert,
			Map<String, String> errors) {
		return page(request, calendar, form, alert, errors);
	}

	private Mono<BookingPage> page(ServerRequest request, Calendar calendar, BookingForm form, @Nullable String alert,
			Map<String, String> errors) {
		ZoneId chosen = Times.zone(form.zone().isEmpty() ? request.queryParam("zone").orElse("") : form.zone())
			.orElse(null);
		ZoneId zone = (chosen != null) ? chosen : calendar.schedule().zone();
		Instant now = this.clock.instant();
		LocalDate today = Times.date(now, zone);
		LocalDate since = from(request, today);
		return this.bookings.free(calendar, calendar.offered(since.minusDays(1), since.plusDays(AHEAD), now))
			.filter((slot) -> !Times.date(slot.start(), zone).isBefore(since))
			.collectList()
			.map((slots) -> {
				LocalDate first = slots.isEmpty() ? since : Times.date(slots.get(0).start(), zone);
				LocalDate end = first.plusDays(WEEK);
				List<FreeSlot> shown = slots.stream()
					.filter((slot) -> Times.date(slot.start(), zone).isBefore(end))
					.toList();
				String path = request.path();
				return new BookingPage(path, calendar.name(), calendar.owner().name(),
						(int) calendar.schedule().duration().toMinutes(), Times.days(shown, zone),
						since.isAfter(today) ? address(path, latest(today, since.minusDays(WEEK)), chosen) : null,
						(shown.size() < slots.size())
								? address(path, Times.date(slots.get(shown.size()).start(), zone), chosen) : null,
						zone.getId(), Times.ZONES, chosen != null, first.toString(), UUID.randomUUID().toString(), form,
						alert, errors, calendar.contactOrOwner());
			});
	}

	private static LocalDate from(ServerRequest request, LocalDate today) {
		try {
			return latest(today, request.queryParam("from").map(Times::date).orElse(today));
		}
		catch (DateTimeException ex) {
			return today;
		}
	}

	private static LocalDate latest(LocalDate one, LocalDate other) {
		return one.isAfter(other) ? one : other;
	}

	private static String address(String path, LocalDate from, @Nullable ZoneId zone) {
		UriComponentsBuilder address = UriComponentsBuilder.fromPath(path).queryParam("from", from);
		return (zone != null) ? address.queryParam("zone", "{zone}").encode().buildAndExpand(zone.getId()).toUriString()
				: address.toUriString();
	}

}
