package io.oncegate.booking;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

import io.oncegate.booking.CommitOutcome.AlreadyBooked;
import io.oncegate.booking.CommitOutcome.Committed;
import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.Calendars;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;

import static io.oncegate.booking.Wanted.booking;

/** Law 2: a booking is there when it is said to be. */
@GatewayTest
class CommitTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	@Autowired
	private Owners owners;

	@Autowired
	private Bookings bookings;

	@Autowired
	private Calendars calendars;

	@Autowired
	private DatabaseClient database;

	@Autowired
	private TransactionalOperator transaction;

	@AfterEach
	void removeTrigger() {
		execute("drop trigger if exists fails_at_commit on booking");
	}

	@Test
	void aCommitThatFailsAtItsVeryEndIsNoBooking() {
		Calendar calendar = this.owners.calendar(30, 1);
		execute("""
				create or replace function fail_if_marked() returns trigger language plpgsql as $$
				begin if new.invitee_name = 'fails at commit' then raise 'refused'; end if; return null; end $$""");
		execute("""
				create constraint trigger fails_at_commit after insert on booking
				deferrable initially deferred for each row execute function fail_if_marked()""");
		NewBooking booking = booking(calendar, null, "fails at commit", Owners.time(calendar, 1),
				Deadline.in(PATIENCE));
		StepVerifier.create(this.bookings.commit(booking)).expectError().verify(PATIENCE);
		StepVerifier.create(this.bookings.find(booking.id())).expectComplete().verify(PATIENCE);
	}

	@Test
	void theSameClaimCommittedAgainIsTheSameBooking() {
		Calendar calendar = this.owners.calendar(30, 1);
		NewBooking booking = booking(calendar, this.owners.link(calendar).link().id(), 1);
		StepVerifier.create(this.bookings.commit(booking))
			.expectNextMatches(Committed.class::isInstance)
			.expectComplete()
			.verify(PATIENCE);
		StepVerifier.create(this.bookings.commit(booking))
			.expectNextMatches(
					(outcome) -> outcome instanceof AlreadyBooked again && again.booking().id().equals(booking.id()))
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void aBookingIsFoundThoughItsCalendarWasRemovedSince() {
		Calendar calendar = this.owners.calendar(30, 1);
		NewBooking booking = booking(calendar, this.owners.link(calendar).link().id(), 1);
		StepVerifier.create(this.bookings.commit(booking)).expectNextCount(1).expectComplete().verify(PATIENCE);
		this.calendars.remove(calendar.owner().id(), calendar.id()).block(PATIENCE);
		StepVerifier.create(this.bookings.commit(booking))
			.expectNextMatches(AlreadyBooked.class::isInstance)
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void aRefusalReadsNoTableFromEndToEnd() {
		Calendar calendar = this.owners.calendar(30, 1);
		this.bookings.commit(booking(calendar, null, 1)).block(PATIENCE);
		String refused = """
				select refusals[1] from commit_bookings('%s', array[gen_random_uuid()], array['%s']::uuid[], array[1],
					array['%s']::uuid[], array[%d], array['Eve'], array['eve@example.com'], array[null],
					array[null], array['key'], array['request'], array[null], false)""".formatted(calendar.owner().id(),
				calendar.id(), this.owners.link(calendar).link().id(), Owners.time(calendar, 1).getEpochSecond());
		String others = """
				insert into booking (id, owner_id, calendar_id, schedule_version, start_at, end_at, busy_until, seat, invitee_name,
					invitee_email, idempotency_key)
				select gen_random_uuid(), '%s', '%s', 1, at, at + interval '30 minutes', at + interval '30 minutes', 1, 'Bob',
					'bob@example.com', 'a request with the number ' || n
				from generate_series(1, 5000) as n, lateral (select '%s'::timestamptz + n * interval '30 minutes' as at)"""
			.formatted(calendar.owner().id(), calendar.id(), Owners.time(calendar, 1));
		Mono<Integer> read = this.database
			.sql("select sum(seq_tup_read)::integer from pg_stat_xact_user_tables where relname = 'booking'")
			.mapValue(Integer.class)
			.one();
		StepVerifier.create(this.transaction.execute((attempt) -> {
			attempt.setRollbackOnly();
			return this.database.sql(others)
				.then()
				.then(this.database.sql("analyze booking").then())
				.then(this.database.sql("set local plan_cache_mode = force_custom_plan").then())
				.then(read)
				// What the connection has read before is counted for a while, too.
				.flatMap((before) -> this.database.sql(refused)
					.mapValue(String.class)
					.one()
					.zipWhen((reason) -> read.map((now) -> now - before)));
		}))
			.expectNextMatches((found) -> found.getT1().equals("SLOT_TAKEN") && found.getT2() == 0)
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void aCommitIsNotSentAfterItsDeadline() {
		Calendar calendar = this.owners.calendar(30, 1);
		NewBooking late = booking(calendar, null, "Ada", Owners.time(calendar, 1), Deadline.in(Duration.ZERO));
		StepVerifier.create(this.bookings.commit(late)).expectError(TimeoutException.class).verify(PATIENCE);
		StepVerifier.create(this.bookings.find(late.id())).expectComplete().verify(PATIENCE);
	}

	private void execute(String sql) {
		this.database.sql(sql).then().block(PATIENCE);
	}

}
