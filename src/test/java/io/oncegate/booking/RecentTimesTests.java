package io.oncegate.booking;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.Calendars;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Free times are remembered, but not for long. */
@GatewayTest
class RecentTimesTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final AtomicLong nanos = new AtomicLong();

	private final AtomicInteger reads = new AtomicInteger();

	@Autowired
	private Owners owners;

	@Autowired
	private Bookings bookings;

	@Autowired
	private Calendars calendars;

	@Autowired
	private DatabaseClient database;

	private Calendar calendar;

	private LocalDate today;

	private RecentTimes times;

	@BeforeEach
	void create() {
		this.calendar = this.owners.calendar(30, 2);
		this.today = LocalDate.now(ZoneOffset.UTC);
		this.times = new RecentTimes((calendar, slots) -> {
			this.reads.incrementAndGet();
			return this.bookings.free(calendar, slots);
		}, Clock.systemUTC(), this.nanos::get);
	}

	@Test
	void aBookingThatNobodyToldOfIsSeenWithinASecond() {
		assertThat(seats()).isEqualTo(2);
		insert();
		insert();
		assertThat(seats()).isEqualTo(2);
		pass(Duration.ofMillis(499));
		assertThat(seats()).isEqualTo(2);
		assertThat(this.reads).hasValue(1);
		pass(Duration.ofMillis(1));
		assertThat(seats()).isZero();
		assertThat(this.reads).hasValue(2);
	}

	@Test
	void aBookingThroughThisGatewayIsSeenAtOnceButReadNoMoreThanTwiceASecondForThat() {
		assertThat(seats()).isEqualTo(2);
		insert();
		this.times.drop(this.calendar);
		assertThat(seats()).isEqualTo(1);
		for (int n = 0; n < 100; n++) {
			this.times.drop(this.calendar);
			seats();
		}
		assertThat(this.reads).hasValue(2);
		insert();
		pass(Duration.ofMillis(500));
		assertThat(seats()).isZero();
	}

	@Test
	void aChangeOfHoursIsAnotherKey() {
		assertThat(seats()).isEqualTo(2);
		Calendar changed = this.calendars
			.change(this.calendar.owner().id(), this.calendar.id(),
					(before) -> new Calendar(before.id(), before.publicId(), before.owner(), before.slug(),
							before.name(), before.schedule(), 7, before.minimumNotice(), before.horizonDays(),
							before.contact(), before.terms(), before.version(), before.createdAt(), before.deleted()))
			.blockOptional(PATIENCE)
			.orElseThrow();
		assertThat(seats(changed)).isEqualTo(7);
	}

	@Test
	void allWhoWaitShareOneReadAndAFailureIsForgotten() {
		Sinks.One<FreeSlot> answer = Sinks.one();
		RecentTimes slow = new RecentTimes((calendar, slots) -> {
			this.reads.incrementAndGet();
			return answer.asMono().flux();
		}, Clock.systemUTC(), this.nanos::get);
		Mono<List<List<FreeSlot>>> readers = Flux.range(0, 50)
			.flatMap((reader) -> slow.since(this.calendar, this.today.plusDays(reader % 20)), 50)
			.collectList();
		var waiting = readers.toFuture();
		assertThat(this.reads).hasValue(1);
		answer.tryEmitError(new IllegalStateException("no"));
		assertThatThrownBy(waiting::join).hasRootCauseMessage("no");
		assertThatThrownBy(() -> slow.since(this.calendar, this.today).block(PATIENCE)).hasMessage("no");
		assertThat(this.reads).hasValue(2);
	}

	@Test
	void anyFirstDayIsServedByOneOfAFewReads() {
		List<FreeSlot> all = this.bookings
			.free(this.calendar,
					this.calendar.offered(this.today, this.today.plusDays(60), Clock.systemUTC().instant()))
			.collectList()
			.blockOptional(PATIENCE)
			.orElseThrow();
		for (int days = -400; days < 400; days++) {
			LocalDate from = this.today.plusDays(days);
			// AssertJ would compare each with each.
			Set<FreeSlot> times = Set.copyOf(since(this.calendar, from));
			assertThat(all).filteredOn((slot) -> !LocalDate.ofInstant(slot.start(), ZoneOffset.UTC).isBefore(from))
				.allMatch(times::contains);
		}
		assertThat(this.reads.get()).isLessThan(4);
	}

	private List<FreeSlot> since(Calendar calendar, LocalDate from) {
		return this.times.since(calendar, from).blockOptional(PATIENCE).orElseThrow();
	}

	private int seats() {
		return seats(this.calendar);
	}

	/** The seats left of one time. */
	private int seats(Calendar calendar) {
		return since(calendar, this.today).stream()
			.filter((slot) -> slot.start().equals(Owners.time(calendar, 3)))
			.mapToInt(FreeSlot::seatsLeft)
			.sum();
	}

	private void pass(Duration time) {
		this.nanos.addAndGet(time.toNanos());
	}

	/** Books as another gateway does, of which this one hears nothing. */
	private void insert() {
		this.database
			.sql("""
					insert into booking (id, owner_id, calendar_id, schedule_version, start_at, end_at, busy_until, seat,
						invitee_name, invitee_email)
					select :id, :owner, :calendar, 1, :start, :end, :end, coalesce(max(seat), 0) + 1, 'Ada', 'ada@example.com'
					from booking where calendar_id = :calendar""")
			.bind("id", UUID.randomUUID())
			.bind("calendar", this.calendar.id())
			.bind("owner", this.calendar.owner().id())
			.bind("start", Owners.time(this.calendar, 3))
			.bind("end", Owners.time(this.calendar, 3).plus(30, ChronoUnit.MINUTES))
			.then()
			.block(PATIENCE);
	}

}
