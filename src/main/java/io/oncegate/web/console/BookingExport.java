package io.oncegate.web.console;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.oncegate.booking.Booking;
import io.oncegate.booking.Bookings;
import io.oncegate.booking.Bookings.Position;
import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.Calendars;
import io.oncegate.web.ProblemException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Writes bookings as CSV, while they are read.
 * <p>
 * What invitees typed could be a formula to a spreadsheet, which would run it: a cell
 * that begins with {@code =}, {@code +}, {@code -}, {@code @}, a tab or a line end gets
 * an apostrophe before it, by which it is text.
 */
@Component
class BookingExport {

	private static final MediaType CSV = new MediaType("text", "csv", StandardCharsets.UTF_8);

	private static final int AT_ONCE = 500;

	private static final List<String> COLUMNS = List.of("start", "end", "calendar", "name", "email", "notes", "status",
			"link", "booked");

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

	/** The bookings of all calendars. */
	Mono<ServerResponse> ofAll(ServerRequest request) {
		return this.calendars.list(Visit.owner(request).id(), null, 1)
			.next()
			.map((first) -> first.schedule().zone())
			.defaultIfEmpty(ZoneOffset.UTC)
			.flatMap((zone) -> answer(request, null, zone));
	}

	/** The bookings of a calendar. */
	Mono<ServerResponse> ofOne(ServerRequest request) {
		return this.calendar.named(request)
			.flatMap((calendar) -> answer(request, calendar.id(), calendar.schedule().zone()));
	}

	private Mono<ServerResponse> answer(ServerRequest request, @Nullable UUID calendarId, ZoneId zone) {
		UUID owner = Visit.owner(request).id();
		Instant from = day(request, "from", zone, 0);
		Instant to = day(request, "to", zone, 1);
		Flux<byte[]> rows = read(owner, calendarId, from, to, null)
			.expand((chunk) -> (chunk.size() < AT_ONCE) ? Mono.empty() : read(owner, calendarId, from, to, last(chunk)))
			.concatMap((chunk) -> Flux.fromIterable(chunk)
				.concatMap(this.owned::item)
				.map(BookingExport::cells)
				.collectList(), 1)
			.map(BookingExport::write);
		return ServerResponse.ok()
			.contentType(CSV)
			.header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"bookings.csv\"")
			.body(rows.startWith(write(List.of(COLUMNS))), byte[].class);
	}

	/** The start of a day; of the last one that is wanted, its end. */
	private static @Nullable Instant day(ServerRequest request, String name, ZoneId zone, int more) {
		String text = request.queryParam(name).orElse("");
		try {
			return text.isEmpty() ? null : date(text).plusDays(more).atStartOfDay(zone).toInstant();
		}
		catch (DateTimeException ex) {
			throw ProblemException.malformed("Choose dates like 2026-12-24.");
		}
	}

	private static LocalDate date(String text) {
		LocalDate date = LocalDate.parse(text);
		if (date.getYear() < 1 || date.getYear() > 9998) {
			throw new DateTimeException("out of range");
		}
		return date;
	}

	private Mono<List<Booking>> read(UUID owner, @Nullable UUID calendarId, @Nullable Instant from,
			@Nullable Instant to, @Nullable Position after) {
		return this.bookings.list(owner, calendarId, from, to, after, AT_ONCE).collectList();
	}

	private static Position last(List<Booking> chunk) {
		Booking last = chunk.get(chunk.size() - 1);
		return new Position(last.start(), last.id());
	}

	private static List<String> cells(BookingItem item) {
		Booking booking = item.booking();
		return List.of(time(booking.start(), item.calendar()), time(booking.end(), item.calendar()),
				item.calendar().name(), booking.invitee().name(), booking.invitee().email(),
				Objects.requireNonNullElse(booking.invitee().notes(), ""),
				booking.confirmed() ? "confirmed" : "cancelled", item.link(),
				time(booking.createdAt(), item.calendar()));
	}

	private static String time(Instant instant, Calendar calendar) {
		return DateTimeFormatter.ISO_OFFSET_DATE_TIME
			.format(instant.atZone(calendar.schedule().zone()).withNano(0).toOffsetDateTime());
	}

	private static byte[] write(List<List<String>> records) {
		StringWriter text = new StringWriter();
		try (CsvWriter csv = CsvWriter.builder().build(text)) {
			records.forEach((cells) -> csv.writeRecord(cells.stream().map(BookingExport::guarded).toList()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return text.toString().getBytes(StandardCharsets.UTF_8);
	}

	static String guarded(String cell) {
		return Stream.of("=", "+", "-", "@", "\t", "\r", "\n").anyMatch(cell::startsWith) ? "'" + cell : cell;
	}

}
