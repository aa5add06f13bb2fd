package io.oncegate.booking;

import java.time.Instant;
import java.util.Collection;
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

	// A commit that began at "created_at" is over five seconds later.
	private static final String RECENT = """
			select created_at, id, link_id from booking
			where (created_at, id) > (coalesce(:at::timestamptz, now() - interval '15 minutes'),
					coalesce(:id::uuid, '00000000-0000-0000-0000-000000000000'))
				and created_at < now() - interval '5 seconds'
			order by created_at, id limit :limit""";

	private static final String BOOKED_TWICE = """
			select link_id from booking where link_id = any(:ids) and status = 'confirmed'
			group by link_id having count(*) > 1""";

	// Of the calendar's present version only: an owner may take away seats that were
	// booked before.
	private static final String OVERBOOKED = """
			select id from (
				select distinct on (b.calendar_id, b.start_at) b.id, b.start_at, b.busy_until, c as calendar
				from booking b join calendar c on c.id = b.calendar_id and c.schedule_version = b.schedule_version
				where b.id = any(:ids) and b.status = 'confirmed') as times
			where (calendar).seats_per_slot < (
				select count(*) from booking b
				where b.calendar_id = (calendar).id and b.schedule_version = (calendar).schedule_version
					and b.status = 'confirmed' and b.start_at < times.busy_until and b.start_at > times.start_at
						- make_interval(mins => (calendar).duration_minutes + (calendar).buffer_minutes)
			) + case when (calendar).earlier_until > start_at then
				seats_taken_earlier((calendar).id, (calendar).schedule_version, start_at, busy_until) else 0 end""";

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
	public boolean areFull() {
		return this.committer.isFull();
	}

	@Override
	public Mono<Booking> find(UUID id) {
		return this.database.sql("select * from booking where id = :id").bind("id", id).map(BookingRow::read).one();
	}

	@Override
	public Mono<Booking> findByLink(UUID linkId) {
		return this.database.sql("select * from booking where link_id = :link and status = 'confirmed'")
			.bind("link", linkId)
			.map(BookingRow::read)
			.one();
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

	@Override
	public Flux<Made> recent(@Nullable Made after, int limit) {
		return this.database.sql(RECENT)
			.bind("at", instant((after != null) ? after.at() : null))
			.bind("id", Parameters.in(PostgresqlObjectId.UUID, (after != null) ? after.id() : null))
			.bind("limit", limit)
			.map(R2dbcBookings::made)
			.all();
	}

	@Override
	public Flux<UUID> bookedTwice(Collection<UUID> linkIds) {
		return find(BOOKED_TWICE, linkIds);
	}

	@Override
	public Flux<UUID> overbooked(Collection<UUID> ids) {
		return find(OVERBOOKED, ids);
	}

	private Flux<UUID> find(String sql, Collection<UUID> ids) {
		return ids.isEmpty() ? Flux.empty()
				: this.database.sql(sql).bind("ids", ids.toArray(UUID[]::new)).mapValue(UUID.class).all();
	}

	private static Parameter instant(@Nullable Instant value) {
		return Parameters.in(PostgresqlObjectId.TIMESTAMPTZ, value);
	}

	@SuppressWarnings("NullAway") // columns that are "not null" in the table
	private static Made made(Readable row) {
		return new Made(row.get("created_at", Instant.class), row.get("id", UUID.class),
				row.get("link_id", UUID.class));
	}

	@SuppressWarnings("NullAway") // columns that are "not null" in the table
	private static FreeSlot freeSlot(Readable row) {
		return new FreeSlot(row.get("start_at", Instant.class), row.get("end_at", Instant.class),
				row.get("seats_left", Integer.class));
	}

}
