package io.oncegate.web.invitee;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

import io.oncegate.booking.MoveOutcome;
import io.oncegate.redemption.BookingChanges;
import io.oncegate.web.http.Forms;
import io.oncegate.web.http.Times;
import io.oncegate.web.page.Language;
import io.oncegate.web.page.Languages;
import io.oncegate.web.page.Templates;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Moving a booking: a page with the free times, and a form that moves it to one of them.
 */
@Component
public class ReschedulePages {

	private final Managed.Finder bookings;

	private final BookingChanges changes;

	private final BookingPages bookingPages;

	private final Languages languages;

	private final Templates templates;

	private final Clock clock;

	ReschedulePages(Managed.Finder bookings, BookingChanges changes, BookingPages bookingPages, Languages languages,
			Templates templates, Clock clock) {
		this.bookings = bookings;
		this.changes = changes;
		this.bookingPages = bookingPages;
		this.languages = languages;
		this.templates = templates;
		this.clock = clock;
	}

	/** Shows the free times; what can no longer be moved shows as it is. */
	public Mono<ServerResponse> choose(ServerRequest request) {
		return this.bookings.named(request)
			.flatMap((found) -> found.isChangeable(this.clock.instant())
					? page(request, HttpStatus.OK, found, zone(request, found, ""), "", null)
					: found.confirmation(this.languages.of(request)));
	}

	/** Moves; to the time that the booking has it is moved at once. */
	public Mono<ServerResponse> move(ServerRequest request) {
		return Mono.zip(this.bookings.named(request), Forms.fields(request))
			.flatMap((sent) -> move(request, sent.getT1(), Forms.value(sent.getT2(), "start"),
					zone(request, sent.getT1(), Forms.value(sent.getT2(), "zone"))));
	}

	private Mono<ServerResponse> move(ServerRequest request, Managed found, String start, String zone) {
		return instant(start)
			.map((time) -> this.changes.move(found.booking(), time)
				.flatMap((outcome) -> answer(request, found, start, zone, outcome)))
			.orElseGet(() -> page(request, HttpStatus.UNPROCESSABLE_CONTENT, found, zone, "", "error.start"));
	}

	private static Optional<Instant> instant(String start) {
		try {
			return Optional.of(Times.instant(start));
		}
		catch (DateTimeException ex) {
			return Optional.empty();
		}
	}

	private Mono<ServerResponse> answer(ServerRequest request, Managed found, String start, String zone,
			MoveOutcome outcome) {
		Language t = this.languages.of(request);
		return switch (outcome) {
			case SLOT_TAKEN -> page(request, HttpStatus.CONFLICT, found, zone, start, "alert.slot-taken");
			case SLOT_UNAVAILABLE ->
				page(request, HttpStatus.UNPROCESSABLE_CONTENT, found, zone, start, "alert.slot-unavailable");
			case BEGUN -> this.templates.answer(HttpStatus.CONFLICT, t, "page/message.jte", found.begun(t));
			case MOVED, CANCELLED -> found.confirmation(t);
		};
	}

	/** The zone that was chosen on the page, else the one that was booked in. */
	private static String zone(ServerRequest request, Managed found, String sent) {
		String asked = sent.isEmpty() ? request.queryParam("zone").orElse("") : sent;
		String booked = found.booking().invitee().timeZone();
		return !asked.isEmpty() ? asked : (booked != null) ? booked : "";
	}

	private Mono<ServerResponse> page(ServerRequest request, HttpStatus status, Managed found, String zone,
			String start, @Nullable String alert) {
		Language t = this.languages.of(request);
		BookingForm form = new BookingForm(start, "", "", "", zone, "", "");
		return this.bookingPages
			.now(request, t, found.calendar(), found.booking(), form, !start.isEmpty(),
					(alert != null) ? t.say(alert) : null, Map.of())
			.map((times) -> this.templates.render("invitee/reschedule.jte", t,
					new ReschedulePage(times, found.when(t), found.address())))
			.flatMap((page) -> Templates.html(status, t, page));
	}

}
