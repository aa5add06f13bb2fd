package io.oncegate.web.console;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Stream;

import io.oncegate.booking.Booking;
import io.oncegate.booking.Bookings;
import io.oncegate.booking.Bookings.Position;
import io.oncegate.calendar.Calendars;
import io.oncegate.web.http.ProblemException;
import io.oncegate.web.http.Times;
import io.oncegate.web.owner.OwnedBookings;
import io.oncegate.web.owner.OwnedBookings.Owned;
import io.oncegate.web.owner.campaign.CsvWriting;
import io.oncegate.web.page.TimeText;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Writes bookings as CSV while they are read. All times are in one zone, which the column
 * names state. A byte order mark comes first, without which Excel does not recognize
 * UTF-8. Nothing that invitees typed can become a formula ({@link Formulas}).
 */
@Component
public class BookingExport {

	private static final int AT_ONCE = 500;

	/** Spreadsheets recognize it as a time. */
	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ENGLISH);

	/** With the offset, for a time that occurs twice. */
	private static final DateTimeFormatter TIME_AND_OFFSET = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mmxxx",
			Locale.ENGLISH);

	private final CalendarPages calendar;

	private final Calendars calendars;

	private final OwnedBookings owned;

	private final Bookings bookings;

	BookingExport(CalendarPages calendar, Calendars calendars, OwnedBookings owned, Bookings bookings) {
		this.calendar = calendar;
		this.calendars = calendars;
		this.owned = owned;
		this.bookings = bookings;
	}

	/** Exports the bookings of all calendars, in the zone of the first calendar. */
	public Mono<ServerResponse> ofAll(ServerRequest request) {
		return this.calendars.list(Visit.owner(request).id(), null, 1)
			.next()
			.map((first) -> first.schedule().zone())
			.defaultIfEmpty(ZoneId.of("UTC"))
			.flatMap((zone) -> answer(request, null, zone));
	}

	/** Exports the bookings of a calendar. */
	public Mono<ServerResponse> ofOne(ServerRequest request) {
		return this.calendar.named(request)
			.flatMap((calendar) -> answer(request, calendar.id(), calendar.schedule().zone()));
	}

	private Mono<ServerResponse> answer(ServerRequest request, @Nullable UUID calendarId, ZoneId zone) {
		Range range = new Range(Visit.owner(request).id(), calendarId, day(request, "from", zone, Times::start),
				day(request, "to", zone, Times::end));
		ServerResponse.BodyBuilder answer = ServerResponse.ok()
			.contentType(CsvWriting.TYPE)
			.header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"bookings.csv\"");
		// For HEAD, a body would be read from the database and discarded.
		return (request.method() == HttpMethod.HEAD) ? answer.build() : answer.body(write(range, zone), byte[].class);
	}

	private static @Nullable Instant day(ServerRequest request, String name, ZoneId zone,
			BiFunction<String, ZoneId, Instant> read) {
		String text = request.queryParam(name).orElse("");
		try {
			return text.isEmpty() ? null : read.apply(text, zone);
		}
		catch (DateTimeException ex) {
			throw ProblemException.malformed("Choose dates like 2026-12-24.");
		}
	}

	/** The rows, which are read only as fast as the client receives them. */
	Flux<byte[]> write(Range range, ZoneId zone) {
		return read(range, null)
			.expand((chunk) -> (chunk.size() < AT_ONCE) ? Mono.empty() : read(range, chunk.get(AT_ONCE - 1)))
			.concatMap((chunk) -> this.owned.withCalendars(range.ownerId(), chunk), 1)
			.map((chunk) -> CsvWriting.write(chunk.stream().map((found) -> cells(found, zone)).toList()))
			.startWith(CsvWriting.marked(CsvWriting.write(List.of(columns(zone)))));
	}

	private Mono<List<Booking>> read(Range range, @Nullable Booking last) {
		Position after = (last != null) ? new Position(last.start(), last.id()) : null;
		return this.bookings.list(range.ownerId(), range.calendarId(), range.from(), range.to(), after, AT_ONCE)
			.collectList();
	}

	private static List<String> columns(ZoneId zone) {
		String in = " (" + zone.getId() + ")";
		return List.of("start" + in, "end" + in, "calendar", "name", "email", "notes", "status", "link", "booked" + in);
	}

	private static List<String> cells(Owned found, ZoneId zone) {
		Booking booking = found.booking();
		return Stream
			.of(time(booking.start().atZone(zone)), time(booking.end().atZone(zone)), found.calendar().name(),
					booking.invitee().name(), booking.invitee().email(),
					Objects.requireNonNullElse(booking.invitee().notes(), ""),
					booking.confirmed() ? "confirmed" : "cancelled", BookingItem.link(booking),
					time(booking.createdAt().atZone(zone)))
			.map(Formulas::guarded)
			.toList();
	}

	private static String time(ZonedDateTime time) {
		return (TimeText.isTwice(time) ? TIME_AND_OFFSET : TIME).format(time);
	}

	/** Which bookings to export. */
	record Range(UUID ownerId, @Nullable UUID calendarId, @Nullable Instant from, @Nullable Instant to) {

	}

}
