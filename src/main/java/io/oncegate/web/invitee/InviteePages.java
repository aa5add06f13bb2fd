package io.oncegate.web.invitee;

import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;

import io.oncegate.booking.Booking;
import io.oncegate.booking.BookingRequest;
import io.oncegate.redemption.RedemptionOutcome;
import io.oncegate.redemption.RedemptionOutcome.Reason;
import io.oncegate.redemption.RedemptionOutcome.Redeemed;
import io.oncegate.redemption.RedemptionOutcome.Refused;
import io.oncegate.web.http.Body;
import io.oncegate.web.http.Faults;
import io.oncegate.web.http.Forms;
import io.oncegate.web.http.MediaTypes;
import io.oncegate.web.http.Problem;
import io.oncegate.web.http.ProblemException;
import io.oncegate.web.http.Times;
import io.oncegate.web.invitee.Door.Opening;
import io.oncegate.web.invitee.RedemptionBody.InviteeBody;
import io.oncegate.web.page.FormMistakes;
import io.oncegate.web.page.Language;
import io.oncegate.web.page.Languages;
import io.oncegate.web.page.Templates;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The pages on which an invitee books. */
@Component
public class InviteePages {

	private final BookingPages bookingPages;

	private final Managed.Finder managed;

	private final DeadLinks deadLinks;

	private final Languages languages;

	private final Body body;

	private final Faults faults;

	InviteePages(BookingPages bookingPages, Managed.Finder managed, DeadLinks deadLinks, Languages languages, Body body,
			Faults faults) {
		this.bookingPages = bookingPages;
		this.managed = managed;
		this.deadLinks = deadLinks;
		this.languages = languages;
		this.body = body;
		this.faults = faults;
	}

	public Mono<ServerResponse> open(ServerRequest request, Mono<Door> door) {
		return opened(request, door.flatMap(Door::open));
	}

	/** Shows what is behind a door. */
	public Mono<ServerResponse> opened(ServerRequest request, Mono<Opening> opened) {
		Language t = this.languages.of(request);
		return opened.flatMap((opening) -> this.bookingPages.fresh(request, t, opening.calendar()))
			.map((page) -> page.answer(request, HttpStatus.OK, MediaTypes.HTML, t::describe));
	}

	/** Books as the form says. */
	public Mono<ServerResponse> book(ServerRequest request, Mono<Door> door) {
		return Mono.zip(door, Forms.fields(request).map(BookingForm::of))
			.flatMap((sent) -> sent.getT2().shows() ? show(request, sent.getT1(), sent.getT2())
					: book(request, sent.getT1(), sent.getT2()));
	}

	/** Shows the page with another day, zone or language, and the input kept. */
	private Mono<ServerResponse> show(ServerRequest request, Door door, BookingForm form) {
		Language t = this.languages.of(request);
		return door.open()
			.flatMap((opening) -> this.bookingPages.again(request, t, opening.calendar(), form, false, null, Map.of()))
			.flatMap((page) -> Templates.html(HttpStatus.OK, t, page));
	}

	private Mono<ServerResponse> book(ServerRequest request, Door door, BookingForm form) {
		return book(door, form).flatMap((redeemed) -> booked(request, this.languages.of(request), redeemed))
			.onErrorResume((fault) -> again(request, door, form, this.faults.translate(request.exchange(), fault)));
	}

	/**
	 * The address names the language, because a frame on another site keeps no cookies.
	 */
	private Mono<ServerResponse> booked(ServerRequest request, Language t, Redeemed redeemed) {
		Booking booking = redeemed.booking();
		ServerResponse.BodyBuilder answer = ServerResponse
			.seeOther(URI.create(this.managed.address(booking) + t.query()));
		return ((booking.linkId() != null) ? answer.cookie(this.deadLinks.booked(request, booking))
			.cookie(this.deadLinks.bookedWith(request, this.managed.address(booking))) : answer).build();
	}

	private Mono<Redeemed> book(Door door, BookingForm form) {
		return Mono.fromSupplier(() -> toRequest(form))
			.flatMap((request) -> once(door, request)
				// The form was changed and sent again: that is another attempt.
				.flatMap((outcome) -> is(outcome, Reason.KEY_REUSED)
						? door.tryToBook(new BookingRequest(request.start(), request.invitee(), null))
						: Mono.just(outcome)))
			.flatMap(door::orProblem);
	}

	/**
	 * Books; the second tap of a double tap waits for the first, so that both show its
	 * booking.
	 */
	private static Mono<RedemptionOutcome> once(Door door, BookingRequest request) {
		return door.tryToBook(request)
			.filter((outcome) -> !is(outcome, Reason.KEY_IN_FLIGHT))
			.repeatWhenEmpty((taps) -> taps.take(20).delayElements(Duration.ofMillis(250)))
			.switchIfEmpty(Mono.defer(() -> door.tryToBook(request)));
	}

	private static boolean is(RedemptionOutcome outcome, Reason reason) {
		return outcome instanceof Refused refused && refused.reason() == reason;
	}

	/** Shows the page again if another attempt may succeed. */
	private Mono<ServerResponse> again(ServerRequest request, Door door, BookingForm form, ProblemException problem) {
		Language t = this.languages.of(request);
		return switch (problem.problem()) {
			case INVALID_REQUEST, SLOT_TAKEN,
					SLOT_UNAVAILABLE ->
				door.open()
					.flatMap((opening) -> this.bookingPages.again(request, t, opening.calendar(), form, missed(problem),
							alert(t, problem), FormMistakes.of(t, problem)))
					.flatMap((page) -> Templates.html(problem.status(), t, page));
			default -> Mono.error(problem);
		};
	}

	/** Tells whether the chosen time is valid, but not available. */
	private static boolean missed(ProblemException problem) {
		return problem.problem() == Problem.SLOT_TAKEN || problem.problem() == Problem.SLOT_UNAVAILABLE;
	}

	private static String alert(Language t, ProblemException problem) {
		return t.say(switch (problem.problem()) {
			case SLOT_TAKEN -> "alert.slot-taken";
			case SLOT_UNAVAILABLE -> "alert.slot-unavailable";
			default -> "alert.invalid";
		});
	}

	private BookingRequest toRequest(BookingForm form) {
		String zone = Times.zone(form.zone()).map(ZoneId::getId).orElse(null);
		return this.body
			.check(new RedemptionBody(form.start(), new InviteeBody(form.name(), form.email(), zone, form.notes())))
			.toRequest(form.key().isEmpty() ? null : form.key());
	}

}
