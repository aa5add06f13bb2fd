package io.oncegate.telemetry;

import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The figures that the master of a shard of Redis reports. */
final class RedisFigures {

	/** Of a shard that does not respond: a counter stays as it was. */
	static final Map<Measure, Number> UNKNOWN = Stream
		.of(Measure.REDIS_MEMORY, Measure.REDIS_MEMORY_LIMIT, Measure.REDIS_KEYS, Measure.REDIS_CLIENTS,
				Measure.REDIS_REPLICAS, Measure.REDIS_REPLICATION_LAG)
		.collect(Collectors.toMap((measure) -> measure, (measure) -> Double.NaN));

	private RedisFigures() {
	}

	/** Parses the reply to {@code INFO}. */
	static Map<Measure, Number> of(Properties info) {
		return Map.of(Measure.REDIS_MEMORY, number(info, "used_memory"), Measure.REDIS_MEMORY_LIMIT,
				number(info, "maxmemory"), Measure.REDIS_KEYS,
				fields(info, "db\\d+").mapToLong((db) -> field(db, "keys")).sum(), Measure.REDIS_CLIENTS,
				number(info, "connected_clients"), Measure.REDIS_COMMANDS, number(info, "total_commands_processed"),
				Measure.REDIS_EVICTED_KEYS, number(info, "evicted_keys"), Measure.REDIS_REPLICAS,
				number(info, "connected_slaves"), Measure.REDIS_REPLICATION_LAG, lag(info));
	}

	private static Stream<String> fields(Properties info, String name) {
		return info.stringPropertyNames().stream().filter((key) -> key.matches(name)).map(info::getProperty);
	}

	private static long number(Properties info, String name) {
		return Long.parseLong(info.getProperty(name, "0"));
	}

	private static long lag(Properties info) {
		long written = number(info, "master_repl_offset");
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
