package io.oncegate.booking;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.MeterRegistry;
import io.oncegate.booking.CommitOutcome.Committed;
import io.oncegate.booking.CommitOutcome.Refused;
import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.Calendars;
import io.oncegate.calendar.Schedule;
import io.oncegate.calendar.Slot;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Result;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.r2dbc.core.DatabaseClient;

import static io.oncegate.booking.Wanted.booking;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Law 5: never more bookings over any instant than seats, whatever the owner changes. */
@GatewayTest
class OverbookingTests {

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	/**
	 * The most bookings that lie over one instant, and the most that began so late as to
	 * add to it.
	 */
	private static final String PEAK = """
			select coalesce(max(n), 0) from (
				select (select count(*) from booking o where o.calendar_id = b.calendar_id and o.status = 'confirmed'
					and o.start_at <= b.start_at and o.end_at > b.start_at) as n
				from booking b where b.calendar_id = :calendar and b.status = 'confirmed') as peaks""";

	@Autowired
	private Owners owners;

	@Autowired
	private Bookings bookings;

	@Autowired
	private Calendars calendars;

	@Autowired
	private DatabaseClient database;

	@Autowired
	private MeterRegistry meters;

	@Autowired
	private ConnectionFactory connections;

	@Test
	void aLongerDurationRespectsTheBookingsBefore() {
		Calendar calendar = this.owners.calendar(30, 1);
		assertThat(book(calendar, Owners.time(calendar, 19))).isInstanceOf(Committed.class);
		Calendar longer = change(calendar, 60, 1);
		// 09:30 is booked: the hour that began at 09:00 is not free, the next one is.
		assertThat(book(longer, Owners.time(longer, 9))).isEqualTo(Refused.SLOT_TAKEN);
		assertThat(book(longer, Owners.time(longer, 10))).isInstanceOf(Committed.class);
		assertThat(free(longer, 9)).isEmpty();
		assertThat(free(longer, 11)).hasValue(1);
	}

	@Test
	void aShorterDurationRespectsTheBookingsBefore() {
		Calendar calendar = this.owners.calendar(60, 1);
		assertThat(book(calendar, Owners.time(calendar, 9))).isInstanceOf(Committed.class);
		Calendar shorter = change(calendar, 20, 1);
		for (int n = 27; n < 30; n++) {
			assertThat(book(shorter, Owners.time(shorter, n))).isEqualTo(Refused.SLOT_TAKEN);
		}
		assertThat(book(shorter, Owners.time(shorter, 30))).isInstanceOf(Committed.class);
	}

	@Test
	void bookingsOneAfterTheOtherTakeOneSeatOfALongerTime() {
		Calendar calendar = this.owners.calendar(30, 2);
		assertThat(book(calendar, Owners.time(calendar, 18))).isInstanceOf(Committed.class);
		assertThat(book(calendar, Owners.time(calendar, 19))).isInstanceOf(Committed.class);
		Calendar longer = change(calendar, 60, 2);
		assertThat(free(longer, 9)).hasValue(1);
		assertThat(book(longer, Owners.time(longer, 9))).isInstanceOf(Committed.class);
		assertThat(book(longer, Owners.time(longer, 9))).isEqualTo(Refused.SLOT_TAKEN);
		assertThat(peak(longer)).isEqualTo(2);
	}

	@Test
	void fewerSeatsStayTakenUntilEnoughBookingsAreCancelled() {
		Calendar calendar = this.owners.calendar(30, 5);
		List<UUID> made = IntStream.range(0, 5)
			.mapToObj((n) -> ((Committed) book(calendar, Owners.time(calendar, 18))).booking().id())
			.toList();
		Calendar fewer = change(calendar, 30, 2);
		for (int cancelled = 0; cancelled < 3; cancelled++) {
			assertThat(book(fewer, Owners.time(fewer, 18))).isEqualTo(Refused.SLOT_TAKEN);
			cancel(made.get(cancelled));
		}
		assertThat(book(fewer, Owners.time(fewer, 18))).isEqualTo(Refused.SLOT_TAKEN);
		cancel(made.get(3));
		assertThat(book(fewer, Owners.time(fewer, 18))).isInstanceOf(Committed.class);
		assertThat(book(fewer, Owners.time(fewer, 18))).isEqualTo(Refused.SLOT_TAKEN);
	}

