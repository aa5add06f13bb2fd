package io.oncegate.campaign;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

import io.oncegate.campaign.Campaign.Funnel;
import io.oncegate.link.Links.Position;
import io.r2dbc.postgresql.codec.PostgresqlObjectId;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;

/** The table {@code campaign}. */
@Component
class CampaignTable {

	// Of a revoked campaign, whatever is not spent is revoked, whenever it was counted.
	private static final String FIND = """
			select k.*, changing and k.issued + k.granted <= :most as small,
				changing and (k.revoked_at is not null or c.deleted_at is not null) as withdrawn
			from campaign k join calendar c on c.owner_id = :owner and c.id = k.calendar_id
			cross join lateral (select k.counted_at <= coalesce(k.archived_at, 'infinity') as changing) as archive
			where k.owner_id = :owner and k.id = :id""";

	private static final String FIND_UNCOUNTED = "select * from campaign where owner_id = :owner and id = :id";

	private static final String LIST = """
			select * from campaign where owner_id = :owner and calendar_id = :calendar
				and (created_at, id) < (coalesce(:createdAt::timestamptz, 'infinity'),
					coalesce(:id::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
			order by created_at desc, id desc limit :limit""";

	private static final String LIST_OWNED = """
			select k.* from calendar c cross join lateral (
				select * from campaign where owner_id = :owner and calendar_id = c.id
					and (created_at, id) < (coalesce(:createdAt::timestamptz, 'infinity'),
					coalesce(:id::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
				order by created_at desc, id desc limit :limit) as k
			where c.owner_id = :owner order by k.created_at desc, k.id desc limit :limit""";

	// An upload that has stored nothing for this long is considered over.
	private static final String RESUME = """
			update campaign set upload_id = :upload, upload_until = now() + interval '30 seconds'
			where owner_id = :owner and id = :id and calendar_id = :calendar and revoked_at is null
				and archived_at is null
				and (upload_id is null or upload_until < now())
			returning *""";

	private static final String REOPEN = """
			update campaign set status = 'issuing', failure = null
			where owner_id = :owner and id = :id and upload_id = :upload""";

	private static final String REWIND = """
			with rewound as (
				update campaign set issued = :after, upload_until = now() + interval '30 seconds'
				where owner_id = :owner and id = :id and upload_id = :upload and issued = :issued and not exists (
					select from one_time_link
					where owner_id = :owner and campaign_id = :id and campaign_row > :after and revoked_at is null)
				returning id
			)
			update one_time_link set campaign_id = null, campaign_row = null
			where owner_id = :owner and campaign_id = (select id from rewound) and campaign_row > :after""";

	// A campaign that is complete when an upload ends was not reopened by it.
	private static final String END = """
			update campaign set status = case status when 'complete' then status else :status end,
				failure = case status when 'complete' then null else :failure end,
				upload_id = null, upload_until = null
			where owner_id = :owner and id = :id and upload_id = :upload""";

	private final DatabaseClient database;

	CampaignTable(DatabaseClient database) {
		this.database = database;
	}

	/** Finds one of the owner's campaigns, with the results if they are stored. */
	Mono<Campaign> find(UUID ownerId, UUID id) {
		return this.database.sql(FIND)
			.bind("id", id)
			.bind("owner", ownerId)
			.bind("most", FunnelTable.SMALL)
			.map((row) -> campaign(row, funnel(row)))
			.one();
	}

	/** Finds one of the owner's campaigns. */
	Mono<Campaign> findUncounted(UUID ownerId, UUID id) {
		return this.database.sql(FIND_UNCOUNTED)
			.bind("id", id)
			.bind("owner", ownerId)
			.map((row) -> campaign(row, null))
			.one();
	}

	Flux<Campaign> list(UUID ownerId, UUID calendarId, @Nullable Position after, int limit) {
		return list(this.database.sql(LIST).bind("owner", ownerId).bind("calendar", calendarId), after, limit);
	}

