package io.oncegate.calendar;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;

import static org.assertj.core.api.Assertions.assertThat;

/** Calendars are remembered, but not for long. */
@GatewayTest
class RecentCalendarsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final AtomicLong nanos = new AtomicLong();

	private final AtomicInteger reads = new AtomicInteger();

	@Autowired
	private Owners owners;

	@Autowired
	private Calendars calendars;

	@Autowired
	private DatabaseClient database;

	private Calendar calendar;

	private RecentCalendars recent;

	private Mono<Void> delay = Mono.empty();

	@BeforeEach
	void create() {
		this.calendar = this.owners.calendar(30, 1);
		this.recent = new RecentCalendars((id) -> read(this.calendars.find(id)),
				(aged) -> read(this.calendars.find(aged.owner().id(), aged.id())), this.nanos::get);
	}

	private Mono<Calendar> read(Mono<Calendar> calendar) {
		this.reads.incrementAndGet();
		return this.delay.then(calendar);
	}

	@Test
	void aChangeThatNobodyToldOfIsSeenWithinASecond() {
		assertThat(seats()).isEqualTo(1);
		update("seats_per_slot = 5");
		this.nanos.addAndGet(Duration.ofMillis(399).toNanos());
		assertThat(seats()).isEqualTo(1);
		assertThat(this.reads).hasValue(1);
		this.nanos.addAndGet(Duration.ofMillis(101).toNanos());
		assertThat(seats()).isEqualTo(5);
	}

	@Test
	void whileItIsReadAnewItIsStillKnown() {
		assertThat(seats()).isEqualTo(1);
		update("seats_per_slot = 5");
		this.nanos.addAndGet(Duration.ofMillis(499).toNanos());
		Sinks.Empty<Void> slow = Sinks.empty();
		this.delay = slow.asMono();
		assertThat(seats()).isEqualTo(1);
		assertThat(this.reads).hasValue(2);
		slow.tryEmitEmpty();
		assertThat(Mono.defer(() -> this.recent.find(this.calendar.id()))
			.map(Calendar::seatsPerSlot)
			.filter((seats) -> seats == 5)
			.repeatWhenEmpty((tries) -> tries.delayElements(Duration.ofMillis(10)))
			.block(PATIENCE)).isEqualTo(5);
		assertThat(this.reads).hasValue(2);
	}

	@Test
	void whatIsForgottenIsReadAtOnce() {
		assertThat(seats()).isEqualTo(1);
		update("seats_per_slot = 5");
		this.recent.forget(this.calendar.id());
		assertThat(seats()).isEqualTo(5);
	}

	@Test
	void aSlugThatWasGivenAwayFindsItsNewCalendar() {
		String slug = this.calendar.slug();
		assertThat(bySlug(slug)).isEqualTo(this.calendar.id());
		Calendar other = this.owners.calendar(30, 1);
		update("slug = slug || '-old'");
		this.recent.forget(this.calendar.id());
		assertThat(bySlug(slug)).isNull();
		this.database.sql("update calendar set slug = :slug where id = :id")
			.bind("slug", slug)
			.bind("id", other.id())
			.then()
			.block(PATIENCE);
		assertThat(bySlug(slug)).isEqualTo(other.id());
	}

	@Test
	void aRemovedCalendarIsNotFoundBySlug() {
		assertThat(bySlug(this.calendar.slug())).isEqualTo(this.calendar.id());
		update("deleted_at = now()");
		this.recent.forget(this.calendar.id());
		assertThat(bySlug(this.calendar.slug())).isNull();
	}

	@Test
	void itIsForgottenBeforeAnybodyIsToldThatItWasRemoved() {
		Mono<Calendar> known = this.calendars.findRecent(this.calendar.id());
		assertThat(known.block(PATIENCE)).isEqualTo(this.calendar);
		assertThat(this.calendars.remove(this.calendar.owner().id(), this.calendar.id())
			.flatMap((removed) -> known)
			.map(Calendar::deleted)
			.block(PATIENCE)).isTrue();
	}

	@Test
	void itIsForgottenBeforeAnybodyIsToldThatAChangeFailed() {
		Mono<Calendar> known = this.calendars.findRecent(this.calendar.id());
		assertThat(known.block(PATIENCE)).isEqualTo(this.calendar);
		update("seats_per_slot = 5");
		assertThat(this.calendars.change(this.calendar.owner().id(), this.calendar.id(), (now) -> {
			throw new IllegalStateException();
		}).onErrorResume(IllegalStateException.class, (ex) -> known).map(Calendar::seatsPerSlot).block(PATIENCE))
			.isEqualTo(5);
	}

	private @Nullable UUID bySlug(String slug) {
		return this.recent.findByWay(slug, read(slug)).map(Calendar::id).block(PATIENCE);
	}

	private Mono<Calendar> read(String slug) {
		return this.database.sql("select id from calendar where slug = :slug and deleted_at is null")
			.bind("slug", slug)
			.mapValue(UUID.class)
			.one()
			.flatMap(this.calendars::find);
	}

	private int seats() {
		return this.recent.find(this.calendar.id()).blockOptional(PATIENCE).orElseThrow().seatsPerSlot();
	}

	/** Changes the calendar as another gateway does, of which this one hears nothing. */
	private void update(String change) {
		this.database.sql("update calendar set " + change + " where id = :id")
			.bind("id", this.calendar.id())
			.then()
			.block(PATIENCE);
	}

}