	@Test
	void theBufferOfABookingBeforeIsKept() {
		Calendar calendar = this.owners.calendar(30, 1);
		Calendar buffered = change(calendar, new Schedule(calendar.schedule().zone(), Duration.ofMinutes(30),
				Duration.ofMinutes(30), calendar.schedule().weeklyHours(), calendar.schedule().dateOverrides()), 1);
		Instant nine = Owners.time(calendar, 18);
		assertThat(book(buffered, nine)).isInstanceOf(Committed.class);
		Calendar unbuffered = change(buffered, 30, 1);
		assertThat(book(unbuffered, nine.plus(Duration.ofMinutes(30)))).isEqualTo(Refused.SLOT_TAKEN);
		assertThat(book(unbuffered, nine.plus(Duration.ofMinutes(60)))).isInstanceOf(Committed.class);
	}

	@Test
	void nothingIsOverbookedWhileTheOwnerKeepsChangingTheDuration() {
		Calendar calendar = this.owners.calendar(30, 2);
		int[] durations = { 30, 45, 20, 60, 15, 90, 40, 120, 25, 10 };
		Mono<Void> owner = Flux.fromArray(IntStream.of(durations).boxed().toArray(Integer[]::new))
			.repeat(4)
			.concatMap((minutes) -> this.calendars.change(calendar.owner().id(), calendar.id(),
					(before) -> with(before, schedule(before, minutes), 2)))
			.then();
		Random random = new Random(1);
		Instant day = Owners.time(calendar, 0);
		Mono<Long> invitees = Flux.range(0, 3000)
			.flatMap((n) -> this.bookings
				.commit(booking(calendar, null, day.plus(Duration.ofMinutes(5L * random.nextInt(288)))))
				.subscribeOn(Schedulers.parallel()), 32)
			.filter(Committed.class::isInstance)
			.count();
		Long made = Mono.zip(invitees, owner.thenReturn(true)).blockOptional(PATIENCE).orElseThrow().getT1();
		assertThat(made).isGreaterThan(20);
		assertThat(peak(calendar)).isEqualTo(2);
	}

	@Test
	void aCommitDuringAChangeOfDurationLooksAgain() {
		Calendar calendar = this.owners.calendar(30, 1);
		Connection owner = hold(calendar, "pg_advisory_xact_lock");
		long before = batches();
		CompletableFuture<CommitOutcome> commit = this.bookings
			.commit(booking(calendar, null, Owners.time(calendar, 19)))
			.toFuture();
		Mono.fromSupplier(this::batches)
			.filter((batches) -> batches > before + 1)
			.repeatWhenEmpty((tries) -> tries.delayElements(Duration.ofMillis(10)))
			.block(PATIENCE);
		assertThat(commit).isNotDone();
		execute(owner,
				"update calendar set duration_minutes = 60, schedule_version = schedule_version + 1 where id = $1",
				calendar);
		Mono.from(owner.commitTransaction()).then(Mono.from(owner.close())).block(PATIENCE);
		assertThat(commit).succeedsWithin(PATIENCE).isEqualTo(Refused.SLOT_UNAVAILABLE);
	}

	@Test
	void aChangeOfDurationWaitsForTheCommitsUnderWay() {
		Calendar calendar = this.owners.calendar(30, 1);
		Connection commit = hold(calendar, "pg_advisory_xact_lock_shared");
		CompletableFuture<Calendar> change = this.calendars
			.change(calendar.owner().id(), calendar.id(), (before) -> with(before, schedule(before, 60), 1))
			.toFuture();
		awaitWaitingFor("pg_advisory_xact_lock");
		assertThat(change).isNotDone();
		Mono.from(commit.rollbackTransaction()).then(Mono.from(commit.close())).block(PATIENCE);
		assertThat(change).succeedsWithin(PATIENCE);
	}

	@Test
	void otherCalendarsDoNotWaitForAChange() {
		Calendar changed = this.owners.calendar(30, 1);
		Calendar other = this.owners.calendar(30, 1);
		Connection owner = hold(changed, "pg_advisory_xact_lock");
		CompletableFuture<CommitOutcome> waits = this.bookings.commit(booking(changed, null, Owners.time(changed, 1)))
			.toFuture();
		assertThat(book(other, Owners.time(other, 1))).isInstanceOf(Committed.class);
		assertThat(waits).isNotDone();
		Mono.from(owner.rollbackTransaction()).then(Mono.from(owner.close())).block(PATIENCE);
		assertThat(waits).succeedsWithin(PATIENCE).isInstanceOf(Committed.class);
	}

