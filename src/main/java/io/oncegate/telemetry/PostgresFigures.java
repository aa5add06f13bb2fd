package io.oncegate.telemetry;

import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;

/**
 * What PostgreSQL says of itself. How far replicas are behind, and what other roles do,
 * it tells only a member of {@code pg_monitor}.
 */
record PostgresFigures(long connections, long connectionsLimit, long databaseBytes, long waitingForLocks,
		double oldestTransactionSeconds, long replicas, double replicationLagSeconds) {

	static final String SQL = """
			select (select count(*) from pg_stat_activity
					where backend_type = 'client backend' or backend_type is null and datid is not null) as connections,
				current_setting('max_connections')::bigint as connections_limit,
				pg_database_size(current_database()) as database_bytes,
				(select count(*) from pg_stat_activity where wait_event_type = 'Lock') as waiting_for_locks,
				(select coalesce(extract(epoch from now() - min(xact_start)), 0)::float8 from pg_stat_activity
					where datname = current_database() and backend_type = 'client backend') as oldest_transaction,
				(select count(*) from pg_stat_replication) as replicas,
				(select coalesce(extract(epoch from max(replay_lag)), 0)::float8 from pg_stat_replication) as lag""";

	@SuppressWarnings("NullAway") // none of them is null
	static PostgresFigures of(Readable row) {
		return new PostgresFigures(row.get("connections", Long.class), row.get("connections_limit", Long.class),
				row.get("database_bytes", Long.class), row.get("waiting_for_locks", Long.class),
				row.get("oldest_transaction", Double.class), row.get("replicas", Long.class),
				row.get("lag", Double.class));
	}

	static <T> void show(Meters meters, T holder, Function<T, @Nullable PostgresFigures> now) {
		gauge(meters, Measure.POSTGRES_CONNECTIONS, holder, now, PostgresFigures::connections);
		gauge(meters, Measure.POSTGRES_CONNECTIONS_LIMIT, holder, now, PostgresFigures::connectionsLimit);
		gauge(meters, Measure.POSTGRES_DATABASE, holder, now, PostgresFigures::databaseBytes);
		gauge(meters, Measure.POSTGRES_WAITING_FOR_LOCKS, holder, now, PostgresFigures::waitingForLocks);
		gauge(meters, Measure.POSTGRES_OLDEST_TRANSACTION, holder, now, PostgresFigures::oldestTransactionSeconds);
		gauge(meters, Measure.POSTGRES_REPLICAS, holder, now, PostgresFigures::replicas);
		gauge(meters, Measure.POSTGRES_REPLICATION_LAG, holder, now, PostgresFigures::replicationLagSeconds);
	}

	private static <T> void gauge(Meters meters, Measure measure, T holder, Function<T, @Nullable PostgresFigures> now,
			ToDoubleFunction<PostgresFigures> figure) {
		meters.gauge(measure, holder, (subject) -> figure.applyAsDouble(Objects.requireNonNull(now.apply(subject))));
	}

}
