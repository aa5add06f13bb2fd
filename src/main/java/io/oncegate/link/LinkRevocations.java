package io.oncegate.link;

import java.time.Instant;
import java.util.UUID;

import io.oncegate.link.Links.Position;
import io.oncegate.link.Links.Revoked;
import io.r2dbc.postgresql.codec.PostgresqlObjectId;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;

/** Revokes links, under the lock of their calendar, and lists those that were. */
class LinkRevocations {

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

	LinkRevocations(DatabaseClient database, TransactionalOperator transaction) {
		this.database = database;
		this.transaction = transaction;
	}

	Mono<Void> revoke(UUID ownerId, UUID id) {
		return this.database.sql(LOCK)
			.bind("owner", ownerId)
			.bind("id", id)
			.then()
			.then(this.database.sql(REVOKE).bind("owner", ownerId).bind("id", id).fetch().rowsUpdated())
			.as(this.transaction::transactional)
			.then();
	}

	Flux<TokenHash> revokeRows(UUID ownerId, UUID campaignId, int after, int until) {
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

	Flux<Revoked> list(@Nullable Position after, int limit) {
		return this.database.sql(LIST_REVOKED)
			.bind("at", Parameters.in(PostgresqlObjectId.TIMESTAMPTZ, (after != null) ? after.createdAt() : null))
			.bind("id", Parameters.in(PostgresqlObjectId.UUID, (after != null) ? after.id() : null))
			.bind("limit", limit)
			.map(LinkRevocations::revoked)
			.all();
	}

	@SuppressWarnings("NullAway") // columns that are "not null", or asked to be
	private static Revoked revoked(Readable row) {
		return new Revoked(LinkRow.hash(row), row.get("calendar_id", UUID.class),
				new Position(row.get("revoked_at", Instant.class), row.get("id", UUID.class)));
	}

}
