package io.oncegate.booking;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

import io.oncegate.booking.Cancellation.By;
import io.oncegate.booking.MoveOutcome.Moved;
import io.oncegate.booking.MoveOutcome.Refused;
import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.Calendars;
import io.r2dbc.postgresql.codec.PostgresqlObjectId;
import io.r2dbc.spi.Parameters;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;

/** Cancels and moves bookings in the table {@code booking}. */
@Component
class Changes {

	// Waits for the commits of the calendar, which hold it shared, and makes later ones
	// wait.
	private static final String LOCK = """
			select pg_advisory_xact_lock(calendar_lock(calendar_id)) from booking where id = :id""";

	private static final String CANCEL = """
			update booking b set status = 'cancelled', cancelled_by = :by, cancel_message = :message,
				sequence = sequence + 1, changed_at = now(), gave_back = not c.keeps_links and exists (
					select from one_time_link l where l.id = b.link_id and l.revoked_at is null
						and c.deleted_at is null and (l.expires_at is null or l.expires_at > now()))
			from calendar c
			where b.id = :id and c.id = b.calendar_id and b.status = 'confirmed' and b.start_at > now()""";

	private static final String MOVE = "select move_booking(:id, :version, :start)";

	/** Somebody else is quicker, or the owner is at it. */
	private static final Duration BREATH = Duration.ofMillis(20);

	private static final int TRIES = 50;

	private final DatabaseClient database;

	private final TransactionalOperator transaction;

	private final Calendars calendars;

	private final Clock clock;

	Changes(DatabaseClient database, TransactionalOperator transaction, Calendars calendars, Clock clock) {
		this.database = database;
		this.transaction = transaction;
		this.calendars = calendars;
		this.clock = clock;
	}

	/** Cancels a booking that has not begun. */
	Mono<Void> cancel(UUID id, By by, @Nullable String message) {
		return this.database.sql(LOCK)
			.bind("id", id)
			.then()
			.then(this.database.sql(CANCEL)
				.bind("id", id)
				.bind("by", by.name().toLowerCase(Locale.ROOT))
				.bind("message", Parameters.in(PostgresqlObjectId.VARCHAR, message))
				.then())
			.as(this.transaction::transactional);
	}

	/** Moves a booking to a time of the calendar as it is now. */
	Mono<MoveOutcome> move(Booking booking, Instant start) {
		return this.calendars.find(booking.calendarId())
			.flatMap((calendar) -> move(booking, calendar, start))
			.repeatWhenEmpty((tries) -> tries.take(TRIES).delayElements(BREATH))
			.switchIfEmpty(Mono.error(OverloadedException::ofPostgres))
			.flatMap((result) -> result.equals("MOVED") ? find(booking.id()).map(Moved::new)
					: Mono.just(Refused.valueOf(result)));
	}

	private Mono<String> move(Booking booking, Calendar calendar, Instant start) {
		boolean offered = !calendar.deleted() && calendar.schedule()
			.slotAt(start)
			.filter((slot) -> calendar.offers(slot, this.clock.instant()))
			.isPresent();
		return !offered ? Mono.just(Refused.SLOT_UNAVAILABLE.name())
				: this.database.sql(MOVE)
					.bind("id", booking.id())
					.bind("version", calendar.version())
					.bind("start", start)
					.mapValue(String.class)
					.one()
					.filter((result) -> !result.equals("AGAIN") && !result.equals("CHANGED"));
	}

	private Mono<Booking> find(UUID id) {
		return this.database.sql("select * from booking where id = :id").bind("id", id).map(BookingRow::read).one();
	}

}
