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
			select coalesce(changed_at, created_at) as at, id, owner_id, link_id from booking
			where (coalesce(changed_at, created_at), id) > (coalesce(:at::timestamptz, now() - interval '15 minutes'),
					coalesce(:id::uuid, '00000000-0000-0000-0000-000000000000'))
				and coalesce(changed_at, created_at) < now() - interval '5 seconds'
			order by coalesce(changed_at, created_at), id limit :limit""";

	// Grouped, it would be read in the order of an index, from end to end.
	private static final String BOOKED_TWICE = """
			select link.id from unnest(:ids) as link (id)
			where (select count(*) from booking
				where owner_id = :owner and booking.link_id = link.id and not gave_back) > 1""";

	// Of the calendar's present version only: an owner may take away seats that were
	// booked before.
	private static final String OVERBOOKED = """
			select t.id from (
				select distinct on (calendar_id, start_at) id, calendar_id, schedule_version, start_at, busy_until
				from booking where owner_id = :owner and id = any(:ids) and status = 'confirmed'
				order by calendar_id, start_at, id) as t
			join calendar c on c.owner_id = :owner and c.id = t.calendar_id and c.schedule_version = t.schedule_version
			where c.seats_per_slot < (
				select count(*) from booking b
				where b.owner_id = :owner and b.calendar_id = c.id and b.schedule_version = c.schedule_version
					and b.status = 'confirmed' and b.start_at < t.busy_until
					and b.start_at > t.start_at - make_interval(mins => c.duration_minutes + c.buffer_minutes)
			) + case when c.earlier_until > t.start_at then
				seats_taken_earlier(:owner, c.id, c.schedule_version, t.start_at, t.busy_until) else 0 end""";

	// Each time is read from the clock under the calendar's lock, or is of a transaction
	// that began before.
	private static final String UNOPENED = """
			select b.id from booking b join calendar c on c.owner_id = :owner and c.id = b.calendar_id
			left join one_time_link l on l.owner_id = :owner and l.id = b.link_id
			left join campaign k on k.owner_id = :owner and k.id = l.campaign_id
			where b.owner_id = :owner and b.id = any(:ids) and (b.created_at > least(l.revoked_at, k.revoked_at, k.archived_at)
				or b.gave_back and b.changed_at > least(l.revoked_at, k.revoked_at, k.archived_at)
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

	Flux<UUID> bookedTwice(UUID ownerId, Collection<UUID> linkIds) {
		return find(BOOKED_TWICE, ownerId, linkIds);
	}

	Flux<UUID> unopened(UUID ownerId, Collection<UUID> ids) {
		return find(UNOPENED, ownerId, ids);
	}

	Flux<UUID> overbooked(UUID ownerId, Collection<UUID> ids) {
		return find(OVERBOOKED, ownerId, ids);
	}

	private Flux<UUID> find(String sql, UUID ownerId, Collection<UUID> ids) {
		return ids.isEmpty() ? Flux.empty()
				: this.database.sql(sql)
					.bind("owner", ownerId)
					.bind("ids", ids.toArray(UUID[]::new))
					.mapValue(UUID.class)
					.all();
	}

	@SuppressWarnings("NullAway") // columns that are "not null" in the table
	private static Made made(Readable row) {
		return new Made(row.get("at", Instant.class), row.get("id", UUID.class), row.get("owner_id", UUID.class),
				row.get("link_id", UUID.class));
	}

}
