package io.oncegate.booking;

import java.time.Clock;
import java.time.Duration;

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

/** Finds the time asked for, commits its booking, and says why not if it cannot. */
@Component
class Committer {

	/** For a read before the commit: nothing is lost by giving up. */
	private static final Duration PATIENCE = Duration.ofSeconds(3);

	/** For saying why there is no booking. */
	private static final Duration REASON_PATIENCE = Duration.ofSeconds(1);

	private static final String EARLIER = """
			select * from booking where link_id = :link and status = 'confirmed'
				or :link::uuid is null and calendar_id = :calendar and link_id is null and idempotency_key = :key""";

	private static final String WHY_NOT = """
			select case
				when exists (select from booking where link_id = :link and status = 'confirmed') then 'again'
				when l.revoked_at is not null then 'LINK_REVOKED'
				when l.expires_at <= now() then 'LINK_EXPIRED'
				when :start <= now() then 'SLOT_UNAVAILABLE'
				when c.schedule_version <> :version or c.deleted_at is not null then 'again'
				when free_seat(c, :start, :until) is not null then 'again'
				else 'SLOT_TAKEN' end
			from calendar c left join one_time_link l on l.id = :link
			where c.id = :calendar""";

	private final DatabaseClient database;

	private final Calendars calendars;

	private final Commit commit;

	private final Clock clock;

	Committer(DatabaseClient database, Calendars calendars, Commit commit, Clock clock) {
		this.database = database;
		this.calendars = calendars;
		this.commit = commit;
		this.clock = clock;
	}

	/**
	 * Tries until its deadline: each further try means that somebody else got a seat or
	 * changed the calendar.
	 */
	Mono<CommitOutcome> commit(NewBooking booking) {
		return this.calendars.find(booking.calendarId())
			.timeout(PATIENCE)
			.flatMap((calendar) -> commit(booking, calendar))
			.repeatWhenEmpty((tries) -> tries);
	}

	/** Says what became of one try, or nothing if it is worth another. */
	private Mono<CommitOutcome> commit(NewBooking booking, Calendar calendar) {
		if (calendar.deleted()) {
			return alreadyBooked(booking).defaultIfEmpty(Refused.LINK_REVOKED);
		}
		return calendar.offeredAt(booking.request().start(), this.clock.instant())
			.map((slot) -> commit(booking, calendar, slot))
			.orElseGet(() -> alreadyBooked(booking).defaultIfEmpty(Refused.SLOT_UNAVAILABLE));
	}

	private Mono<CommitOutcome> commit(NewBooking booking, Calendar calendar, Slot slot) {
		return this.commit.insert(booking, calendar, slot)
			.<CommitOutcome>map((booked) -> new Committed(booked, calendar))
			.switchIfEmpty(Mono
				.defer(() -> alreadyBooked(booking).switchIfEmpty(Mono.defer(() -> whyNot(booking, calendar, slot)))
					.timeout(REASON_PATIENCE)));
	}

	private Mono<CommitOutcome> alreadyBooked(NewBooking booking) {
		Idempotency idempotency = booking.request().idempotency();
		return this.database.sql(EARLIER)
			.bind("calendar", booking.calendarId())
			.bind("link", Parameters.in(PostgresqlObjectId.UUID, booking.linkId()))
			.bind("key", Parameters.in(PostgresqlObjectId.VARCHAR, (idempotency != null) ? idempotency.key() : null))
			.map(BookingRow::read)
			.one()
			.<CommitOutcome>map(AlreadyBooked::new)
			.timeout(PATIENCE);
	}

	private Mono<CommitOutcome> whyNot(NewBooking booking, Calendar calendar, Slot slot) {
		return this.database.sql(WHY_NOT)
			.bind("calendar", booking.calendarId())
			.bind("link", Parameters.in(PostgresqlObjectId.UUID, booking.linkId()))
			.bind("version", calendar.version())
			.bind("start", slot.start())
			.bind("until", slot.end().plus(calendar.schedule().buffer()))
			.mapValue(String.class)
			.one()
			.filter((reason) -> !reason.equals("again"))
			.map(Refused::valueOf);
	}

}
