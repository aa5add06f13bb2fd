package io.oncegate.web;

import java.nio.charset.StandardCharsets;
import java.time.ZoneId;

import io.oncegate.booking.Booking;
import io.oncegate.booking.Bookings;
import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.Calendars;
import io.oncegate.link.Tokens;
import io.oncegate.notice.CalendarFile;
import reactor.core.publisher.Mono;
import reactor.util.function.Tuple2;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The confirmation of a booking, and its calendar file. */
@Component
class ConfirmationPages {

	private static final MediaType CALENDAR = new MediaType("text", "calendar", StandardCharsets.UTF_8);

	private final Bookings bookings;

	private final Calendars calendars;

	private final Tokens tokens;

	private final PublicUrl publicUrl;

	private final Templates templates;

	private final Languages languages;

	ConfirmationPages(Bookings bookings, Calendars calendars, Tokens tokens, PublicUrl publicUrl, Templates templates,
			Languages languages) {
		this.bookings = bookings;
		this.calendars = calendars;
		this.tokens = tokens;
		this.publicUrl = publicUrl;
		this.templates = templates;
		this.languages = languages;
	}

	/** Shows the confirmation. */
	Mono<ServerResponse> open(ServerRequest request) {
		Language t = this.languages.of(request);
		return found(request).map((found) -> confirmation(t, found.getT1(), found.getT2()))
			.flatMap((page) -> Pages.html(HttpStatus.OK, t, this.templates.confirmation(t, page)));
	}

	private ConfirmationPage confirmation(Language t, Booking booking, Calendar calendar) {
		String chosen = booking.invitee().timeZone();
		ZoneId zone = (chosen != null) ? ZoneId.of(chosen) : calendar.schedule().zone();
		return new ConfirmationPage(booking.confirmed(), calendar.name(), calendar.owner().name(),
				t.date(booking.start().atZone(zone)),
				t.time(booking.start().atZone(zone)) + " – " + t.time(booking.end().atZone(zone)), zone.getId(),
				booking.invitee().name(), booking.invitee().email(), booking.invitee().notes(),
				path(booking) + "/calendar.ics", calendar.contactOrOwner());
	}

	/** Sends the calendar file. */
	Mono<ServerResponse> calendarFile(ServerRequest request) {
		return found(request).map((found) -> calendarFile(found.getT1(), found.getT2()))
			.flatMap((file) -> ServerResponse.ok()
				.contentType(CALENDAR)
				.header("Content-Disposition", "attachment; filename=\"booking.ics\"")
				.bodyValue(file.text().getBytes(StandardCharsets.UTF_8)));
	}

	private CalendarFile calendarFile(Booking booking, Calendar calendar) {
		return new CalendarFile(booking.id(), calendar.name() + " with " + calendar.owner().name(),
				booking.invitee().notes(), booking.start(), booking.end(), booking.confirmed(), booking.createdAt(),
				this.publicUrl.of(path(booking)));
	}

	private Mono<Tuple2<Booking, Calendar>> found(ServerRequest request) {
		return Mono.justOrEmpty(this.tokens.bookingId(request.pathVariable("manageToken")))
			.flatMap(this.bookings::find)
			.zipWhen((booking) -> this.calendars.find(booking.calendarId()))
			.switchIfEmpty(Mono.error(() -> ProblemException.of(Problem.NOT_FOUND,
					"There is no such booking. Check that all of the address was copied.", "missing.booking")));
	}

	/** Where the confirmation of a booking is. */
	String path(Booking booking) {
		return "/b/" + this.tokens.manageToken(booking.id());
	}

}
