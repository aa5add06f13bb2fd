package io.oncegate.telemetry;

import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/** The figures reported by Redis; for a cluster, all its nodes together. */
final class RedisFigures {

	private RedisFigures() {
	}

	/** Parses the reply to {@code INFO}. */
	static Map<Measure, Number> of(Properties info) {
		return Map.of(Measure.REDIS_MEMORY, sum(info, "used_memory"), Measure.REDIS_MEMORY_LIMIT,
				sum(info, "maxmemory"), Measure.REDIS_KEYS,
				fields(info, "db\\d+").mapToLong((db) -> field(db, "keys")).sum(), Measure.REDIS_CLIENTS,
				sum(info, "connected_clients"), Measure.REDIS_COMMANDS, sum(info, "total_commands_processed"),
				Measure.REDIS_EVICTED_KEYS, sum(info, "evicted_keys"), Measure.REDIS_REPLICAS,
				sum(info, "connected_slaves"), Measure.REDIS_REPLICATION_LAG, lag(info));
	}

	/** In a cluster, each name is prefixed with the address of its node. */
	private static Stream<String> fields(Properties info, String name) {
		return info.stringPropertyNames()
			.stream()
			.filter((key) -> key.matches("(.*\\.)?" + name))
			.map(info::getProperty);
	}

	private static long sum(Properties info, String name) {
		return fields(info, name).mapToLong(Long::parseLong).sum();
	}

	private static long lag(Properties info) {
		long written = fields(info, "master_repl_offset").mapToLong(Long::parseLong).max().orElse(0);
		return fields(info, "slave\\d+").mapToLong((replica) -> Math.max(0, written - field(replica, "offset")))
			.max()
			.orElse(0);
	}

	/** Parses a field of {@code name=1,other=2}. */
	private static long field(String value, String name) {
		return Arrays.stream(value.split(","))
			.filter((field) -> field.startsWith(name + "="))
			.mapToLong((field) -> Long.parseLong(field.substring(name.length() + 1)))
			.findFirst()
			.orElse(0);
	}

}
