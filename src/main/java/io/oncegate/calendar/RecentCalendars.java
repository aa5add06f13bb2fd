package io.oncegate.calendar;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.AsyncCacheLoader;
import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import reactor.core.publisher.Mono;

/** Calendars, cached for half a second. */
class RecentCalendars {

	private static final int MOST = 10_000;

	/** Including the time of a read, less than a second. */
	private static final Duration FRESH = Duration.ofMillis(500);

	/** Everyone would wait for a read that never ended. */
	private static final Duration PATIENCE = Duration.ofSeconds(3);

	/** Refreshed in the background while in use, so that nobody waits for it. */
	private static final Duration AGED = Duration.ofMillis(400);

	private final AsyncLoadingCache<UUID, Calendar> calendars;

	private final AsyncCache<String, UUID> ways;

	/**
	 * Creates the cache.
	 * @param byId reads a calendar of an unknown owner
	 * @param again reads a calendar again
	 */
	RecentCalendars(Function<UUID, Mono<Calendar>> byId, Function<Calendar, Mono<Calendar>> again, Ticker ticker) {
		this.calendars = cache(ticker).refreshAfterWrite(AGED).buildAsync(new AsyncCacheLoader<UUID, Calendar>() {

			@Override
			public CompletableFuture<Calendar> asyncLoad(UUID id, Executor executor) {
				return future(byId.apply(id));
			}

			@Override
			public CompletableFuture<Calendar> asyncReload(UUID id, Calendar aged, Executor executor) {
				return future(again.apply(aged));
			}

		});
		this.ways = cache(ticker).buildAsync();
	}

	private static Caffeine<Object, Object> cache(Ticker ticker) {
		return Caffeine.newBuilder().ticker(ticker).maximumSize(MOST).expireAfterWrite(FRESH).recordStats();
	}

	private static <T> CompletableFuture<T> future(Mono<T> read) {
		return read.timeout(PATIENCE).toFuture();
	}

	/** The calendars by their ids. */
	Cache<UUID, Calendar> cache() {
		return this.calendars.synchronous();
	}

	Mono<Calendar> find(UUID id) {
		return Mono.fromFuture(() -> this.calendars.get(id), true);
	}

	/**
	 * Finds the calendar that a slug or a public id opens.
	 * @param read reads it from the database
	 */
	Mono<Calendar> findByWay(String way, Mono<Calendar> read) {
		return Mono.fromFuture(() -> this.ways.get(way, (missing, executor) -> future(read.map(Calendar::id))), true)
			.flatMap((id) -> find(id).filter((calendar) -> calendar.opensBy(way))
				// It was given to another calendar, or turned off.
				.switchIfEmpty(read));
	}

	/** Drops this calendar, unless it has been refreshed. */
	void forget(Calendar stale) {
		CompletableFuture<Calendar> known = this.calendars.getIfPresent(stale.id());
		if (known != null && known.getNow(null) == stale) {
			this.calendars.asMap().remove(stale.id(), known);
		}
	}

	void forget(UUID id) {
		this.calendars.synchronous().invalidate(id);
	}

}
