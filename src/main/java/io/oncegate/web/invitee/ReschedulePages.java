package io.oncegate.web.invitee;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

import io.oncegate.booking.RescheduleOutcome;
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
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Rescheduling a booking: a page with the free times, and a form that chooses one. */
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

	/**
	 * Shows the free times; redirects to the confirmation if the booking can no longer be
	 * rescheduled.
	 */
	public Mono<ServerResponse> choose(ServerRequest request) {
		return this.bookings.named(request)
			.flatMap((found) -> found.isChangeable(this.clock.instant())
					? page(request, HttpStatus.OK, found, BookingForm.of("", zone(request, found, ""), "", true), null)
					: found.confirmation(this.languages.of(request)));
	}

	/** Reschedules a booking; choosing its present time changes nothing. */
	public Mono<ServerResponse> reschedule(ServerRequest request) {
		return Mono.zip(this.bookings.named(request), Forms.fields(request))
			.flatMap((sent) -> reschedule(request, sent.getT1(), form(request, sent.getT1(), sent.getT2())));
	}

	private static BookingForm form(ServerRequest request, Managed found, MultiValueMap<String, String> fields) {
		BookingForm form = BookingForm.of(fields);
		return BookingForm.of(form.start(), zone(request, found, form.zone()), form.find(), form.shows());
	}

	private Mono<ServerResponse> reschedule(ServerRequest request, Managed found, BookingForm form) {
		if (form.shows()) {
			return page(request, HttpStatus.OK, found, form, null);
		}
		return instant(form.start())
			.map((time) -> this.changes.reschedule(found.booking(), time)
				.flatMap((outcome) -> answer(request, found, form, outcome)))
			.orElseGet(() -> page(request, HttpStatus.UNPROCESSABLE_CONTENT, found,
					BookingForm.of("", form.zone(), "", false), "error.start"));
	}

	private static Optional<Instant> instant(String start) {
		try {
			return Optional.of(Times.instant(start));
		}
		catch (DateTimeException ex) {
			return Optional.empty();
		}
	}

	private Mono<ServerResponse> answer(ServerRequest request, Managed found, BookingForm form,
			RescheduleOutcome outcome) {
		Language t = this.languages.of(request);
		return switch (outcome) {
			case SLOT_TAKEN -> page(request, HttpStatus.CONFLICT, found, form, "alert.slot-taken");
			case SLOT_UNAVAILABLE ->
				page(request, HttpStatus.UNPROCESSABLE_CONTENT, found, form, "alert.slot-unavailable");
			case BEGUN -> this.templates.answer(HttpStatus.CONFLICT, t, "page/message.jte", found.begun(request, t));
			case RESCHEDULED, CANCELLED -> found.confirmation(t);
		};
	}

	/** The zone chosen on the page, or else the one booked in. */
	private static String zone(ServerRequest request, Managed found, String sent) {
		String asked = sent.isEmpty() ? request.queryParam("zone").orElse("") : sent;
		String booked = found.booking().invitee().timeZone();
		return !asked.isEmpty() ? asked : (booked != null) ? booked : "";
	}

	private Mono<ServerResponse> page(ServerRequest request, HttpStatus status, Managed found, BookingForm form,
			@Nullable String alert) {
		Language t = this.languages.of(request);
		return this.bookingPages
			.now(request, t, found.calendar(), found.booking(), form, alert != null && !form.start().isEmpty(),
					(alert != null) ? t.say(alert) : null, Map.of())
			.map((times) -> this.templates.render("invitee/reschedule.jte", t,
					new ReschedulePage(times, found.when(t), found.address())))
			.flatMap((page) -> Templates.html(status, t, page));
	}

}
