package io.oncegate.web.owner;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.oncegate.booking.Booking;
import io.oncegate.booking.Bookings;
import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.Calendars;
import io.oncegate.calendar.Owner;
import io.oncegate.web.http.Problem;
import io.oncegate.web.http.ProblemException;
import io.oncegate.web.http.Uuids;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/** The bookings of an owner, including those of removed calendars. */
@Component
public class OwnedBookings {

	private final Bookings bookings;

	private final Calendars calendars;

	OwnedBookings(Bookings bookings, Calendars calendars) {
		this.bookings = bookings;
		this.calendars = calendars;
	}

	/** Finds an owner's booking by its id as text, or fails with a problem. */
	public Mono<Owned> named(Owner owner, String id) {
		return Mono.justOrEmpty(Uuids.read(id))
			.flatMap((uuid) -> this.bookings.find(owner.id(), uuid))
			.flatMap((booking) -> this.calendars.find(booking.ownerId(), booking.calendarId())
				.map((calendar) -> new Owned(booking, calendar)))
			.switchIfEmpty(Mono.error(() -> ProblemException.of(Problem.NOT_FOUND, "You have no such booking.")));
	}

	/** Combines an owner's bookings with their calendars. */
	public Mono<List<Owned>> withCalendars(UUID ownerId, List<Booking> found) {
		return this.calendars.findAll(ownerId, found.stream().map(Booking::calendarId).distinct().toList())
			.collectMap(Calendar::id)
			.map((calendars) -> with(calendars, found));
	}

	@SuppressWarnings("NullAway") // every booking has a calendar, which is never deleted
	private static List<Owned> with(Map<UUID, Calendar> calendars, List<Booking> found) {
		return found.stream().map((booking) -> new Owned(booking, calendars.get(booking.calendarId()))).toList();
	}

	public record Owned(Booking booking, Calendar calendar) {

	}

}
