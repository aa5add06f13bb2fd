package io.oncegate.web.http;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.oncegate.booking.FreeSlot;
import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.Contact;
import io.oncegate.calendar.Owner;
import io.oncegate.calendar.Schedule;
import io.oncegate.calendar.Terms;
import io.oncegate.telemetry.Meters;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What was rendered is kept while nothing changes, and within bounds. */
class RenderingsTests {

	private static final UUID ID = UUID.randomUUID();

	private final Renderings renderings = new Renderings(new Meters(new SimpleMeterRegistry()));

	private final AtomicInteger made = new AtomicInteger();

	@Test
	void theSameIsMadeOnce() {
		Prepared first = render("key", "Name", Instant.EPOCH);
		assertThat(render("key", "Name", Instant.ofEpochSecond(0))).isSameAs(first);
		assertThat(this.made).hasValue(1);
	}

	@Test
	void anotherKeyOrCalendarOrTimeIsMadeAnew() {
		render("key", "Name", Instant.EPOCH);
		render("other", "Name", Instant.EPOCH);
		render("other", "Renamed", Instant.EPOCH);
		render("other", "Renamed", Instant.EPOCH.plusSeconds(1));
		assertThat(this.made).hasValue(4);
	}

	@Test
	void whatIsKeptIsBoundedInBytes() {
		for (int n = 0; n < 1000; n++) {
			this.renderings.of(n, calendar("Name"), List.of(), (free) -> free,
					(picked) -> new FixedBytes(new byte[100_000]));
		}
		assertThat(this.renderings.size()).isPositive().isLessThanOrEqualTo(Renderings.MOST_BYTES);
	}

	private Prepared render(String key, String name, Instant time) {
		return this.renderings.of(key, calendar(name), List.of(new FreeSlot(time, time, 1)), (free) -> free,
				(picked) -> {
					this.made.incrementAndGet();
					return new FixedBytes(new byte[10]);
				});
	}

	private static Calendar calendar(String name) {
		Schedule schedule = new Schedule(ZoneOffset.UTC, Duration.ofMinutes(30), Duration.ZERO, Map.of(), Map.of());
		return new Calendar(ID, ID, new Owner(ID, "Owner", Contact.NONE), "slug", name, schedule, 1, Duration.ZERO, 60,
				Contact.NONE, Terms.USUAL, 1, Instant.EPOCH, false);
	}

}
