package io.oncegate.link;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Collection;
import java.util.UUID;

import io.r2dbc.postgresql.codec.PostgresqlObjectId;
import io.r2dbc.spi.Parameter;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;

/** The {@link Links} of the table {@code one_time_link}. */
@Component
class R2dbcLinks implements Links {

	private static final String INSERT = """
			insert into one_time_link (id, owner_id, calendar_id, token_hash, recipient_name, recipient_email,
				recipient_reference, metadata, expires_at)
			values (:id, :owner, :calendar, :hash, :name, :email, :reference, :metadata::json, :expires)""";

	private static final String LIST_CAMPAIGN = LinkRow.SELECT + """
			where owner_id = :owner and campaign_id = :campaign
				and campaign_row > :after and campaign_row <= :until""";

	// Waits for the commits of the calendar, which hold it in shared mode, and makes
	// later ones wait.
	private static final String LOCK = """
			select pg_advisory_xact_lock(calendar_lock(calendar_id)) from one_time_link
			where owner_id = :owner and id = :id""";

	private static final String REVOKE = """
			update one_time_link set revoked_at = clock_timestamp()
			where owner_id = :owner and id = :id and revoked_at is null
				and not exists (select from booking where owner_id = :owner and link_id = :id and not gave_back)""";

	private static final String LOCK_CAMPAIGN = """
			select pg_advisory_xact_lock(calendar_lock(calendar_id)) from campaign
			where owner_id = :owner and id = :campaign""";

	private static final String REVOKE_ROWS = """
			update one_time_link link set revoked_at = clock_timestamp()
			where owner_id = :owner and campaign_id = :campaign and campaign_row > :after and campaign_row <= :until
				and revoked_at is null
				and not exists (select from booking where owner_id = :owner and link_id = link.id and not gave_back)
			returning token_hash""";

	private static final String LIST_REVOKED = """
			select token_hash, calendar_id, revoked_at, id from one_time_link
			where (revoked_at, id) > (coalesce(:at::timestamptz, now() - interval '15 minutes'),
					coalesce(:id::uuid, '00000000-0000-0000-0000-000000000000')) and revoked_at < now() - interval '5 seconds'
			order by revoked_at, id limit :limit""";

	private final DatabaseClient database;

	private final TransactionalOperator transaction;

	private final LinkLists lists;

	private final CampaignLinkLists ofCampaign;

	R2dbcLinks(DatabaseClient database, TransactionalOperator transaction) {
		this.database = database;
		this.transaction = transaction;
		this.lists = new LinkLists(database);
		this.ofCampaign = new CampaignLinkLists(database);
	}

	@Override
	public Mono<OneTimeLink> add(NewLink link) {
		Recipient recipient = (link.recipient() != null) ? link.recipient() : new Recipient(null, null, null);
		return this.database.sql(INSERT)
			.bind("id", link.id())
			.bind("owner", link.ownerId())
			.bind("calendar", link.calendarId())
			.bind("hash", ByteBuffer.wrap(link.hash().bytes()))
			.bind("name", text(recipient.name()))
			.bind("email", text(recipient.email()))
			.bind("reference", text(recipient.reference()))
			.bind("metadata", text(link.metadata()))
			.bind("expires", Parameters.in(PostgresqlObjectId.TIMESTAMPTZ, link.expiresAt()))
			.then()
			.then(findOwned(link.ownerId(), link.id()));
	}

	@Override
	public Mono<OneTimeLink> findByHash(TokenHash hash) {
		return this.database.sql(LinkRow.SELECT + "where token_hash = :hash")
			.bind("hash", ByteBuffer.wrap(hash.bytes()))
			.map(LinkRow::read)
			.one();
	}

	@Override
	public Mono<OneTimeLink> findArchived(TokenHash hash) {
		return this.database.sql(LinkRow.SELECT_ARCHIVED + "where a.token_hash = :hash")
			.bind("hash", ByteBuffer.wrap(hash.bytes()))
			.map(LinkRow::read)
			.one();
	}

