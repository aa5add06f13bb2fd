package io.oncegate.link;

import java.util.Locale;
import java.util.Map;
import java.util.UUID;

import io.oncegate.link.Links.Position;
import io.r2dbc.postgresql.codec.PostgresqlObjectId;
import io.r2dbc.spi.Parameters;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;

/** Lists and searches the links of a calendar, newest first, page by page. */
class LinkLists {

	// Written so that the index leads to the page, whether it is the first or a later
	// one.
	private static final String AFTER = """
			and (created_at, id) < (coalesce(:createdAt::timestamptz, 'infinity'),
				coalesce(:id::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
			""";

	private static final String OF_CALENDAR = """
			select * from one_time_link where owner_id = :owner and calendar_id = :calendar
			""" + AFTER;

	private static final String NEWEST_FIRST = "order by created_at desc, id desc limit ";

	private static final String ALL = LinkRow.SELECT_FROM.formatted("(" + OF_CALENDAR + NEWEST_FIRST + ":limit)")
			+ NEWEST_FIRST + ":limit";

	// A status follows from several tables, so that no index finds it.
	private static final String BY_STATUS = LinkRow.SELECT_FROM
		.formatted("(" + OF_CALENDAR + NEWEST_FIRST + Links.LOOKED_AT + ")") + "where status = :status " + NEWEST_FIRST
			+ ":limit";

	private static final String LAST_LOOKED_AT = OF_CALENDAR + NEWEST_FIRST + "1 offset " + (Links.LOOKED_AT - 1);

	// No index helps to search for part of a name.
	private static final String SEARCH = LinkRow.SELECT_FROM.formatted("""
			(select * from (
				select * from one_time_link where owner_id = :owner and calendar_id = :calendar
				order by created_at desc, id desc limit :searched) as newest
			where (recipient_name ilike :text or recipient_email ilike :text or recipient_reference ilike :text)
			""" + AFTER + ")") + "where :status::text is null or status = :status " + NEWEST_FIRST + ":limit";

	private static final String MORE = """
			select exists (select from one_time_link where owner_id = :owner and calendar_id = :calendar
				order by created_at desc, id desc offset :searched limit 1)""";

	private final DatabaseClient database;

	LinkLists(DatabaseClient database) {
		this.database = database;
	}

	Flux<OneTimeLink> list(UUID ownerId, UUID calendarId, @Nullable LinkStatus status, @Nullable Position after,
			int limit) {
		return from((status != null) ? BY_STATUS : ALL, ownerId, calendarId, after)
			.bindValues((status != null) ? Map.of("status", status.name().toLowerCase(Locale.ROOT)) : Map.of())
			.bind("limit", limit)
			.map(LinkRow::read)
			.all();
	}

	Mono<Position> lookedAt(UUID ownerId, UUID calendarId, @Nullable Position after) {
		return from(LAST_LOOKED_AT, ownerId, calendarId, after).map(LinkRow::position).one();
	}

	private GenericExecuteSpec from(String list, UUID ownerId, UUID calendarId, @Nullable Position after) {
		return after(this.database.sql(list).bind("owner", ownerId).bind("calendar", calendarId), after);
	}

	private static GenericExecuteSpec after(GenericExecuteSpec list, @Nullable Position after) {
		return list.bind("id", Parameters.in(PostgresqlObjectId.UUID, (after != null) ? after.id() : null))
			.bind("createdAt",
					Parameters.in(PostgresqlObjectId.TIMESTAMPTZ, (after != null) ? after.createdAt() : null));
	}

	Flux<OneTimeLink> search(UUID ownerId, UUID calendarId, @Nullable LinkStatus status, String text,
			@Nullable Position after, int limit) {
		String pattern = "%" + text.replaceAll("([\\\\%_])", "\\\\$1") + "%";
		return after(this.database.sql(SEARCH).bind("owner", ownerId).bind("calendar", calendarId), after)
			.bind("text", pattern)
			.bind("searched", Links.SEARCHED)
			.bind("status",
					Parameters.in(PostgresqlObjectId.VARCHAR,
							(status != null) ? status.name().toLowerCase(Locale.ROOT) : null))
			.bind("limit", limit)
			.map(LinkRow::read)
			.all();
	}

	Mono<Boolean> hasMoreThanSearched(UUID ownerId, UUID calendarId) {
		return this.database.sql(MORE)
			.bind("owner", ownerId)
			.bind("calendar", calendarId)
			.bind("searched", Links.SEARCHED)
			.mapValue(Boolean.class)
			.one();
	}

}
