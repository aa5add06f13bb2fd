package io.oncegate.booking;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.Slot;

import org.springframework.stereotype.Component;

/**
 * Caches which slots the calendars offer: in a burst many request the same ones, and
 * cutting the hours of a day into slots takes longer than everything else before the
 * commit.
 */
@Component
class OfferedTimes {

	private static final int MOST = 50_000;

	private final Cache<Time, Optional<Slot>> times = Caffeine.newBuilder().maximumSize(MOST).build();

	/** Finds the slot that starts at an instant, if it is still offered. */
	Optional<Slot> find(Calendar calendar, Instant start, Instant now) {
		return this.times
			.get(new Time(calendar.id(), calendar.version(), start), (time) -> calendar.schedule().slotAt(start))
			.filter((slot) -> calendar.offers(slot, now));
	}

	/** The slots of one version of a calendar never change. */
	private record Time(UUID calendarId, int version, Instant start) {

	}

}
