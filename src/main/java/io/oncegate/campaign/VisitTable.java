package io.oncegate.campaign;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;

import io.oncegate.link.TokenHash;
import reactor.core.publisher.Mono;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;

/**
 * Stores when links were first opened or scanned, many with one statement: those of one
 * owner, or those whose owner is unknown, which are looked for among all links.
 */
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

	Mono<Void> opened(Optional<UUID> ownerId, Collection<TokenHash> links) {
		return write(OPENED, "", ownerId, links);
	}

	Mono<Void> scanned(Optional<UUID> ownerId, Collection<TokenHash> links) {
		return write(SCANNED, ONCE, ownerId, links);
	}

	private Mono<Void> write(String before, String after, Optional<UUID> ownerId, Collection<TokenHash> links) {
		GenericExecuteSpec sql = ownerId
			.map((owner) -> this.database.sql(before + OF_OWNER + LINKS + after).bind("owner", owner))
			.orElseGet(() -> this.database.sql(before + LINKS + after));
		return sql.bind("hashes", bytes(links)).bind("count", links.size()).then();
	}

	private static ByteBuffer bytes(Collection<TokenHash> links) {
		ByteBuffer hashes = ByteBuffer.allocate(32 * links.size());
		links.forEach((link) -> hashes.put(link.bytes()));
		return hashes.flip();
	}

}
