package io.oncegate.calendar;

import java.nio.ByteBuffer;
import java.util.UUID;

import io.oncegate.link.TokenHash;
import io.r2dbc.spi.Readable;
import reactor.core.publisher.Mono;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;

/** The {@link Owners} of the table {@code owner}. */
@Component
class R2dbcOwners implements Owners {

	/** The same on every gateway, so that two that start at once make one owner. */
	private static final UUID FIRST = new UUID(0, 1);

	private static final String UPSERT = """
			insert into owner (id, name, api_key_hash) values (:id, :name, :key)
			on conflict (id) do update set api_key_hash = excluded.api_key_hash
			returning id, name""";

	private final DatabaseClient database;

	R2dbcOwners(DatabaseClient database) {
		this.database = database;
	}

	@Override
	public Mono<Owner> findByApiKey(TokenHash apiKey) {
		return this.database.sql("select id, name from owner where api_key_hash = :key")
			.bind("key", ByteBuffer.wrap(apiKey.bytes()))
			.map(R2dbcOwners::owner)
			.one();
	}

	@Override
	public Mono<Owner> first(String name, TokenHash apiKey) {
		return this.database.sql(UPSERT)
			.bind("id", FIRST)
			.bind("name", name)
			.bind("key", ByteBuffer.wrap(apiKey.bytes()))
			.map(R2dbcOwners::owner)
			.one();
	}

	@Override
	public Mono<Boolean> any() {
		return this.database.sql("select 1 from owner limit 1").fetch().one().hasElement();
	}

	@SuppressWarnings("NullAway") // columns that are "not null" in the table
	private static Owner owner(Readable row) {
		return new Owner(row.get("id", UUID.class), row.get("name", String.class));
	}

}
