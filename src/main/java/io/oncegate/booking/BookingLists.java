package io.oncegate.booking;

import java.time.Instant;
import java.util.UUID;

import io.oncegate.booking.Bookings.Position;
import io.r2dbc.postgresql.codec.PostgresqlObjectId;
import io.r2dbc.spi.Parameter;
import io.r2dbc.spi.Parameters;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

import org.springframework.r2dbc.core.DatabaseClient;

/** Lists the bookings of an owner's calendars, page by page. */
class BookingLists {

	// Written so that the index leads to the page, whatever the parameters.
	private static final String OF_ONE = """
			(select * from booking where owner_id = :owner and calendar_id = c.id and status = '%3$s'
				and start_at >= coalesce(:from::timestamptz, '-infinity')
				and start_at < coalesce(:to::timestamptz, 'infinity')
				and (start_at, id) %1$s (coalesce(:start::timestamptz, '%4$s'), coalesce(:id::uuid, '%5$s'))
			order by start_at %2$s, id %2$s limit :limit)""";

	// Each of the two has an index in this order; there is none for both together.
	private static final String LIST = """
			select b.* from calendar c cross join lateral (
				%3$s
				union all
				%4$s) as b
			where c.owner_id = :owner and (:calendar::uuid is null or c.id = :calendar)
			order by b.start_at %2$s, b.id %2$s limit :limit""";

	private static final String FORWARDS = list(">", "asc", "-infinity", "00000000-0000-0000-0000-000000000000");

	private static final String BACKWARDS = list("<", "desc", "infinity", "ffffffff-ffff-ffff-ffff-ffffffffffff");

	private final DatabaseClient database;

	BookingLists(DatabaseClient database) {
		this.database = database;
	}

	private static String list(String after, String order, String firstStart, String firstId) {
		return LIST.formatted(after, order, OF_ONE.formatted(after, order, "confirmed", firstStart, firstId),
				OF_ONE.formatted(after, order, "cancelled", firstStart, firstId));
	}

	Flux<Booking> forwards(UUID ownerId, @Nullable UUID calendarId, @Nullable Instant from, @Nullable Instant to,
			@Nullable Position after, int limit) {
		return list(FORWARDS, ownerId, calendarId, from, to, after, limit);
	}

	Flux<Booking> backwards(UUID ownerId, @Nullable UUID calendarId, Instant to, @Nullable Position after, int limit) {
		return list(BACKWARDS, ownerId, calendarId, null, to, after, limit);
	}

	private Flux<Booking> list(String sql, UUID ownerId, @Nullable UUID calendarId, @Nullable Instant from,
			@Nullable Instant to, @Nullable Position after, int limit) {
		return this.database.sql(sql)
			.bind("owner", ownerId)
			.bind("calendar", Parameters.in(PostgresqlObjectId.UUID, calendarId))
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

}
