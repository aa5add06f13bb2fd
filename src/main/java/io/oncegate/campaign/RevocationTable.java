package io.oncegate.campaign;

import java.util.UUID;

import io.oncegate.campaign.Revocations.Untold;
import io.r2dbc.spi.Readable;
import reactor.core.publisher.Mono;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;

/** The revocations in the table {@code campaign}. */
@Component
class RevocationTable {

	// Waits for the commits of the calendar, which hold it in shared mode, and makes
	// later ones wait.
	private static final String LOCK = """
			select pg_advisory_xact_lock(calendar_lock(calendar_id)) from campaign
			where owner_id = :owner and id = :id""";

	private static final String REVOKE = """
			update campaign set revoked_at = coalesce(revoked_at, clock_timestamp()), told = -granted - 1,
				told_at = now(),
				upload_id = null, upload_until = null,
				status = case status when 'issuing' then 'broken' else status end,
				failure = case status when 'issuing' then 'The campaign was revoked.' else failure end
			where owner_id = :owner and id = :id returning id, owner_id, told, issued""";

	private static final String TOLD = """
			update campaign set told = greatest(told, :until), told_at = now()
			where owner_id = :owner and id = :id""";

	// The gateway that was telling Redis no longer does. A campaign that Redis cannot be
	// told about waits its turn.
	private static final String FIND_UNTOLD = """
			select id, owner_id, told, issued from campaign
			where revoked_at is not null and told < issued
				and (told_at is null or told_at < now() - interval '30 seconds')
			order by told_at nulls first limit 1""";

	// Unless another gateway was quicker.
	private static final String TAKE_UNTOLD = """
			update campaign set told_at = now()
			where owner_id = :owner and id = :id
				and (told_at is null or told_at < now() - interval '30 seconds')
			returning id, owner_id, told, issued""";

	private final DatabaseClient database;

	private final TransactionalOperator transaction;

	RevocationTable(DatabaseClient database, TransactionalOperator transaction) {
		this.database = database;
		this.transaction = transaction;
	}

	/** Revokes a campaign and so its links; uploads can no longer add to it. */
	Mono<Untold> revoke(UUID ownerId, UUID id) {
		return this.database.sql(LOCK)
			.bind("owner", ownerId)
			.bind("id", id)
			.then()
			.then(this.database.sql(REVOKE).bind("owner", ownerId).bind("id", id).map(RevocationTable::untold).one())
			.as(this.transaction::transactional);
	}

	/** Records up to which row Redis was told that the links are revoked. */
	Mono<Void> told(Untold campaign, int until) {
		return this.database.sql(TOLD)
			.bind("owner", campaign.ownerId())
			.bind("id", campaign.id())
			.bind("until", until)
			.then();
	}

	/**
	 * Takes over a revoked campaign that Redis was not completely told about and that no
	 * gateway is working on.
	 */
	Mono<Untold> takeUntold() {
		return this.database.sql(FIND_UNTOLD)
			.map(RevocationTable::untold)
			.one()
			.flatMap((found) -> this.database.sql(TAKE_UNTOLD)
				.bind("owner", found.ownerId())
				.bind("id", found.id())
				.map(RevocationTable::untold)
				.one());
	}

	@SuppressWarnings("NullAway") // columns that are "not null" in the table
	private static Untold untold(Readable row) {
		return new Untold(row.get("id", UUID.class), row.get("owner_id", UUID.class), row.get("told", Integer.class),
				row.get("issued", Integer.class));
	}

}
