package io.oncegate.web.http;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.oncegate.booking.FreeSlot;
import io.oncegate.calendar.Calendar;
import io.oncegate.telemetry.Meters;

import org.springframework.stereotype.Component;

/**
 * A cache of what was rendered from free times, valid as long as the calendar and these
 * times are unchanged.
 */
@Component
public class Renderings {

	static final int MOST_BYTES = 32 * 1024 * 1024;

	/** The overhead of an entry, in bytes. */
	private static final int OBJECTS = 500;

	private static final Duration IDLE = Duration.ofMinutes(1);

	private final Cache<Object, Rendering> renderings = Caffeine.newBuilder()
		.maximumWeight(MOST_BYTES)
		.<Object, Rendering>weigher((key, rendering) -> rendering.weight())
		.expireAfterAccess(IDLE)
		.recordStats()
		.build();

	public Renderings(Meters meters) {
		meters.cache("pages", this.renderings);
	}

	/**
	 * Finds or makes a rendering.
	 * @param key what is rendered, and how
	 * @param free the free times
	 * @param pick selects what is rendered of them, which is compared with the previous
	 * @param make renders the selection
	 */
	public <T> Prepared of(Object key, Calendar calendar, List<FreeSlot> free, Function<List<FreeSlot>, T> pick,
			Function<T, Prepared> make) {
		Rendering known = this.renderings.getIfPresent(key);
		if (known != null && known.isOf(calendar, free)) {
			return known.prepared();
		}
		T picked = pick.apply(free);
		Prepared prepared = (known != null && known.shows(calendar, picked)) ? known.prepared() : make.apply(picked);
		this.renderings.put(key, new Rendering(calendar, new WeakReference<>(free), picked, prepared));
		return prepared;
	}

	/**
	 * Finds or makes a rendering of a calendar that does not depend on free times.
	 * @param key what is rendered, and how
	 */
	public KeyedBody of(Object key, Calendar calendar, Supplier<KeyedBody> make) {
		return (KeyedBody) of(key, calendar, List.of(), (free) -> key, (same) -> make.get());
	}

	/** The size of the cache, in bytes. */
	long size() {
		this.renderings.cleanUp();
		return this.renderings.policy().eviction().map((eviction) -> eviction.weightedSize().orElse(0)).orElse(0L);
	}

	private record Rendering(Calendar calendar, WeakReference<List<FreeSlot>> free, Object picked, Prepared prepared) {

		/**
		 * Tells whether it was made from the very same objects, which is quick to check.
		 */
		boolean isOf(Calendar calendar, List<FreeSlot> free) {
			return this.calendar == calendar && this.free.refersTo(free);
		}

		/**
		 * Tells whether it would look the same, although calendar and times were read
		 * again.
		 */
		boolean shows(Calendar calendar, Object picked) {
			return this.picked.equals(picked) && this.calendar.equals(calendar);
		}

		/** The selection takes no more memory than the rendering. */
		int weight() {
			return OBJECTS + 2 * this.prepared.size();
		}

	}

}
