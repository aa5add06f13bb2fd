package io.oncegate.web.invitee;

import java.net.URI;
import java.time.Instant;

import io.oncegate.booking.Booking;
import io.oncegate.booking.Bookings;
import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.Calendars;
import io.oncegate.link.Tokens;
import io.oncegate.web.http.Framing;
import io.oncegate.web.http.Problem;
import io.oncegate.web.http.ProblemException;
import io.oncegate.web.http.Times;
import io.oncegate.web.invitee.ConfirmationPage.When;
import io.oncegate.web.page.Language;
import io.oncegate.web.page.MessagePage;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * A booking, as its invitee manages it.
 *
 * @param booking the booking
 * @param calendar its calendar, as it is now
 * @param address the path of its confirmation
 */
record Managed(Booking booking, Calendar calendar, String address) {

	/** Tells whether it can still be cancelled and rescheduled. */
	boolean isChangeable(Instant now) {
		return this.booking.confirmed() && this.booking.start().isAfter(now);
	}

	/** Redirects to the confirmation. */
	Mono<ServerResponse> confirmation(Language t) {
		return ServerResponse.seeOther(URI.create(this.address + t.query())).build();
	}

	/** Its time in the invitee's zone, or else in the calendar's. */
	When when(Language t) {
		String chosen = this.booking.invitee().timeZone();
		return When.of(t, this.booking,
				Times.zone((chosen != null) ? chosen : "").orElse(this.calendar.schedule().zone()));
	}

	/** Says that it is too late to change it. */
	MessagePage begun(ServerRequest request, Language t) {
		return new MessagePage(t.say("change.begun"), t.say("change.ask", this.calendar.owner().name()),
				this.calendar.contactOrOwner(), null, null, null, null, Framing.isPossible(request));
	}

	/** Finds bookings by the secret token of their confirmation. */
	@Component
	static class Finder {

		private final Tokens tokens;

		private final Bookings bookings;

		private final Calendars calendars;

		Finder(Tokens tokens, Bookings bookings, Calendars calendars) {
			this.tokens = tokens;
			this.bookings = bookings;
			this.calendars = calendars;
		}

		/** Finds the booking that a request names, or fails with a problem. */
		Mono<Managed> named(ServerRequest request) {
			return Mono.justOrEmpty(this.tokens.bookingId(request.pathVariable("manageToken")))
				.flatMap(this.bookings::find)
				.flatMap((booking) -> this.calendars.find(booking.ownerId(), booking.calendarId())
					.map((calendar) -> new Managed(booking, calendar, address(booking))))
				.doOnNext((found) -> Framing.of(found.booking(), found.calendar()).applyTo(request))
				.switchIfEmpty(Mono.error(() -> ProblemException.of(Problem.NOT_FOUND,
						"There is no such booking. Check that all of the address was copied.", "missing.booking")));
		}

		/** The path of a booking's confirmation. */
		String address(Booking booking) {
			return "/b/" + this.tokens.manageToken(booking.id());
		}

	}

}