	private long batches() {
		return this.meters.summary("oncegate.commit.batch.rows").count();
	}

	/** Opens a transaction that holds the calendar's lock. */
	private Connection hold(Calendar calendar, String lock) {
		Connection connection = Mono.from(this.connections.create())
			.map(Connection.class::cast)
			.blockOptional(PATIENCE)
			.orElseThrow();
		Mono.from(connection.beginTransaction()).block(PATIENCE);
		execute(connection, "select " + lock + "(calendar_lock($1))", calendar);
		return connection;
	}

	private static void execute(Connection connection, String sql, Calendar calendar) {
		Flux.from(connection.createStatement(sql).bind("$1", calendar.id()).execute())
			.flatMap(Result::getRowsUpdated)
			.blockLast(PATIENCE);
	}

	/** Waits until a statement waits for a lock. */
	private void awaitWaitingFor(String statement) {
		this.database
			.sql("select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like :statement limit 1")
			.bind("statement", "%" + statement + "%")
			.fetch()
			.first()
			.repeatWhenEmpty((tries) -> tries.delayElements(Duration.ofMillis(10)))
			.block(PATIENCE);
	}

	@Test
	void theDatabaseItselfRefusesASecondBookingOfASeatOrALink() {
		Calendar calendar = this.owners.calendar(30, 1);
		UUID link = this.owners.link(calendar).link().id();
		NewBooking first = booking(calendar, link, Owners.time(calendar, 1));
		assertThat(this.bookings.commit(first).block(PATIENCE)).isInstanceOf(Committed.class);
		String copy = """
				insert into booking (id, owner_id, calendar_id, link_id, schedule_version, start_at, end_at, busy_until, seat,
					invitee_name, invitee_email)
				select gen_random_uuid(), owner_id, calendar_id, %s, schedule_version, start_at + %s, end_at + %2$s,
					busy_until + %2$s, seat, 'Ada', 'ada@example.com' from booking where id = :id""";
		for (String second : List.of(copy.formatted("link_id", "interval '1 day'"),
				copy.formatted("null", "interval '0'"))) {
			assertThatExceptionOfType(DataIntegrityViolationException.class)
				.isThrownBy(() -> this.database.sql(second).bind("id", first.id()).then().block(PATIENCE));
		}
	}

	private CommitOutcome book(Calendar calendar, Instant start) {
		return this.bookings.commit(booking(calendar, null, start)).blockOptional(PATIENCE).orElseThrow();
	}

	private Calendar change(Calendar calendar, int minutes, int seats) {
		return change(calendar, schedule(calendar, minutes), seats);
	}

	private Calendar change(Calendar calendar, Schedule schedule, int seats) {
		return this.calendars.change(calendar.owner().id(), calendar.id(), (before) -> with(before, schedule, seats))
			.blockOptional(PATIENCE)
			.orElseThrow();
	}

	private static Schedule schedule(Calendar calendar, int minutes) {
		return new Schedule(calendar.schedule().zone(), Duration.ofMinutes(minutes), Duration.ZERO,
				calendar.schedule().weeklyHours(), calendar.schedule().dateOverrides());
	}

	private static Calendar with(Calendar calendar, Schedule schedule, int seats) {
		return new Calendar(calendar.id(), calendar.publicId(), calendar.owner(), calendar.slug(), calendar.name(),
				schedule, seats, calendar.minimumNotice(), calendar.horizonDays(), calendar.contact(), calendar.terms(),
				calendar.version(), calendar.createdAt(), calendar.deleted());
	}

	private java.util.Optional<Integer> free(Calendar calendar, int n) {
		Instant start = Owners.time(calendar, n);
		return this.bookings.free(calendar, List.of(new Slot(start, start.plus(calendar.schedule().duration()))))
			.next()
			.map(FreeSlot::seatsLeft)
			.blockOptional(PATIENCE);
	}

	private void cancel(UUID booking) {
		this.database.sql("update booking set status = 'cancelled' where id = :id")
			.bind("id", booking)
			.then()
			.block(PATIENCE);
	}

	private long peak(Calendar calendar) {
		return this.database.sql(PEAK)
			.bind("calendar", calendar.id())
			.mapValue(Long.class)
			.one()
			.blockOptional(PATIENCE)
			.orElseThrow();
	}

}
