package io.oncegate.booking;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

import com.github.benmanes.caffeine.cache.Ticker;
import io.oncegate.booking.Cancellation.By;
import io.oncegate.booking.CommitOutcome.Committed;
import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.Slot;
import io.oncegate.telemetry.Meters;
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

	// A commit that started then has ended five seconds later.
	private static final String RECENT = """
			select coalesce(changed_at, created_at) as at, id, link_id from booking
			where (coalesce(changed_at, created_at), id) > (coalesce(:at::timestamptz, now() - interval '15 minutes'),
					coalesce(:id::uuid, '00000000-0000-0000-0000-000000000000'))
				and coalesce(changed_at, created_at) < now() - interval '5 seconds'
			order by coalesce(changed_at, created_at), id limit :limit""";

	// With GROUP BY, the whole index would be read.
	private static final String BOOKED_TWICE = """
			select link.id from unnest(:ids) as link (id)
			where (select count(*) from booking where booking.link_id = link.id and not gave_back) > 1""";

	// The calendar's current version only: an owner may reduce the number of seats below
	// what is booked.
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

	// Each timestamp is read from the clock while holding the calendar's lock, or belongs
	// to a transaction that started earlier.
	private static final String UNOPENED = """
			select b.id from booking b join calendar c on c.id = b.calendar_id
			left join one_time_link l on l.id = b.link_id left join campaign k on k.id = l.campaign_id
			where b.id = any(:ids) and (b.created_at > least(l.revoked_at, k.revoked_at)
				or b.gave_back and b.changed_at > least(l.revoked_at, k.revoked_at)
				or b.link_id is null and b.created_at > c.unshared_at)""";

	private final DatabaseClient database;

	private final Committer committer;

	private final Changes changes;

	private final BookingLists lists;

	private final FreeTimes free;

	private final RecentTimes recent;

	R2dbcBookings(DatabaseClient database, Committer committer, Changes changes, Clock clock, Meters meters) {
		this.database = database;
		this.committer = committer;
		this.changes = changes;
		this.lists = new BookingLists(database);
		this.free = new FreeTimes(database);
		this.recent = new RecentTimes(this.free::now, clock, Ticker.systemTicker());
		meters.cache("times", this.recent.cache());
	}

	@Override
	public Mono<CommitOutcome> commit(NewBooking booking) {
		return this.committer.commit(booking).doOnNext((outcome) -> {
			if (outcome instanceof Committed committed) {
				this.recent.drop(committed.calendar());
			}
		});
	}

	@Override
	public Mono<Booking> cancel(UUID id, By by, @Nullable String message) {
		return this.changes.cancel(id, by, message);
	}

	@Override
	public Mono<Boolean> mayBeGivenBack(UUID linkId) {
		return this.database.sql("select may_be_given_back(:link)").bind("link", linkId).mapValue(Boolean.class).one();
	}

	@Override
	public Mono<RescheduleOutcome> reschedule(Booking booking, Instant start) {
		return this.changes.reschedule(booking, start);
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
		return this.database.sql("select * from booking where link_id = :link and not gave_back")
			.bind("link", linkId)
			.map(BookingRow::read)
			.one();
	}

	@Override
	public Flux<FreeSlot> free(Calendar calendar, List<Slot> slots) {
		return this.free.now(calendar, slots);
	}

	@Override
	public Flux<FreeSlot> freeToReschedule(Booking booking, Calendar calendar, List<Slot> slots) {
		return this.free.without(booking.id(), calendar, slots);
	}

	@Override
	public Flux<FreeSlot> freeAfterChange(Calendar changed, List<Slot> slots) {
		return this.free.afterChange(changed, slots);
	}

	@Override
	public Mono<List<FreeSlot>> recentlyFree(Calendar calendar, LocalDate from) {
		return this.recent.since(calendar, from);
	}

	@Override
	public Flux<Booking> list(UUID ownerId, @Nullable UUID calendarId, @Nullable Instant from, @Nullable Instant to,
			@Nullable Position after, int limit) {
		return this.lists.forwards(ownerId, calendarId, from, to, after, limit);
	}

	@Override
	public Flux<Booking> listBackwards(UUID ownerId, @Nullable UUID calendarId, Instant to, @Nullable Position after,
			int limit) {
		return this.lists.backwards(ownerId, calendarId, to, after, limit);
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
	public Flux<UUID> unopened(Collection<UUID> ids) {
		return find(UNOPENED, ids);
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
		return new Made(row.get("at", Instant.class), row.get("id", UUID.class), row.get("link_id", UUID.class));
	}

}
