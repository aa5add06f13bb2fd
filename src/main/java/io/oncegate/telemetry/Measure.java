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

	COMMIT_BATCH_ROWS("oncegate.commit.batch.rows", DISTRIBUTION_SUMMARY, "Bookings in a batch."),

	COMMIT_QUEUE_ROWS("oncegate.commit.queue.rows", GAUGE, "Bookings that wait for a batch; 1,024 at most."),

	COMMITS_OVERDUE("oncegate.commits.overdue", GAUGE,
			"Commits that PostgreSQL has not answered within 5 s; 4 at most. Each keeps its connection until it is answered."),

	REDEMPTIONS_INFLIGHT("oncegate.redemptions.inflight", GAUGE, "Redemptions in progress; 2,048 at most."),

	LOOKUP_QUEUE("oncegate.lookup.queue", GAUGE,
			"Requests that wait to look up a link in PostgreSQL because Redis does not know it; 1,024 at most."),

	LEASES_OUTSTANDING("oncegate.leases.outstanding", GAUGE,
			"Links that this gateway has claimed, and neither confirmed nor released."),

	LEASES_OVERDUE("oncegate.leases.overdue", GAUGE,
			"Those of them whose lease has expired while their outcome is still unknown."),

	LINKS_ISSUED("oncegate.links.issued", COUNTER, "One-time links issued."),

	LINKS_OPENED("oncegate.links.opened", COUNTER,
			"One-time links opened: by a person who interacted with the page, by a scanner, or by someone unknown.",
			Tag.BY),

	LINKS_REDEEMED("oncegate.links.redeemed", COUNTER, "Bookings made with a one-time link."),

	LINK_LOOKUPS("oncegate.link.lookups", COUNTER,
			"Lookups of one-time links that were opened or claimed, by the store that knew the link. What Redis does not know is"
					+ " looked up in PostgreSQL as well.",
			Tag.BY),

	CLAIMS_RECONCILED("oncegate.claims.reconciled", COUNTER,
			"Links whose state in Redis differed from PostgreSQL and was corrected, by correction.", Tag.RESOLUTION),

	INVARIANT_VIOLATIONS("oncegate.invariant.violations", GAUGE,
			"Links and bookings found to break a law since the start. Must be 0.", Tag.LAW),

	AUDIT_LAG("oncegate.audit.lag", GAUGE, "seconds",
			"Time since the auditor last caught up with new bookings, and since it last completed a pass over all links.",
			Tag.OF),

	REDIS_SCRIPT("oncegate.redis.script", TIMER, "Duration of a Redis script, including the network.", Tag.SCRIPT,
			Tag.OUTCOME),

	CACHE_GETS("cache.gets", COUNTER, "Hits and misses of this gateway's caches.", Tag.CACHE, Tag.RESULT),

	READY("oncegate.ready", GAUGE,
			"1 while the gateway is ready for requests; 0 while it starts or stops, or PostgreSQL is down or answers no commits."),

	STORE_UP("oncegate.store.up", GAUGE,
			"1 if the store answered the last check within 2 s; in a Redis Cluster, for every slot.", Tag.STORE),

	REDIS_MEMORY("oncegate.redis.memory", GAUGE, "bytes", "Memory used by Redis, of each shard's master.", Tag.SHARD),

	REDIS_MEMORY_LIMIT("oncegate.redis.memory.limit", GAUGE, "bytes", "Its maxmemory; 0 if there is no limit.",
			Tag.SHARD),

	REDIS_KEYS("oncegate.redis.keys", GAUGE, "Keys in Redis, most of them links.", Tag.SHARD),

	REDIS_CLIENTS("oncegate.redis.clients", GAUGE, "Connections to Redis.", Tag.SHARD),

	REDIS_COMMANDS("oncegate.redis.commands", COUNTER, "Commands executed by Redis.", Tag.SHARD),

	REDIS_EVICTED_KEYS("oncegate.redis.evicted.keys", COUNTER, "Keys evicted by Redis for lack of memory.", Tag.SHARD),

	REDIS_REPLICAS("oncegate.redis.replicas", GAUGE, "Replicas of Redis.", Tag.SHARD),

	REDIS_REPLICATION_LAG("oncegate.redis.replication.lag", GAUGE, "bytes",
			"Lag of the slowest replica; 0 without replicas.", Tag.SHARD),

	POSTGRES_CONNECTIONS("oncegate.postgres.connections", GAUGE, "Connections to PostgreSQL."),

	POSTGRES_CONNECTIONS_LIMIT("oncegate.postgres.connections.limit", GAUGE, "Its max_connections."),

	POSTGRES_DATABASE("oncegate.postgres.database", GAUGE, "bytes", "The size of the database."),

	POSTGRES_WAITING_FOR_LOCKS("oncegate.postgres.waiting.for.locks", GAUGE, "Connections waiting for a lock."),

	POSTGRES_WAITING_FOR_STANDBYS("oncegate.postgres.waiting.for.standbys", GAUGE,
			"Commits that are waiting for a standby to acknowledge them."),

	POSTGRES_OLDEST_TRANSACTION("oncegate.postgres.oldest.transaction", GAUGE, "seconds",
			"Age of the oldest open transaction in this database."),

	POSTGRES_REPLICAS("oncegate.postgres.replicas", GAUGE, "Replicas of PostgreSQL."),

	POSTGRES_REPLICATION_LAG("oncegate.postgres.replication.lag", GAUGE, "seconds",
			"Lag of the slowest replica; 0 without replicas.");

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
