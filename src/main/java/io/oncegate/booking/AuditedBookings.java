package io.oncegate.booking;

import java.time.Instant;
import java.util.Collection;
import java.util.UUID;

import io.oncegate.booking.Bookings.Made;
import io.r2dbc.postgresql.codec.PostgresqlObjectId;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

import org.springframework.r2dbc.core.DatabaseClient;

/** Finds bookings for the auditor, and those that violate a law. */
class AuditedBookings {

	// A commit that began then is over five seconds later.
	private static final String RECENT = """
			select coalesce(changed_at, created_at) as at, id, link_id from booking
			where (coalesce(changed_at, created_at), id) > (coalesce(:at::timestamptz, now() - interval '15 minutes'),
					coalesce(:id::uuid, '00000000-0000-0000-0000-000000000000'))
				and coalesce(changed_at, created_at) < now() - interval '5 seconds'
			order by coalesce(changed_at, created_at), id limit :limit""";

	// Grouped, it would be read in the order of an index, from end to end.
	private static final String BOOKED_TWICE = """
			select link.id from unnest(:ids) as link (id)
			where (select count(*) from booking where booking.link_id = link.id and not gave_back) > 1""";

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

	// Each time is read from the clock under the calendar's lock, or is of a transaction
	// that began before.
	private static final String UNOPENED = """
			select b.id from booking b join calendar c on c.id = b.calendar_id
			left join one_time_link l on l.id = b.link_id left join campaign k on k.id = l.campaign_id
			where b.id = any(:ids) and (b.created_at > least(l.revoked_at, k.revoked_at)
				or b.gave_back and b.changed_at > least(l.revoked_at, k.revoked_at)
				or b.link_id is null and b.created_at > c.unshared_at)""";

	private final DatabaseClient database;

	AuditedBookings(DatabaseClient database) {
		this.database = database;
	}

	Flux<Made> recent(@Nullable Made after, int limit) {
		return this.database.sql(RECENT)
			.bind("at", Parameters.in(PostgresqlObjectId.TIMESTAMPTZ, (after != null) ? after.at() : null))
			.bind("id", Parameters.in(PostgresqlObjectId.UUID, (after != null) ? after.id() : null))
			.bind("limit", limit)
			.map(AuditedBookings::made)
			.all();
	}

	Flux<UUID> bookedTwice(Collection<UUID> linkIds) {
		return find(BOOKED_TWICE, linkIds);
	}

	Flux<UUID> unopened(Collection<UUID> ids) {
		return find(UNOPENED, ids);
	}

	Flux<UUID> overbooked(Collection<UUID> ids) {
		return find(OVERBOOKED, ids);
	}

	private Flux<UUID> find(String sql, Collection<UUID> ids) {
		return ids.isEmpty() ? Flux.empty()
				: this.database.sql(sql).bind("ids", ids.toArray(UUID[]::new)).mapValue(UUID.class).all();
	}

	@SuppressWarnings("NullAway") // columns that are "not null" in the table
	private static Made made(Readable row) {
		return new Made(row.get("at", Instant.class), row.get("id", UUID.class), row.get("link_id", UUID.class));
	}

}
