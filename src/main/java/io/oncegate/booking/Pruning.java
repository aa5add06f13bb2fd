package io.oncegate.booking;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;

import io.oncegate.telemetry.Background;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;

/**
 * Deletes cancelled bookings thirty days after their slot, in batches. By then no
 * calendar program asks for them, and a repeated request books nothing, as its slot is
 * past. A booking that still holds its link stays.
 */
@Component
class Pruning extends Background {

	private static final Logger logger = LoggerFactory.getLogger(Pruning.class);

	static final int AT_ONCE = 500;

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	/** The pause while there are more. */
	private static final Duration SHORT_PAUSE = Duration.ofSeconds(1);

	private static final Duration PAUSE = Duration.ofMinutes(10);

	private static final String PRUNABLE = """
			status = 'cancelled' and (link_id is null or gave_back) and end_at < now() - interval '30 days'
			""";

	private static final String FIND = "select id, owner_id from booking where " + PRUNABLE
			+ "order by end_at limit :limit";

	private static final String PRUNE = "delete from booking where owner_id = :owner and id = any(:ids) and "
			+ PRUNABLE;

	private final DatabaseClient database;

	Pruning(DatabaseClient database) {
		this.database = database;
	}

	/** Deletes the next batch, and returns how many there were. */
	@SuppressWarnings("NullAway") // columns that are "not null" in the table
	Mono<Long> prune() {
		return this.database.sql(FIND)
			.bind("limit", AT_ONCE)
			.map((row) -> Map.entry(row.get("owner_id", UUID.class), row.get("id", UUID.class)))
			.all()
			.collectMultimap(Map.Entry::getKey, Map.Entry::getValue)
			.flatMapIterable(Map::entrySet)
			.concatMap((owned) -> prune(owned.getKey(), owned.getValue()))
			.reduce(0L, Long::sum);
	}

	private Mono<Long> prune(UUID ownerId, Collection<UUID> ids) {
		return this.database.sql(PRUNE)
			.bind("owner", ownerId)
			.bind("ids", ids.toArray(UUID[]::new))
			.fetch()
			.rowsUpdated();
	}

	@Override
	protected Mono<Void> work() {
		return Mono.defer(this::prune)
			.timeout(PATIENCE)
			.doOnError((fault) -> logger.debug("Deleting cancelled bookings failed and will be retried", fault))
			.onErrorReturn(0L)
			.flatMap((deleted) -> Mono.delay((deleted == AT_ONCE) ? SHORT_PAUSE : PAUSE))
			.repeat()
			.then();
	}

}
