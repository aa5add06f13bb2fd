package io.oncegate.calendar;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.UUID;
import java.util.function.UnaryOperator;

import io.oncegate.link.TokenHash;
import io.r2dbc.postgresql.codec.Json;
import io.r2dbc.spi.Readable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;

/** The {@link Owners} of the tables {@code owner} and {@code replaced_api_key}. */
@Component
class R2dbcOwners implements Owners {

	private static final String FIND = "select id, name, contact from owner where id = :id";

	private static final String FIND_BY_KEY = """
			select id, name, contact from owner where api_key_hash = :key
			union all
			select owner.id, name, contact from replaced_api_key join owner on owner.id = owner_id
			where hash = :key and works_until > now()""";

	private static final String ADD = """
			insert into owner (id, name, contact, api_key_hash) values (:id, :name, :contact, :key)
			on conflict (id) do nothing returning id, name, contact""";

	// A concurrent request that finds the row locked rereads it afterwards, and finds
	// another key.
	private static final String IF_KEY_IS = """
			with before as (
				select id, api_key_hash from owner where api_key_hash = :replaced for update
			)""";

	private static final String IF_KEY_IS_NEW = """
			with before as (
				select id, api_key_hash from owner
				where id = :id and api_key_hash <> :fresh
					and not exists (select from replaced_api_key where hash = :fresh)
				for update of owner
			)""";

	private static final String REPLACE_KEY = """
			, ended as (
				update replaced_api_key set works_until = now() from before
				where owner_id = before.id and works_until > now()
			), replaced as (
				insert into replaced_api_key (hash, owner_id, works_until)
				select api_key_hash, id, now() + make_interval(secs => :grace) from before
			)
			update owner set api_key_hash = :fresh from before where owner.id = before.id""";

	private final DatabaseClient database;

	private final TransactionalOperator transaction;

	private final JsonMapper json;

	R2dbcOwners(DatabaseClient database, TransactionalOperator transaction, JsonMapper json) {
		this.database = database;
		this.transaction = transaction;
		this.json = json;
	}

	@Override
	public Mono<Owner> findByApiKey(TokenHash apiKey) {
		return this.database.sql(FIND_BY_KEY).bind("key", bytes(apiKey)).map(this::owner).one();
	}

	@Override
	public Mono<Owner> first() {
		return this.database.sql(FIND).bind("id", Owner.FIRST).map(this::owner).one();
	}

	@Override
	public Mono<Owner> addFirst(Owner owner, TokenHash apiKey) {
		return this.database.sql(ADD)
			.bind("id", Owner.FIRST)
			.bind("name", owner.name())
			.bind("contact", json(owner.contact()))
			.bind("key", bytes(apiKey))
			.map(this::owner)
			.one();
	}

	@Override
	public Mono<Owner> change(UUID id, UnaryOperator<Owner> change) {
		return this.database.sql(FIND + " for update")
			.bind("id", id)
			.map(this::owner)
			.one()
			.map(change)
			.delayUntil(this::update)
			.as(this.transaction::transactional);
	}

	private Mono<Void> update(Owner owner) {
		return this.database.sql("update owner set name = :name, contact = :contact where id = :id")
			.bind("name", owner.name())
			.bind("contact", json(owner.contact()))
			.bind("id", owner.id())
			.then();
	}

	@Override
	public Mono<Boolean> replaceKey(TokenHash replaced, TokenHash fresh, Duration grace) {
		return this.database.sql(IF_KEY_IS + REPLACE_KEY)
			.bind("replaced", bytes(replaced))
			.bind("fresh", bytes(fresh))
			.bind("grace", grace.toSeconds())
			.fetch()
			.rowsUpdated()
			.map((rows) -> rows == 1);
	}

	@Override
	public Mono<Boolean> setKey(UUID id, TokenHash apiKey) {
		return this.database.sql(IF_KEY_IS_NEW + REPLACE_KEY)
			.bind("id", id)
			.bind("fresh", bytes(apiKey))
			.bind("grace", 0L)
			.fetch()
			.rowsUpdated()
			.map((rows) -> rows == 1);
	}

	@Override
	public Mono<Boolean> hasKey(UUID id, TokenHash apiKey) {
		return this.database.sql("select 1 from owner where id = :id and api_key_hash = :key")
			.bind("id", id)
			.bind("key", bytes(apiKey))
			.fetch()
			.one()
			.hasElement();
	}

	private static ByteBuffer bytes(TokenHash hash) {
		return ByteBuffer.wrap(hash.bytes());
	}

	private Json json(Contact contact) {
		return Json.of(this.json.writeValueAsBytes(contact));
	}

	@SuppressWarnings("NullAway") // columns that are "not null" in the table
	private Owner owner(Readable row) {
		return new Owner(row.get("id", UUID.class), row.get("name", String.class),
				this.json.readValue(row.get("contact", String.class), Contact.class));
	}

}
