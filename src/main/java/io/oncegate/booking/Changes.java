package io.oncegate.booking;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

import io.oncegate.booking.Cancellation.By;
import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.Calendars;
import io.r2dbc.postgresql.codec.PostgresqlObjectId;
import io.r2dbc.spi.Parameters;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;

/**
 * Cancels and reschedules bookings, each by a function of the database (see
 * {@code R__cancel_booking.sql} and {@code R__reschedule_booking.sql}).
 */
@Component
class Changes {

	private static final String CANCEL = "select cancel_booking(:owner, :id, :by, :message)";

	private static final String RESCHEDULE = "select reschedule_booking(:owner, :id, :version, :start)";

	/** Somebody else is quicker, or the owner is at it. */
	private static final Duration BREATH = Duration.ofMillis(20);

	private static final int TRIES = 50;

	private final DatabaseClient database;

	private final Calendars calendars;

	private final Clock clock;

	Changes(DatabaseClient database, Calendars calendars, Clock clock) {
		this.database = database;
		this.calendars = calendars;
		this.clock = clock;
	}

	/** Cancels a booking that has not begun. */
	Mono<Void> cancel(Booking booking, By by, @Nullable String message) {
		return this.database.sql(CANCEL)
			.bind("owner", booking.ownerId())
			.bind("id", booking.id())
			.bind("by", by.name().toLowerCase(Locale.ROOT))
			.bind("message", Parameters.in(PostgresqlObjectId.VARCHAR, message))
			.then();
	}

	/** Gives a booking another time of the calendar as it is now. */
	Mono<RescheduleOutcome> reschedule(Booking booking, Instant start) {
		if (booking.confirmed() && booking.start().equals(start)) {
			return Mono.just(RescheduleOutcome.RESCHEDULED);
		}
		return this.calendars.find(booking.ownerId(), booking.calendarId())
			.flatMap((calendar) -> reschedule(booking, calendar, start))
			.repeatWhenEmpty((tries) -> tries.take(TRIES).delayElements(BREATH))
			.switchIfEmpty(Mono.error(OverloadedException::ofPostgres));
	}

	private Mono<RescheduleOutcome> reschedule(Booking booking, Calendar calendar, Instant start) {
		boolean offered = !calendar.deleted() && calendar.schedule()
			.slotAt(start)
			.filter((slot) -> calendar.offers(slot, this.clock.instant()))
			.isPresent();
		return !offered ? Mono.just(RescheduleOutcome.SLOT_UNAVAILABLE)
				: this.database.sql(RESCHEDULE)
					.bind("owner", booking.ownerId())
					.bind("id", booking.id())
					.bind("version", calendar.version())
					.bind("start", start)
					.mapValue(String.class)
					.one()
					.filter((result) -> !result.equals("AGAIN") && !result.equals("CHANGED"))
					.map(RescheduleOutcome::valueOf);
	}

}
