package io.oncegate.booking;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.Slot;
import io.r2dbc.postgresql.codec.PostgresqlObjectId;
import io.r2dbc.spi.Parameter;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;

/** The {@link Bookings} of the table {@code booking}. */
@Component
class R2dbcBookings implements Bookings {

	private static final String FREE = """
			select t.start_at, t.end_at, seats_offered(c, t.start_at, t.end_at + make_interval(mins => c.buffer_minutes))
				- (select count(*) from booking b where b.calendar_id = c.id and b.start_at = t.start_at
					and b.schedule_version = c.schedule_version and b.status = 'confirmed')::integer as seats_left
			from calendar c, unnest(:starts::timestamptz[], :ends::timestamptz[]) as t (start_at, end_at)
			where c.id = :calendar order by t.start_at""";

	private static final String LIST = """
			select * from booking where calendar_id = :calendar
				and (:from::timestamptz is null or start_at >= :from) and (:to::timestamptz is null or start_at < :to)
				and (:id::uuid is null or (start_at, id) > (:start::timestamptz, :id))
			order by start_at, id limit :limit""";

	private final DatabaseClient database;

	private final Committer committer;

	R2dbcBookings(DatabaseClient database, Committer committer) {
		this.database = database;
		this.committer = committer;
	}

	@Override
	public Mono<CommitOutcome> commit(NewBooking booking) {
		return this.committer.commit(booking);
	}

	@Override
	public Mono<Booking> find(UUID id) {
		return this.database.sql("select * from booking where id = :id").bind("id", id).map(BookingRow::read).one();
	}

	@Override
	public Flux<FreeSlot> free(Calendar calendar, List<Slot> slots) {
		return slots.isEmpty() ? Flux.empty()
				: this.database.sql(FREE)
					.bind("calendar", calendar.id())
					.bind("starts", slots.stream().map(Slot::start).toArray(Instant[]::new))
					.bind("ends", slots.stream().map(Slot::end).toArray(Instant[]::new))
					.map(R2dbcBookings::freeSlot)
					.all()
					.filter((slot) -> slot.seatsLeft() > 0);
	}

	@Override
	public Flux<Booking> list(UUID calendarId, @Nullable Instant from, @Nullable Instant to, @Nullable Position after,
			int limit) {
		return this.database.sql(LIST)
			.bind("calendar", calendarId)
			.bind("from", instant(from))
			.bind("to", instant(to))
			.bind("start", instant((after != null) ? after.start() : null))
			.bind("id", Parameters.in(PostgresqlObjectId.UUID, (after != null) ? after.id() : null))
			.bind("limit", limit)
			.map(BookingRow::read)
			.all();
	}

	private static Parameter instant(@Nullable Instant value) {
		return Parameters.in(PostgresqlObjectId.TIMESTAMPTZ, value);
	}

	@SuppressWarnings("NullAway") // columns that are "not null" in the table
	private static FreeSlot freeSlot(Readable row) {
		return new FreeSlot(row.get("start_at", Instant.class), row.get("end_at", Instant.class),
				row.get("seats_left", Integer.class));
	}

}
