package io.oncegate.campaign;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;

import io.oncegate.link.TokenHash;
import reactor.core.publisher.Mono;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;

/** Stores when links were first opened or scanned, many with one statement. */
@Component
class VisitTable {

	private static final String OPENED = "update one_time_link set opened_at = now() where opened_at is null and ";

	private static final String SCANNED = """
			insert into link_scan (link_id, owner_id) select id, owner_id from one_time_link where\s""";

	private static final String OF_OWNER = "owner_id = :owner and ";

	// The driver has no arrays of bytea: the hashes are concatenated.
	private static final String LINKS = """
			token_hash in (
				select substring(:hashes from (32 * n - 31)::integer for 32) from generate_series(1, :count) as n)
			""";

	private static final String ONCE = "on conflict do nothing";

	private final DatabaseClient database;

	VisitTable(DatabaseClient database) {
		this.database = database;
	}

	/**
	 * Records that people opened links of an owner, or, if that is unknown, any links.
	 */
	Mono<Void> opened(Optional<UUID> ownerId, Collection<TokenHash> links) {
		return ownerId.map((owner) -> this.database.sql(OPENED + OF_OWNER + LINKS).bind("owner", owner))
			.orElseGet(() -> this.database.sql(OPENED + LINKS))
			.bind("hashes", bytes(links))
			.bind("count", links.size())
			.then();
	}

	/** Records that programs viewed links of an owner. */
	Mono<Void> scanned(UUID ownerId, Collection<TokenHash> links) {
		return this.database.sql(SCANNED + OF_OWNER + LINKS + ONCE)
			.bind("owner", ownerId)
			.bind("hashes", bytes(links))
			.bind("count", links.size())
			.then();
	}

	private static ByteBuffer bytes(Collection<TokenHash> links) {
		ByteBuffer hashes = ByteBuffer.allocate(32 * links.size());
		links.forEach((link) -> hashes.put(link.bytes()));
		return hashes.flip();
	}

}
