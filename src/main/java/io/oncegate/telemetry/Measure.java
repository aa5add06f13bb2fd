package io.oncegate.telemetry;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter.Type;
import io.micrometer.core.instrument.docs.MeterDocumentation;
import org.jspecify.annotations.Nullable;

import static io.micrometer.core.instrument.Meter.Type.COUNTER;
import static io.micrometer.core.instrument.Meter.Type.DISTRIBUTION_SUMMARY;
import static io.micrometer.core.instrument.Meter.Type.GAUGE;
import static io.micrometer.core.instrument.Meter.Type.TIMER;

/** What is measured beside the {@link Step steps} of a redemption. */
public enum Measure implements MeterDocumentation {

	COMMIT_BATCH_ROWS("oncegate.commit.batch.rows", DISTRIBUTION_SUMMARY, "How many bookings a batch had."),

	COMMIT_QUEUE_ROWS("oncegate.commit.queue.rows", GAUGE, "How many bookings wait for a batch; 1,024 at most."),

	REDEMPTIONS_INFLIGHT("oncegate.redemptions.inflight", GAUGE, "How many redemptions are under way; 2,048 at most."),

	LOOKUP_QUEUE("oncegate.lookup.queue", GAUGE,
			"How many wait to look up in PostgreSQL what Redis does not know; 1,024 at most."),

	LEASES_OUTSTANDING("oncegate.leases.outstanding", GAUGE,
			"How many links this gateway has claimed and neither spent nor given back."),

	LEASES_OVERDUE("oncegate.leases.overdue", GAUGE,
			"Those of them whose lease has run out, and of which it is not yet known what became of them."),

	LINKS_ISSUED("oncegate.links.issued", COUNTER, "One-time links that were issued."),

	LINKS_OPENED("oncegate.links.opened", COUNTER,
			"One-time links that were opened: by a person who did something on the page, a scanner, or whoever read it.",
			Tag.BY),

	LINKS_REDEEMED("oncegate.links.redeemed", COUNTER, "Bookings that were made with a one-time link."),

	LINK_LOOKUPS("oncegate.link.lookups", COUNTER,
			"Look-ups of a one-time link that was opened or claimed, by who knew it. One that Redis does not know is looked up in"
					+ " PostgreSQL, too.",
			Tag.BY),

	CLAIMS_RECONCILED("oncegate.claims.reconciled", COUNTER,
			"Links of which Redis said something else than PostgreSQL, by what it was told.", Tag.RESOLUTION),

	INVARIANT_VIOLATIONS("oncegate.invariant.violations", GAUGE,
			"Links and bookings that break a law, found since the start. Must be 0.", Tag.LAW),

	AUDIT_LAG("oncegate.audit.lag", GAUGE, "seconds",
			"How far the auditor is behind: since it last knew all new bookings, and since it last came to the end of all"
					+ " links.",
			Tag.OF),

	REDIS_SCRIPT("oncegate.redis.script", TIMER, "How long Redis takes for a script, with the way there and back.",
			Tag.SCRIPT, Tag.OUTCOME),

	CACHE_GETS("cache.gets", COUNTER, "How often a cache of this gateway had what it was asked for.", Tag.CACHE,
			Tag.RESULT),

	READY("oncegate.ready", GAUGE,
			"1 while the gateway is ready for requests; 0 while it starts or stops, or PostgreSQL is away."),

	STORE_UP("oncegate.store.up", GAUGE, "1 if the store answered when it was last asked, within 2 s.", Tag.STORE),

	REDIS_MEMORY("oncegate.redis.memory", GAUGE, "bytes", "What Redis holds in memory."),

	REDIS_MEMORY_LIMIT("oncegate.redis.memory.limit", GAUGE, "bytes", "Its maxmemory; 0 if there is no limit."),

	REDIS_KEYS("oncegate.redis.keys", GAUGE, "How many keys Redis holds, most of them links."),

	REDIS_CLIENTS("oncegate.redis.clients", GAUGE, "Connections to Redis."),

	REDIS_COMMANDS("oncegate.redis.commands", COUNTER, "Commands that Redis has executed."),

	REDIS_EVICTED_KEYS("oncegate.redis.evicted.keys", COUNTER, "Keys that Redis has dropped for want of memory."),

	REDIS_REPLICAS("oncegate.redis.replicas", GAUGE, "Replicas that follow Redis."),

	REDIS_REPLICATION_LAG("oncegate.redis.replication.lag", GAUGE, "bytes",
			"How far the slowest replica is behind; 0 without one."),

	POSTGRES_CONNECTIONS("oncegate.postgres.connections", GAUGE, "Connections to PostgreSQL."),

	POSTGRES_CONNECTIONS_LIMIT("oncegate.postgres.connections.limit", GAUGE, "Its max_connections."),

	POSTGRES_DATABASE("oncegate.postgres.database", GAUGE, "bytes", "The size of the database."),

	POSTGRES_WAITING_FOR_LOCKS("oncegate.postgres.waiting.for.locks", GAUGE, "Connections that wait for a lock."),

	POSTGRES_OLDEST_TRANSACTION("oncegate.postgres.oldest.transaction", GAUGE, "seconds",
			"How long the oldest transaction of this database has been open."),

	POSTGRES_REPLICAS("oncegate.postgres.replicas", GAUGE, "Replicas that follow PostgreSQL."),

	POSTGRES_REPLICATION_LAG("oncegate.postgres.replication.lag", GAUGE, "seconds",
			"How far the slowest replica is behind; 0 without one.");

	private final String meter;

	private final Type type;

	private final @Nullable String unit;

	private final String description;

	private final Tag[] tags;

	Measure(String meter, Type type, String description, Tag... tags) {
		this(meter, type, null, description, tags);
	}

	Measure(String meter, Type type, @Nullable String unit, String description, Tag... tags) {
		this.meter = meter;
		this.type = type;
		this.unit = unit;
		this.description = description;
		this.tags = tags;
	}

	@Override
	public String getName() {
		return this.meter;
	}

	@Override
	public Type getType() {
		return this.type;
	}

	@Override
	@SuppressWarnings("NullAway") // may be null, as in the interface
	public String getBaseUnit() {
		return this.unit;
	}

	@Override
	public KeyName[] getKeyNames() {
		return this.tags;
	}

	String description() {
		return this.description;
	}

	Tag tag() {
		return this.tags[0];
	}

}
