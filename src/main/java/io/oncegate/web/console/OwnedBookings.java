package io.oncegate.web.console;

import java.time.Clock;
import java.util.UUID;

import io.oncegate.booking.Booking;
import io.oncegate.booking.Bookings;
import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.Calendars;
import io.oncegate.calendar.Owner;
import io.oncegate.web.Problem;
import io.oncegate.web.ProblemException;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/** Bookings with their calendars, of which only the owner's are found. */
@Component
class OwnedBookings {

	private final Bookings bookings;

	private final Calendars calendars;

	private final Clock clock;

	OwnedBookings(Bookings bookings, Calendars calendars, Clock clock) {
		this.bookings = bookings;
		this.calendars = calendars;
		this.clock = clock;
	}

	/** Finds a booking of the owner's by its id as text, or fails with a problem. */
	Mono<BookingItem> named(Owner owner, String id) {
		return Mono.fromSupplier(() -> id(id))
			.flatMap(this.bookings::find)
			.flatMap((booking) -> item(booking, this.calendars.find(booking.calendarId())))
			.filter((item) -> item.calendar().owner().id().equals(owner.id()))
			.switchIfEmpty(Mono.error(OwnedBookings::unknown));
	}

	/** Adds its calendar to a booking. */
	Mono<BookingItem> item(Booking booking) {
		return item(booking, this.calendars.findRecent(booking.calendarId()));
	}

	private Mono<BookingItem> item(Booking booking, Mono<Calendar> calendar) {
		return calendar.map((found) -> new BookingItem(booking, found, this.clock.instant()));
	}

	private static UUID id(String text) {
		try {
			return UUID.fromString(text);
		}
		catch (IllegalArgumentException ex) {
			throw unknown();
		}
	}

	private static ProblemException unknown() {
		return ProblemException.of(Problem.NOT_FOUND, "You have no such booking.");
	}

}
