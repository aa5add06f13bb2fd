package io.oncegate.web;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.oncegate.calendar.Calendar;

import org.springframework.stereotype.Component;

/**
 * What was made of free times, kept as long as the calendar and the times are the same.
 */
@Component
class Renderings {

	static final int MOST_BYTES = 32 * 1024 * 1024;

	/** About what a time takes, and its place in a list. */
	private static final int TIME = 64;

	private static final Duration IDLE = Duration.ofMinutes(1);

	private final Cache<Object, Rendering> renderings = Caffeine.newBuilder()
		.maximumWeight(MOST_BYTES)
		.<Object, Rendering>weigher((key, rendering) -> rendering.weight())
		.expireAfterAccess(IDLE)
		.build();

	/**
	 * Finds or makes a rendering.
	 * @param key says what is rendered, and how
	 * @param times all that it is made of, beside the calendar and the key
	 */
	Prepared of(Object key, Calendar calendar, List<?> times, Supplier<Prepared> make) {
		Rendering known = this.renderings.getIfPresent(key);
		if (known == null || !known.isOf(calendar, times)) {
			known = new Rendering(calendar, times, make.get());
			this.renderings.put(key, known);
		}
		return known.prepared();
	}

	/** How many bytes are kept. */
	long size() {
		this.renderings.cleanUp();
		return this.renderings.policy().eviction().map((eviction) -> eviction.weightedSize().orElse(0)).orElse(0L);
	}

	private record Rendering(Calendar calendar, List<?> times, Prepared prepared) {

		boolean isOf(Calendar calendar, List<?> times) {
			return this.times.equals(times) && this.calendar.equals(calendar);
		}

		int weight() {
			return this.prepared.size() + TIME * this.times.size();
		}

	}

}
