package io.oncegate.telemetry;

import java.util.Map;

import io.r2dbc.spi.Readable;

/**
 * PostgreSQL's own figures. It shows the lag of replicas, and the activity of other
 * roles, only to members of {@code pg_monitor}.
 */
final class PostgresFigures {

	static final String SQL = """
			select (select count(*) from pg_stat_activity
					where backend_type = 'client backend' or backend_type is null and datid is not null) as connections,
				current_setting('max_connections')::bigint as connections_limit,
				pg_database_size(current_database()) as database_bytes,
				(select count(*) from pg_stat_activity where wait_event_type = 'Lock') as waiting_for_locks,
				(select count(*) from pg_stat_activity where wait_event = 'SyncRep') as waiting_for_standbys,
				(select coalesce(extract(epoch from now() - min(xact_start)), 0)::float8 from pg_stat_activity
					where datname = current_database() and backend_type = 'client backend') as oldest_transaction,
				(select count(*) from pg_stat_replication) as replicas,
				(select coalesce(extract(epoch from max(replay_lag)), 0)::float8 from pg_stat_replication) as lag""";

	private PostgresFigures() {
	}

	@SuppressWarnings("NullAway") // none of them is null
	static Map<Measure, Number> of(Readable row) {
		return Map.of(Measure.POSTGRES_CONNECTIONS, row.get("connections", Long.class),
				Measure.POSTGRES_CONNECTIONS_LIMIT, row.get("connections_limit", Long.class), Measure.POSTGRES_DATABASE,
				row.get("database_bytes", Long.class), Measure.POSTGRES_WAITING_FOR_LOCKS,
				row.get("waiting_for_locks", Long.class), Measure.POSTGRES_WAITING_FOR_STANDBYS,
				row.get("waiting_for_standbys", Long.class), Measure.POSTGRES_OLDEST_TRANSACTION,
				row.get("oldest_transaction", Double.class), Measure.POSTGRES_REPLICAS, row.get("replicas", Long.class),
				Measure.POSTGRES_REPLICATION_LAG, row.get("lag", Double.class));
	}

}