	@Override
	public Mono<OneTimeLink> findOwned(UUID ownerId, UUID id) {
		return this.database.sql(LinkRow.SELECT + "where id = :id and owner_id = :owner")
			.bind("id", id)
			.bind("owner", ownerId)
			.map(LinkRow::read)
			.one();
	}

	@Override
	public Flux<OneTimeLink> list(UUID ownerId, UUID calendarId, @Nullable LinkStatus status, @Nullable UUID campaignId,
			@Nullable Position after, int limit) {
		return (campaignId == null) ? this.lists.list(ownerId, calendarId, status, after, limit)
				: this.ofCampaign.list(ownerId, calendarId, campaignId, status, after, limit);
	}

	@Override
	public Mono<Position> lookedAt(UUID ownerId, UUID calendarId, @Nullable UUID campaignId, @Nullable Position after) {
		return (campaignId == null) ? this.lists.lookedAt(ownerId, calendarId, after)
				: this.ofCampaign.lookedAt(ownerId, calendarId, campaignId, after);
	}

	@Override
	public Flux<OneTimeLink> search(UUID ownerId, UUID calendarId, @Nullable LinkStatus status, String text,
			@Nullable Position after, int limit) {
		return this.lists.search(ownerId, calendarId, status, text, after, limit);
	}

	@Override
	public Mono<Boolean> hasMoreThanSearched(UUID ownerId, UUID calendarId) {
		return this.lists.hasMoreThanSearched(ownerId, calendarId);
	}

	@Override
	public Flux<OneTimeLink> listCampaign(UUID ownerId, UUID campaignId, int after, int until) {
		return this.database.sql(LIST_CAMPAIGN)
			.bind("owner", ownerId)
			.bind("campaign", campaignId)
			.bind("after", after)
			.bind("until", until)
			.map(LinkRow::read)
			.all();
	}

	@Override
	public Mono<OneTimeLink> revoke(UUID ownerId, UUID id) {
		return this.database.sql(LOCK)
			.bind("owner", ownerId)
			.bind("id", id)
			.then()
			.then(this.database.sql(REVOKE).bind("owner", ownerId).bind("id", id).fetch().rowsUpdated())
			.as(this.transaction::transactional)
			.then(findOwned(ownerId, id));
	}

	@Override
	public Flux<TokenHash> revokeRows(UUID ownerId, UUID campaignId, int after, int until) {
		return this.database.sql(LOCK_CAMPAIGN)
			.bind("owner", ownerId)
			.bind("campaign", campaignId)
			.then()
			.thenMany(this.database.sql(REVOKE_ROWS)
				.bind("owner", ownerId)
				.bind("campaign", campaignId)
				.bind("after", after)
				.bind("until", until)
				.map(LinkRow::hash)
				.all())
			.as(this.transaction::transactional);
	}

	@Override
	public Flux<Revoked> listRevoked(@Nullable Position after, int limit) {
		return this.database.sql(LIST_REVOKED)
			.bind("at", Parameters.in(PostgresqlObjectId.TIMESTAMPTZ, (after != null) ? after.createdAt() : null))
			.bind("id", Parameters.in(PostgresqlObjectId.UUID, (after != null) ? after.id() : null))
			.bind("limit", limit)
			.map(R2dbcLinks::revoked)
			.all();
	}

	@SuppressWarnings("NullAway") // columns that are "not null", or asked to be
	private static Revoked revoked(Readable row) {
		return new Revoked(LinkRow.hash(row), row.get("calendar_id", UUID.class),
				new Position(row.get("revoked_at", Instant.class), row.get("id", UUID.class)));
	}

	@Override
	public Flux<OneTimeLink> findAll(UUID ownerId, Collection<UUID> ids) {
		return ids.isEmpty() ? Flux.empty()
				: this.database.sql(LinkRow.SELECT + "where owner_id = :owner and id = any(:ids)")
					.bind("owner", ownerId)
					.bind("ids", ids.toArray(UUID[]::new))
					.map(LinkRow::read)
					.all();
	}

	private static Parameter text(@Nullable String value) {
		return Parameters.in(PostgresqlObjectId.VARCHAR, value);
	}

}
