package io.oncegate.link;

import java.util.Locale;
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

	private static final String WHERE = """
			where calendar_id = :calendar and (:status::text is null or status = :status)
				and (:id::uuid is null or (created_at, id) < (:createdAt::timestamptz, :id))
			""";

	private static final String LIST = LinkRow.SELECT + WHERE;

	private static final String NEWEST_FIRST = "order by created_at desc, id desc limit :limit";

	// No index helps to search for part of a name.
	private static final String SEARCH = LinkRow.SELECT_FROM.formatted("""
			(select * from (
				select * from one_time_link where calendar_id = :calendar
				order by created_at desc, id desc limit :searched) as newest
			where recipient_name ilike :text or recipient_email ilike :text or recipient_reference ilike :text)""")
			+ WHERE + NEWEST_FIRST;

	private static final String MORE = """
			select exists (select from one_time_link where calendar_id = :calendar
				order by created_at desc, id desc offset :searched limit 1)""";

	// All links of a campaign were created while it was issued, which narrows the search.
	private static final String OF_CAMPAIGN = """
			and campaign_id = :campaign and created_at between
				(select created_at from campaign where id = :campaign)
				and (select issued_at from campaign where id = :campaign)
			""";

	private final DatabaseClient database;

	LinkLists(DatabaseClient database) {
		this.database = database;
	}

	Flux<OneTimeLink> list(UUID calendarId, @Nullable LinkStatus status, @Nullable UUID campaignId,
			@Nullable Position after, int limit) {
		GenericExecuteSpec list = (campaignId == null) ? this.database.sql(LIST + NEWEST_FIRST)
				: this.database.sql(LIST + OF_CAMPAIGN + NEWEST_FIRST).bind("campaign", campaignId);
		return list(list, calendarId, status, after, limit);
	}

	Flux<OneTimeLink> search(UUID calendarId, @Nullable LinkStatus status, String text, @Nullable Position after,
			int limit) {
		String pattern = "%" + text.replaceAll("([\\\\%_])", "\\\\$1") + "%";
		return list(this.database.sql(SEARCH).bind("text", pattern).bind("searched", Links.SEARCHED), calendarId,
				status, after, limit);
	}

	Mono<Boolean> hasMoreThanSearched(UUID calendarId) {
		return this.database.sql(MORE)
			.bind("calendar", calendarId)
			.bind("searched", Links.SEARCHED)
			.mapValue(Boolean.class)
			.one();
	}

	private static Flux<OneTimeLink> list(GenericExecuteSpec list, UUID calendarId, @Nullable LinkStatus status,
			@Nullable Position after, int limit) {
		return list.bind("calendar", calendarId)
			.bind("status",
					Parameters.in(PostgresqlObjectId.VARCHAR,
							(status != null) ? status.name().toLowerCase(Locale.ROOT) : null))
			.bind("id", Parameters.in(PostgresqlObjectId.UUID, (after != null) ? after.id() : null))
			.bind("createdAt",
					Parameters.in(PostgresqlObjectId.TIMESTAMPTZ, (after != null) ? after.createdAt() : null))
			.bind("limit", limit)
			.map(LinkRow::read)
			.all();
	}

}
