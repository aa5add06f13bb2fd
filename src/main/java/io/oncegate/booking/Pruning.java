package io.oncegate.booking;

import java.time.Duration;

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

	private static final String PRUNE = """
			delete from booking where id in (
				select id from booking
				where status = 'cancelled' and (link_id is null or gave_back) and end_at < now() - interval '30 days'
				order by end_at limit :limit for update skip locked)""";

	private final DatabaseClient database;

	Pruning(DatabaseClient database) {
		this.database = database;
	}

	/** Deletes the next batch, and returns how many there were. */
	Mono<Long> prune() {
		return this.database.sql(PRUNE).bind("limit", AT_ONCE).fetch().rowsUpdated();
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
