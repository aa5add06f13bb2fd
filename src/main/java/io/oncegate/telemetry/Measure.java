package io.oncegate.telemetry;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter.Type;
import io.micrometer.core.instrument.docs.MeterDocumentation;
import org.jspecify.annotations.Nullable;

import static io.micrometer.core.instrument.Meter.Type.COUNTER;
import static io.micrometer.core.instrument.Meter.Type.DISTRIBUTION_SUMMARY;
import static io.micrometer.core.instrument.Meter.Type.GAUGE;
import static io.micrometer.core.instrument.Meter.Type.TIMER;

/** What is measured besides the {@link Step steps} of a redemption. */
public enum Measure implements MeterDocumentation {

	COMMIT_BATCH_ROWS("oncegate.commit.batch.rows", DISTRIBUTION_SUMMARY, "Bookings per batch."),

	COMMIT_QUEUE_ROWS("oncegate.commit.queue.rows", GAUGE, "Bookings waiting for a batch; at most 1,024."),

	REDEMPTIONS_INFLIGHT("oncegate.redemptions.inflight", GAUGE, "Redemptions in flight; at most 2,048."),

	LOOKUP_QUEUE("oncegate.lookup.queue", GAUGE,
			"Queued PostgreSQL lookups of links that Redis does not know; at most 1,024."),

	LEASES_OUTSTANDING("oncegate.leases.outstanding", GAUGE,
			"Links that this gateway has claimed and neither spent nor released."),

	LEASES_OVERDUE("oncegate.leases.overdue", GAUGE,
			"Those of them whose lease has expired and whose outcome has not been looked up yet."),

	LINKS_ISSUED("oncegate.links.issued", COUNTER, "One-time links issued."),

	LINKS_OPENED("oncegate.links.opened", COUNTER,
			"Openings of one-time links: by a person who interacted with the page, by a scanner, or by an unknown reader.",
			Tag.BY),

	LINKS_REDEEMED("oncegate.links.redeemed", COUNTER, "Bookings made with a one-time link."),

	LINK_LOOKUPS("oncegate.link.lookups", COUNTER,
			"Lookups of one-time links that were opened or claimed, by the store that knew them. A link that Redis does"
					+ " not know is also looked up in PostgreSQL.",
			Tag.BY),

	CLAIMS_RECONCILED("oncegate.claims.reconciled", COUNTER,
			"Links whose state in Redis differed from PostgreSQL, by the correction made.", Tag.RESOLUTION),

	INVARIANT_VIOLATIONS("oncegate.invariant.violations", GAUGE,
			"Links and bookings that violate a law, found since the start. Must be 0.", Tag.LAW),

	AUDIT_LAG("oncegate.audit.lag", GAUGE, "seconds",
			"How far the auditor is behind: since it last knew all new bookings, and since it last came to the end of all"
					+ " links.",
			Tag.OF),

	REDIS_SCRIPT("oncegate.redis.script", TIMER, "How long Redis takes for a script, including the network.",
			Tag.SCRIPT, Tag.OUTCOME),

	CACHE_GETS("cache.gets", COUNTER, "Lookups in a cache of this gateway, by whether they hit.", Tag.CACHE,
			Tag.RESULT),

	READY("oncegate.ready", GAUGE,
			"1 while the gateway is ready for requests; 0 while it is starting or stopping, or PostgreSQL is down."),

	STORE_UP("oncegate.store.up", GAUGE, "1 if the store responded to the last check within 2 s.", Tag.STORE),

	REDIS_MEMORY("oncegate.redis.memory", GAUGE, "bytes", "Memory used by Redis."),

	REDIS_MEMORY_LIMIT("oncegate.redis.memory.limit", GAUGE, "bytes", "Its maxmemory; 0 if there is no limit."),

	REDIS_KEYS("oncegate.redis.keys", GAUGE, "Keys in Redis, most of them links."),

	REDIS_CLIENTS("oncegate.redis.clients", GAUGE, "Connections to Redis."),

	REDIS_COMMANDS("oncegate.redis.commands", COUNTER, "Commands executed by Redis."),

	REDIS_EVICTED_KEYS("oncegate.redis.evicted.keys", COUNTER, "Keys evicted by Redis."),

	REDIS_REPLICAS("oncegate.redis.replicas", GAUGE, "Connected Redis replicas."),

	REDIS_REPLICATION_LAG("oncegate.redis.replication.lag", GAUGE, "bytes",
			"The lag of the slowest replica; 0 without one."),

	POSTGRES_CONNECTIONS("oncegate.postgres.connections", GAUGE, "Connections to PostgreSQL."),

	POSTGRES_CONNECTIONS_LIMIT("oncegate.postgres.connections.limit", GAUGE, "Its max_connections."),

	POSTGRES_DATABASE("oncegate.postgres.database", GAUGE, "bytes", "The size of the database."),

	POSTGRES_WAITING_FOR_LOCKS("oncegate.postgres.waiting.for.locks", GAUGE, "Connections waiting for a lock."),

	POSTGRES_OLDEST_TRANSACTION("oncegate.postgres.oldest.transaction", GAUGE, "seconds",
			"The age of the oldest transaction of this database."),

	POSTGRES_REPLICAS("oncegate.postgres.replicas", GAUGE, "Connected PostgreSQL replicas."),

	POSTGRES_REPLICATION_LAG("oncegate.postgres.replication.lag", GAUGE, "seconds",
			"The lag of the slowest replica; 0 without one.");

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
