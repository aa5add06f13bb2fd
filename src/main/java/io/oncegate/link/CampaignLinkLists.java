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

/** Lists the links of a campaign, page by page (see {@code R__page_of_campaign.sql}). */
class CampaignLinkLists {

	private static final String PAGE = """
			select l.*, page.n
			from page_of_campaign(:owner, :calendar, :campaign, :after, %s) with ordinality as page (id, n)
			join one_time_link l on l.owner_id = :owner and l.id = page.id
			""";

	private static final String LOOKED_AT = PAGE.formatted(Links.LOOKED_AT);

	private static final String ALL = LinkRow.SELECT_FROM.formatted("(" + PAGE.formatted(":limit") + ")")
			+ "order by n limit :limit";

	// A status follows from several tables, so that no index finds it.
	private static final String BY_STATUS = LinkRow.SELECT_FROM.formatted("(" + LOOKED_AT + ")")
			+ "where status = :status order by n limit :limit";

	private static final String LAST_LOOKED_AT = "select created_at, id from (" + LOOKED_AT
			+ ") as looked_at where n = " + Links.LOOKED_AT;

	private final DatabaseClient database;

	CampaignLinkLists(DatabaseClient database) {
		this.database = database;
	}

	Flux<OneTimeLink> list(UUID ownerId, UUID calendarId, UUID campaignId, @Nullable LinkStatus status,
			@Nullable Position after, int limit) {
		return from((status != null) ? BY_STATUS : ALL, ownerId, calendarId, campaignId, after)
			.bindValues((status != null) ? Map.of("status", status.name().toLowerCase(Locale.ROOT)) : Map.of())
			.bind("limit", limit)
			.map(LinkRow::read)
			.all();
	}

	Mono<Position> lookedAt(UUID ownerId, UUID calendarId, UUID campaignId, @Nullable Position after) {
		return from(LAST_LOOKED_AT, ownerId, calendarId, campaignId, after).map(LinkRow::position).one();
	}

	private GenericExecuteSpec from(String list, UUID ownerId, UUID calendarId, UUID campaignId,
			@Nullable Position after) {
		return this.database.sql(list)
			.bind("owner", ownerId)
			.bind("calendar", calendarId)
			.bind("campaign", campaignId)
			.bind("after", Parameters.in(PostgresqlObjectId.UUID, (after != null) ? after.id() : null));
	}

}
