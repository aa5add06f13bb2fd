package io.oncegate.booking;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.Slot;
import io.r2dbc.spi.Readable;
import reactor.core.publisher.Flux;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;

/** Finds which slots of a calendar have seats, in the table {@code booking}. */
class FreeTimes {

	// How many seats are taken in each slot that has bookings, of the calendar's current
	// version or of earlier ones.
	private static final String SEATS = """
			with present as (
				select start_at, count(*) as seats from booking
				where owner_id = :owner and calendar_id = :calendar and status = 'confirmed' and start_at between :first and :last%1$s
					and schedule_version = (
						select schedule_version from calendar where owner_id = :owner and id = :calendar)
				group by start_at
			), earlier as (
				select t.start_at, seats_taken_earlier(:owner, c.id, c.schedule_version, t.start_at,
					t.start_at + make_interval(mins => c.duration_minutes + c.buffer_minutes)%2$s) as seats
				from calendar c, unnest(:starts::timestamptz[]) as t (start_at)
				where c.owner_id = :owner and c.id = :calendar and c.earlier_until > t.start_at
			)
			select start_at, sum(seats)::integer as seats from (table present union all table earlier) as taken
			group by start_at""";

	private static final String TAKEN = SEATS.formatted("", "");

	private static final String TAKEN_BY_OTHERS = SEATS.formatted(" and id <> :without", ", :without");

	// To the version after the current one, all bookings belong to earlier versions.
	private static final String TAKEN_AFTER_CHANGE = """
			select t.start_at, seats_taken_earlier(:owner, c.id, c.schedule_version + 1, t.start_at,
				t.start_at + make_interval(mins => :minutes)) as seats
			from calendar c, unnest(:starts::timestamptz[]) as t (start_at)
			where c.owner_id = :owner and c.id = :calendar""";

	private final DatabaseClient database;

	FreeTimes(DatabaseClient database) {
		this.database = database;
	}

	/** The slots that have seats now. */
	Flux<FreeSlot> now(Calendar calendar, List<Slot> slots) {
		return free(calendar, slots, this.database.sql(TAKEN));
	}

	/** The slots that have seats if one booking is ignored. */
	Flux<FreeSlot> without(UUID bookingId, Calendar calendar, List<Slot> slots) {
		return free(calendar, slots, this.database.sql(TAKEN_BY_OTHERS).bind("without", bookingId));
	}

	private static Flux<FreeSlot> free(Calendar calendar, List<Slot> slots, GenericExecuteSpec taken) {
		return slots.isEmpty() ? Flux.empty()
				: taken.bind("owner", calendar.owner().id())
					.bind("calendar", calendar.id())
					.bind("first", slots.get(0).start())
					.bind("last", slots.get(slots.size() - 1).start())
					.bind("starts", slots.stream().map(Slot::start).toArray(Instant[]::new))
					.map(FreeTimes::taken)
					.all()
					.as((seats) -> left(calendar, slots, seats));
	}

	/** The slots that would have seats if the calendar were changed to this. */
	Flux<FreeSlot> afterChange(Calendar changed, List<Slot> slots) {
		return this.database.sql(TAKEN_AFTER_CHANGE)
			.bind("owner", changed.owner().id())
			.bind("calendar", changed.id())
			.bind("minutes", (int) changed.schedule().duration().plus(changed.schedule().buffer()).toMinutes())
			.bind("starts", slots.stream().map(Slot::start).toArray(Instant[]::new))
			.map(FreeTimes::taken)
			.all()
			.as((taken) -> left(changed, slots, taken));
	}

	private static Flux<FreeSlot> left(Calendar calendar, List<Slot> slots, Flux<Map.Entry<Instant, Integer>> taken) {
		return taken.collectMap(Map.Entry::getKey, Map.Entry::getValue)
			.flatMapIterable((seats) -> slots.stream().map((slot) -> left(calendar, slot, seats)).toList())
			.filter((slot) -> slot.seatsLeft() > 0);
	}

	private static FreeSlot left(Calendar calendar, Slot slot, Map<Instant, Integer> taken) {
		return new FreeSlot(slot.start(), slot.end(), calendar.seatsPerSlot() - taken.getOrDefault(slot.start(), 0));
	}

	@SuppressWarnings("NullAway") // columns that are "not null" in the table
	private static Map.Entry<Instant, Integer> taken(Readable row) {
		return Map.entry(row.get("start_at", Instant.class), row.get("seats", Integer.class));
	}

}
