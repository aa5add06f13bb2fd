package io.oncegate.booking;

import java.time.Clock;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import io.oncegate.booking.CommitOutcome.AlreadyBooked;
import io.oncegate.booking.CommitOutcome.Committed;
import io.oncegate.booking.CommitOutcome.Refused;
import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.Calendars;
import io.oncegate.calendar.Slot;
import io.r2dbc.postgresql.codec.PostgresqlObjectId;
import io.r2dbc.spi.Parameters;
import reactor.core.publisher.Mono;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;

/** Finds the requested slot, commits its booking, and returns the reason if it cannot. */
@Component
class Committer {

	/** The timeout of a read before the commit: nothing is lost by giving up. */
	private static final Duration PATIENCE = Duration.ofSeconds(3);

	/** The timeout for finding out why there is no booking. */
	private static final Duration REASON_PATIENCE = Duration.ofSeconds(1);

	private static final String EARLIER = """
			select * from booking where owner_id = :owner and (link_id = :link and not gave_back
				or link_id = :link and gave_back and idempotency_key = :key
				or :link::uuid is null and calendar_id = :calendar and link_id is null and idempotency_key = :key)
			order by idempotency_key = :key desc nulls last limit 1""";

	/** Somebody else was quicker, or the owner is changing the calendar. */
	private static final Duration BREATH = Duration.ofMillis(10);

	private final DatabaseClient database;

	private final Calendars calendars;

	private final OfferedTimes times;

	private final CommitQueue queue;

	private final Clock clock;

	Committer(DatabaseClient database, Calendars calendars, OfferedTimes times, CommitQueue queue, Clock clock) {
		this.database = database;
		this.calendars = calendars;
		this.times = times;
		this.queue = queue;
		this.clock = clock;
	}

	/**
	 * Retries until its deadline: each retry means that somebody else got a seat or
	 * changed the calendar.
	 */
	Mono<CommitOutcome> commit(NewBooking booking) {
		return this.calendars.findRecent(booking.calendarId())
			.switchIfEmpty(Mono.error(() -> new NoSuchElementException("PostgreSQL does not have the calendar")))
			.flatMap((calendar) -> commit(booking, calendar));
	}

	/** Tells whether a commit would be refused now. */
	boolean isFull() {
		return this.queue.isFull();
	}

	private Mono<CommitOutcome> commit(NewBooking booking, Calendar calendar) {
		Optional<Slot> slot = offered(booking, calendar);
		return slot.isPresent() ? commit(new CommitRow(booking, calendar, slot.get()))
				: refused(booking, calendar.owner().id());
	}

	private Optional<Slot> offered(NewBooking booking, Calendar calendar) {
		return calendar.deleted() ? Optional.empty()
				: this.times.find(calendar, booking.request().start(), this.clock.instant());
	}

	private Mono<CommitOutcome> commit(CommitRow row) {
		return this.queue.commit(row).flatMap((outcome) -> switch (outcome.kind()) {
			case COMMITTED ->
				Mono.just(new Committed(row.madeAt(Objects.requireNonNull(outcome.at())), row.calendar()));
			case BOOKED -> alreadyBooked(row.booking(), row.ownerId());
			case CHANGED -> {
				this.calendars.forget(row.calendar());
				yield again(row.booking());
			}
			case AGAIN -> again(row.booking());
			default -> Mono.just(Refused.valueOf(outcome.kind().name()));
		});
	}

	private Mono<CommitOutcome> again(NewBooking booking) {
		return Mono.delay(BREATH).flatMap((now) -> commit(booking));
	}

	/** Reads the current calendar before a slot is refused. */
	private Mono<CommitOutcome> refused(NewBooking booking, UUID ownerId) {
		return this.calendars.find(ownerId, booking.calendarId())
			.timeout(PATIENCE)
			.flatMap((calendar) -> offered(booking, calendar)
				.map((slot) -> commit(new CommitRow(booking, calendar, slot)))
				.orElseGet(() -> alreadyBooked(booking, ownerId)
					.defaultIfEmpty(calendar.deleted() ? Refused.LINK_REVOKED : Refused.SLOT_UNAVAILABLE)));
	}

	private Mono<CommitOutcome> alreadyBooked(NewBooking booking, UUID ownerId) {
		Idempotency idempotency = booking.request().idempotency();
		return this.database.sql(EARLIER)
			.bind("owner", ownerId)
			.bind("calendar", booking.calendarId())
			.bind("link", Parameters.in(PostgresqlObjectId.UUID, booking.linkId()))
			.bind("key", Parameters.in(PostgresqlObjectId.VARCHAR, (idempotency != null) ? idempotency.key() : null))
			.map(BookingRow::read)
			.one()
			.<CommitOutcome>map(AlreadyBooked::new)
			.timeout(REASON_PATIENCE);
	}

}
