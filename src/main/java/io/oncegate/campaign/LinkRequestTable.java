package io.oncegate.campaign;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.UUID;

import io.oncegate.link.Links.Position;
import io.oncegate.link.Recipient;
import io.oncegate.link.TokenHash;
import io.r2dbc.postgresql.codec.PostgresqlObjectId;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;

/** The table {@code link_request}. */
@Component
class LinkRequestTable {

	private static final String ASK = """
			select ask_for_link(:owner, :id, :dead, :fresh, :name, :email, :note, :mostOfLink, :mostOpen)""";

	// Keys are unique by owner. Somebody may send an address that they have from another
	// one.
	private static final String IS_ELSEWHERE = """
			select exists (select from one_time_link where token_hash = :fresh and owner_id <> :owner)
				or exists (select from archived_link where token_hash = :fresh and owner_id <> :owner)
				or exists (select from link_request where token_hash = :fresh and owner_id <> :owner)""";

	private static final String OWNED = """
			from link_request r join calendar c on c.owner_id = :owner and c.id = r.calendar_id
			where r.owner_id = :owner and c.deleted_at is null""";

	private static final String LIST_OWNED = """
			select r.*, c.name as calendar_name, c.time_zone, l.id is null as archived,
				l.recipient_name, l.recipient_email, l.recipient_reference,
				case when l.id is null then expiry_in_place_of(k.created_at, k.expires_at)
					else expiry_in_place_of(l.created_at, l.expires_at) end as expires_at,
				case when k.revoked_at is null and k.archived_at is null then k.name end as campaign_name
			from calendar c cross join lateral (
				select * from link_request where owner_id = :owner and calendar_id = c.id and status %s 'open'
					and (created_at, id) < (coalesce(:createdAt::timestamptz, 'infinity'),
					coalesce(:id::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
				order by created_at desc, id desc limit :limit) as r
			left join one_time_link l on l.owner_id = :owner and l.id = r.link_id
			left join campaign k on k.owner_id = :owner
				and k.id = case when l.id is null then r.campaign_id else l.campaign_id end
			where c.owner_id = :owner and c.deleted_at is null and (:calendar::uuid is null or c.id = :calendar)
			order by r.created_at desc, r.id desc limit :limit""";

	private static final String LIST_OPEN = LIST_OWNED.formatted("=");

	private static final String LIST_ANSWERED = LIST_OWNED.formatted("<>");

	private static final String GRANT = "select grant_link(:owner, r.id, :link) " + OWNED + " and r.id = :id";

	private static final String DECLINE = """
			update link_request set status = 'declined', decided_at = now()
			where owner_id = :owner and status = 'open' and id = (select r.id %s and r.id = :id)""".formatted(OWNED);

	private final DatabaseClient database;

	LinkRequestTable(DatabaseClient database) {
		this.database = database;
	}

	Mono<Boolean> ask(UUID ownerId, UUID id, TokenHash dead, TokenHash fresh, String name, String email,
			@Nullable String note) {
		return this.database.sql(ASK)
			.bind("owner", ownerId)
			.bind("id", id)
			.bind("dead", ByteBuffer.wrap(dead.bytes()))
			.bind("fresh", ByteBuffer.wrap(fresh.bytes()))
			.bind("name", name)
			.bind("email", email)
			.bind("note", Parameters.in(PostgresqlObjectId.VARCHAR, note))
			.bind("mostOfLink", LinkRequests.MOST_OF_A_LINK)
			.bind("mostOpen", LinkRequests.MOST_OPEN)
			.mapValue(String.class)
			.one()
			.filter((outcome) -> !outcome.equals("UNKNOWN"))
			.map("ASKED"::equals);
	}

	/** Tells whether an address belongs to another owner. */
	Mono<Boolean> isElsewhere(UUID ownerId, TokenHash fresh) {
		return this.database.sql(IS_ELSEWHERE)
			.bind("owner", ownerId)
			.bind("fresh", ByteBuffer.wrap(fresh.bytes()))
			.mapValue(Boolean.class)
			.one();
	}

	Mono<LinkRequest> find(TokenHash fresh) {
		return this.database.sql("select * from link_request where token_hash = :fresh")
			.bind("fresh", ByteBuffer.wrap(fresh.bytes()))
			.map(LinkRequestTable::request)
			.one();
	}

	Mono<LinkRequest> findOwned(UUID ownerId, UUID id) {
		return this.database.sql("select r.* " + OWNED + " and r.id = :id")
			.bind("owner", ownerId)
			.bind("id", id)
			.map(LinkRequestTable::request)
			.one();
	}

	Flux<AskedRequest> listOwned(UUID ownerId, @Nullable UUID calendarId, boolean open, @Nullable Position after,
			int limit) {
		return this.database.sql(open ? LIST_OPEN : LIST_ANSWERED)
			.bind("owner", ownerId)
			.bind("calendar", Parameters.in(PostgresqlObjectId.UUID, calendarId))
			.bind("id", Parameters.in(PostgresqlObjectId.UUID, (after != null) ? after.id() : null))
			.bind("createdAt",
					Parameters.in(PostgresqlObjectId.TIMESTAMPTZ, (after != null) ? after.createdAt() : null))
			.bind("limit", limit)
			.map(LinkRequestTable::asked)
			.all();
	}

	@SuppressWarnings("NullAway") // columns that are "not null" in the table
	private static AskedRequest asked(Readable row) {
		return new AskedRequest(request(row), row.get("calendar_name", String.class),
				ZoneId.of(row.get("time_zone", String.class)), row.get("archived", Boolean.class),
				new Recipient(row.get("recipient_name", String.class), row.get("recipient_email", String.class),
						row.get("recipient_reference", String.class)),
				row.get("campaign_name", String.class), row.get("expires_at", Instant.class));
	}

	Mono<Long> countOpen(UUID ownerId) {
		return this.database.sql("select count(*) " + OWNED + " and r.status = 'open'")
			.bind("owner", ownerId)
			.mapValue(Long.class)
			.one();
	}

	/**
	 * Grants an open request, and creates its link.
	 * @return whether it was open; empty if the owner has no such request
	 */
	Mono<Boolean> grant(UUID ownerId, UUID id, UUID linkId) {
		return this.database.sql(GRANT)
			.bind("owner", ownerId)
			.bind("id", id)
			.bind("link", linkId)
			.mapValue(Boolean.class)
			.one();
	}

	Mono<Void> decline(UUID ownerId, UUID id) {
		return this.database.sql(DECLINE).bind("owner", ownerId).bind("id", id).then();
	}

	@SuppressWarnings("NullAway") // columns that are "not null" in the table
	private static LinkRequest request(Readable row) {
		return new LinkRequest(row.get("id", UUID.class), row.get("link_id", UUID.class),
				row.get("calendar_id", UUID.class), row.get("name", String.class), row.get("email", String.class),
				row.get("note", String.class),
				LinkRequest.Status.valueOf(row.get("status", String.class).toUpperCase(Locale.ROOT)),
				row.get("created_at", Instant.class));
	}

}
