package io.oncegate.booking;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.oncegate.booking.CommitOutcome.AlreadyBooked;
import io.oncegate.booking.CommitOutcome.Committed;
import io.oncegate.booking.CommitOutcome.Refused;
import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.Calendars;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;

import static io.oncegate.booking.Wanted.booking;
import static io.oncegate.booking.Wanted.row;
import static org.assertj.core.api.Assertions.assertThat;

/** Many bookings, few statements; and each booking by itself. */
@GatewayTest
class CommitQueueTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	/** Whoever is refused for now comes again, as a client would. */
	private static final Retry AGAIN = Retry.fixedDelay(100, Duration.ofMillis(50))
		.filter((fault) -> fault instanceof OverloadedException || fault instanceof TimeoutException);

	@Autowired
	private Owners owners;

	@Autowired
	private Bookings bookings;

	@Autowired
	private Calendars calendars;

	@Autowired
	private ConnectionFactory connections;

	@Autowired
	private DatabaseClient database;

	@Autowired
	private MeterRegistry meters;

	@AfterEach
	void removeTrigger() {
		execute("drop trigger if exists is_poison on booking");
	}

	@Test
	void whatWaitsIsCommittedTogether() {
		Calendar calendar = this.owners.calendar(30, 10_000);
		long before = batches().count();
		List<NewBooking> all = IntStream.range(0, 1000).mapToObj((n) -> booking(calendar, null, n % 7)).toList();
		assertThat(commit(all)).hasSize(1000).allMatch(Committed.class::isInstance);
		assertThat(batches().count() - before).isLessThan(100);
		assertThat(batches().max()).isBetween(2.0, 128.0);
		assertThat(rows("select count(distinct (start_at, seat)) from booking where calendar_id = '%s'"
			.formatted(calendar.id()))).isEqualTo(1000);
	}

	@Test
	void aBookingAloneWaitsForNobody() {
		Calendar calendar = this.owners.calendar(30, 1);
		double rows = batches().totalAmount();
		long before = batches().count();
		assertThat(commit(List.of(booking(calendar, null, 1)))).hasOnlyElementsOfType(Committed.class);
		assertThat(batches().count() - before).isOne();
		assertThat(batches().totalAmount() - rows).isOne();
	}

	@Test
	void eachRowLearnsWhatBecameOfItself() {
		Calendar calendar = this.owners.calendar(30, 1);
		Calendar gone = this.owners.calendar(30, 1);
		UUID spent = link(calendar);
		UUID revoked = link(calendar);
		UUID expired = link(calendar);
		UUID good = link(calendar);
		UUID ofGone = link(gone);
		execute("update one_time_link set revoked_at = now() where id = '%s'".formatted(revoked));
		execute("update one_time_link set expires_at = now() where id = '%s'".formatted(expired));
		assertThat(commit(List.of(booking(calendar, spent, 0)))).hasOnlyElementsOfType(Committed.class);
		assertThat(this.calendars.remove(gone.owner().id(), gone.id()).block(PATIENCE)).isTrue();
		Instant past = Owners.time(calendar, 0).minus(Duration.ofDays(400));
		List<CommitOutcome> outcomes = commit(List.of(booking(calendar, spent, 1), booking(calendar, revoked, 2),
				booking(calendar, expired, 3), booking(calendar, null, 0), booking(calendar, good, 4),
				booking(gone, ofGone, 1), booking(calendar, null, past)));
		assertThat(outcomes.get(0)).isInstanceOf(AlreadyBooked.class);
		assertThat(outcomes.subList(1, 4)).containsExactly(Refused.LINK_REVOKED, Refused.LINK_EXPIRED,
				Refused.SLOT_TAKEN);
		assertThat(outcomes.get(4)).isInstanceOf(Committed.class);
		assertThat(outcomes.subList(5, 7)).containsExactly(Refused.LINK_REVOKED, Refused.SLOT_UNAVAILABLE);
	}

	@Test
	void aBatchIsOfWhoeverHasWaitedLongestAndOthersOfTheSameOwner() {
		Calendar one = this.owners.calendar(30, 1);
		Calendar other = ofSomebodyElse(1);
		CommitLine line = new CommitLine();
		List<WaitingRow> rows = IntStream.range(0, 8)
			.mapToObj((n) -> wait(line, row((n % 2 == 0) ? one : other, null, n)))
			.toList();
		line.leave(rows.get(2));
		assertThat(line.next(10)).containsExactly(rows.get(0), rows.get(4), rows.get(6));
		assertThat(line.next(3)).containsExactly(rows.get(1), rows.get(3), rows.get(5));
		assertThat(line.next(3)).containsExactly(rows.get(7));
		assertThat(line.isEmpty()).isTrue();
		assertThat(line.waiting()).hasValue(0);
	}

	private Calendar ofSomebodyElse(int seats) {
		return this.owners.calendar(this.owners.owner(this.owners.add("Somebody else")), ZoneOffset.UTC, 30, seats);
	}

	private static WaitingRow wait(CommitLine line, CommitRow row) {
		AtomicReference<WaitingRow> waiting = new AtomicReference<>();
		Mono.<RowOutcome>create((sink) -> {
			waiting.set(WaitingRow.of(row, sink));
			line.add(waiting.get());
		}).toFuture();
		return waiting.get();
	}

	@Test
	void bookingsOfSeveralOwnersAreMadeEachWithTheirLinks() {
		Calendar one = this.owners.calendar(30, 1000);
		Calendar other = ofSomebodyElse(1000);
		List<NewBooking> all = IntStream.range(0, 60)
			.mapToObj((n) -> (n % 2 == 0) ? one : other)
			.map((calendar) -> booking(calendar, link(calendar), 1))
			.toList();
		assertThat(commit(all)).hasSize(60).allMatch(Committed.class::isInstance);
	}

	@Test
	void aLinkOpensNoCalendarOfAnotherOwner() {
		Calendar one = this.owners.calendar(30, 1);
		Calendar other = ofSomebodyElse(1);
		assertThat(commit(List.of(booking(one, link(other), 1)))).containsExactly(Refused.LINK_REVOKED);
	}

	@Test
	void oneLinkManyTimesInABatchIsBookedOnce() {
		Calendar calendar = this.owners.calendar(30, 1000);
		UUID link = link(calendar);
		List<CommitOutcome> outcomes = commit(
				IntStream.range(0, 500).mapToObj((n) -> booking(calendar, link, n % 7)).toList());
		assertThat(outcomes).filteredOn(Committed.class::isInstance).hasSize(1);
		assertThat(outcomes).filteredOn(AlreadyBooked.class::isInstance).hasSize(499);
	}

	@Test
	void theSeatsOfATimeAreAllSoldAndNoneTwice() {
		Calendar calendar = this.owners.calendar(30, 300);
		List<CommitOutcome> outcomes = commit(
				IntStream.range(0, 700).mapToObj((n) -> booking(calendar, null, 1)).toList());
		assertThat(outcomes).filteredOn(Committed.class::isInstance).hasSize(300);
		assertThat(outcomes).filteredOn(Refused.SLOT_TAKEN::equals).hasSize(400);
	}

	@Test
	void seatsThatWereGivenBackAreSoldAgain() {
		Calendar calendar = this.owners.calendar(30, 100);
		commit(IntStream.range(0, 100).mapToObj((n) -> booking(calendar, null, 1)).toList());
		execute("update booking set status = 'cancelled' where calendar_id = '%s' and seat %% 3 = 0"
			.formatted(calendar.id()));
		List<CommitOutcome> outcomes = commit(
				IntStream.range(0, 50).mapToObj((n) -> booking(calendar, null, 1)).toList());
		assertThat(outcomes).filteredOn(Committed.class::isInstance).hasSize(33);
		assertThat(outcomes).filteredOn(Refused.SLOT_TAKEN::equals).hasSize(17);
	}

	@Test
	void aRowThatTheDatabaseRefusesDoesNotHinderTheOthers() {
		Calendar calendar = this.owners.calendar(30, 1000);
		execute("""
				create or replace function refuse_poison() returns trigger language plpgsql as $$
				begin if new.invitee_name = 'poison' then raise 'refused'; end if; return new; end $$""");
		execute("create trigger is_poison before insert on booking for each row execute function refuse_poison()");
		List<CompletableFuture<CommitOutcome>> outcomes = new ArrayList<>();
		for (int n = 0; n < 100; n++) {
			outcomes.add(
					this.bookings
						.commit(booking(calendar, null, (n == 50) ? "poison" : "Ada", Owners.time(calendar, n % 7),
								Deadline.in(PATIENCE)))
						.retryWhen(AGAIN)
						.toFuture());
		}
		for (int n = 0; n < 100; n++) {
			if (n == 50) {
				assertThat(outcomes.get(n)).failsWithin(PATIENCE);
			}
			else {
				assertThat(outcomes.get(n)).succeedsWithin(PATIENCE).isInstanceOf(Committed.class);
			}
		}
	}

	@Test
	void tooManyAreRefusedAtOnceAndTheOthersSoon() {
		Calendar calendar = this.owners.calendar(30, 10_000);
		Connection lock = Mono.from(this.connections.create())
			.map(Connection.class::cast)
			.blockOptional(PATIENCE)
			.orElseThrow();
		Mono.from(lock.beginTransaction()).block(PATIENCE);
		Flux.from(lock.createStatement("lock table booking").execute()).blockLast(PATIENCE);
		AtomicBoolean full = new AtomicBoolean();
		List<CompletableFuture<CommitOutcome>> outcomes = IntStream.range(0, 3000)
			.mapToObj((n) -> this.bookings.commit(booking(calendar, null, n % 7))
				.doOnError((fault) -> full.compareAndSet(false, this.bookings.areFull()))
				.toFuture())
			.toList();
		try {
			Mono.fromSupplier(() -> outcomes.stream().filter(CompletableFuture::isCompletedExceptionally).count())
				.filter((refused) -> refused > 500)
				.repeatWhenEmpty((tries) -> tries.delayElements(Duration.ofMillis(10)))
				.block(PATIENCE);
			assertThat(full).isTrue();
		}
		finally {
			Mono.from(lock.rollbackTransaction()).then(Mono.from(lock.close())).block(PATIENCE);
		}
		assertThat(outcomes).allSatisfy((outcome) -> outcome.handle((done, fault) -> {
			assertThat(done instanceof Committed || fault instanceof OverloadedException).isTrue();
			return true;
		}).get());
		assertThat(outcomes).filteredOn((outcome) -> !outcome.isCompletedExceptionally()).hasSizeGreaterThan(100);
		assertThat(this.bookings.areFull()).isFalse();
	}

	private List<CommitOutcome> commit(List<NewBooking> all) {
		return Flux.fromIterable(all)
			.flatMapSequential((booking) -> this.bookings.commit(booking).retryWhen(AGAIN), all.size())
			.collectList()
			.blockOptional(PATIENCE)
			.orElseThrow();
	}

	private DistributionSummary batches() {
		return this.meters.summary("oncegate.commit.batch.rows");
	}

	private UUID link(Calendar calendar) {
		return this.owners.link(calendar).link().id();
	}

	private long rows(String sql) {
		return this.database.sql(sql).mapValue(Long.class).one().blockOptional(PATIENCE).orElseThrow();
	}

	private void execute(String sql) {
		this.database.sql(sql).then().block(PATIENCE);
	}

}