	/** The campaigns of all calendars of an owner. */
	Flux<Campaign> listOwned(UUID ownerId, @Nullable Position after, int limit) {
		return list(this.database.sql(LIST_OWNED).bind("owner", ownerId), after, limit);
	}

	private static Flux<Campaign> list(GenericExecuteSpec sql, @Nullable Position after, int limit) {
		return sql.bind("id", Parameters.in(PostgresqlObjectId.UUID, (after != null) ? after.id() : null))
			.bind("createdAt",
					Parameters.in(PostgresqlObjectId.TIMESTAMPTZ, (after != null) ? after.createdAt() : null))
			.bind("limit", limit)
			.map((row) -> campaign(row, null))
			.all();
	}

	/**
	 * Gives a campaign to an upload; empty if another one has it, or it is revoked or
	 * archived.
	 */
	Mono<Campaign> resume(UUID ownerId, UUID calendarId, UUID id, UUID uploadId) {
		return this.database.sql(RESUME)
			.bind("owner", ownerId)
			.bind("id", id)
			.bind("calendar", calendarId)
			.bind("upload", uploadId)
			.map((row) -> campaign(row, null))
			.one();
	}

	/** Records that links are being issued again. */
	Mono<Void> reopen(Upload upload) {
		return this.database.sql(REOPEN)
			.bind("owner", upload.ownerId())
			.bind("id", upload.campaignId())
			.bind("upload", upload.id())
			.then();
	}

	/**
	 * Takes the last rows out of a campaign, whose links have to be revoked before.
	 * @return whether that was done
	 */
	Mono<Boolean> rewind(Upload upload, int issued, int after) {
		return this.database.sql(REWIND)
			.bind("owner", upload.ownerId())
			.bind("id", upload.campaignId())
			.bind("upload", upload.id())
			.bind("issued", issued)
			.bind("after", after)
			.fetch()
			.rowsUpdated()
			.map((rows) -> rows > 0);
	}

	/** Ends an upload. */
	Mono<Void> end(Upload upload, CampaignStatus status, @Nullable String failure) {
		return this.database.sql(END)
			.bind("owner", upload.ownerId())
			.bind("id", upload.campaignId())
			.bind("upload", upload.id())
			.bind("status", name(status))
			.bind("failure", Parameters.in(PostgresqlObjectId.VARCHAR, failure))
			.then();
	}

	static String name(CampaignStatus status) {
		return status.name().toLowerCase(Locale.ROOT);
	}

	@SuppressWarnings("NullAway") // columns that are "not null" in the table
	private static Campaign campaign(Readable row, @Nullable Funnel funnel) {
		return new Campaign(row.get("id", UUID.class), row.get("owner_id", UUID.class),
				row.get("calendar_id", UUID.class), row.get("name", String.class),
				CampaignStatus.valueOf(row.get("status", String.class).toUpperCase(Locale.ROOT)),
				row.get("issued", Integer.class), row.get("granted", Integer.class), row.get("expected", Integer.class),
				funnel, row.get("created_at", Instant.class), row.get("expires_at", Instant.class),
				row.get("revoked_at", Instant.class), row.get("archived_at", Instant.class),
				row.get("failure", String.class));
	}

	@SuppressWarnings("NullAway") // columns that are "not null" in the table
	private static @Nullable Funnel funnel(Readable row) {
		int redeemed = row.get("redeemed", Integer.class);
		boolean withdrawn = row.get("withdrawn", Boolean.class);
		return row.get("small", Boolean.class) ? null
				: new Funnel(row.get("opened", Integer.class), row.get("scanned", Integer.class), redeemed,
						withdrawn ? 0 : row.get("expired", Integer.class),
						withdrawn ? row.get("issued", Integer.class) + row.get("granted", Integer.class) - redeemed
								: row.get("revoked", Integer.class),
						row.get("counted_at", Instant.class));
	}

}
