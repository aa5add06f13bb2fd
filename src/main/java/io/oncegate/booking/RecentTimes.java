package io.oncegate.booking;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.Slot;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The free slots of calendars, cached for half a second: a calendar under load is read
 * twice a second, and gateways need not notify each other of bookings.
 */
class RecentTimes {

	/** The most days that are requested at once. */
	static final int AHEAD = 63;

	/** This many start dates share a cache entry. */
	private static final int STEP = 31;

	/** Including the time of a read, less than a second. */
	private static final Duration FRESH = Duration.ofMillis(500);

	/** Everyone would wait for a read that never ended. */
	private static final Duration PATIENCE = Duration.ofSeconds(3);

	/** Some 40 MB. */
	private static final int MOST_SLOTS = 500_000;

	private static final int MOST_CALENDARS = 10_000;

	private final AsyncCache<Key, List<FreeSlot>> times;

	private final Cache<UUID, Boolean> dropped;

	private final BiFunction<Calendar, List<Slot>, Flux<FreeSlot>> read;

	private final Clock clock;

	RecentTimes(BiFunction<Calendar, List<Slot>, Flux<FreeSlot>> read, Clock clock, Ticker ticker) {
		this.read = read;
		this.clock = clock;
		this.times = Caffeine.newBuilder()
			.ticker(ticker)
			.expireAfterWrite(FRESH)
			.maximumWeight(MOST_SLOTS)
			.weigher((Key key, List<FreeSlot> slots) -> 1 + slots.size())
			.recordStats()
			.buildAsync();
		this.dropped = Caffeine.newBuilder().ticker(ticker).expireAfterWrite(FRESH).maximumSize(MOST_CALENDARS).build();
	}

	/** The free slots by calendar and start date. */
	Cache<?, ?> cache() {
		return this.times.synchronous();
	}

	/** Lists the free slots from a day on. */
	Mono<List<FreeSlot>> since(Calendar calendar, LocalDate from) {
		LocalDate today = today(calendar);
		int steps = (int) Math.min(Math.max(0, ChronoUnit.DAYS.between(today, from) / STEP), steps(calendar));
		return Mono.fromFuture(() -> this.times.get(new Key(calendar.id(), calendar.version(), steps),
				(key, executor) -> read(calendar, today.plusDays((long) steps * STEP)).toFuture()), true);
	}

	private Mono<List<FreeSlot>> read(Calendar calendar, LocalDate first) {
		return Mono.fromSupplier(() -> calendar.offered(first, first.plusDays(STEP + AHEAD), this.clock.instant()))
			.flatMapMany((slots) -> this.read.apply(calendar, slots))
			.collectList()
			.timeout(PATIENCE);
	}

	/**
	 * Drops the slots of a calendar that was booked, so that they are read again; at most
	 * twice a second, however often it is booked.
	 */
	void drop(Calendar calendar) {
		if (this.dropped.asMap().putIfAbsent(calendar.id(), true) == null) {
			for (int steps = 0; steps <= steps(calendar); steps++) {
				this.times.synchronous().invalidate(new Key(calendar.id(), calendar.version(), steps));
			}
		}
	}

	/** After this many steps there are no more slots. */
	private static int steps(Calendar calendar) {
		return calendar.horizonDays() / STEP + 1;
	}

	private LocalDate today(Calendar calendar) {
		return LocalDate.ofInstant(this.clock.instant(), calendar.schedule().zone());
	}

	/**
	 * A change of hours means a new version, and so a new key.
	 *
	 * @param steps how many steps after today its first day is
	 */
	private record Key(UUID calendar, int version, int steps) {

	}

}
