package io.oncegate.telemetry;

import java.util.Arrays;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/** What Redis says of itself; of a cluster, all its nodes together. */
record RedisFigures(long memory, long memoryLimit, long keys, long clients, long commands, long evictedKeys,
		long replicas, long replicationLag) {

	/** Reads the answer to {@code INFO}. */
	static RedisFigures of(Properties info) {
		return new RedisFigures(sum(info, "used_memory"), sum(info, "maxmemory"),
				fields(info, "db\\d+").mapToLong((db) -> field(db, "keys")).sum(), sum(info, "connected_clients"),
				sum(info, "total_commands_processed"), sum(info, "evicted_keys"), sum(info, "connected_slaves"),
				lag(info));
	}

	/** Of a cluster, each name comes with the address of its node in front. */
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

	/** Reads a field of {@code name=1,other=2}. */
	private static long field(String value, String name) {
		return Arrays.stream(value.split(","))
			.filter((field) -> field.startsWith(name + "="))
			.mapToLong((field) -> Long.parseLong(field.substring(name.length() + 1)))
			.findFirst()
			.orElse(0);
	}

	static <T> void show(Meters meters, T holder, Function<T, @Nullable RedisFigures> now) {
		gauge(meters, Measure.REDIS_MEMORY, holder, now, RedisFigures::memory);
		gauge(meters, Measure.REDIS_MEMORY_LIMIT, holder, now, RedisFigures::memoryLimit);
		gauge(meters, Measure.REDIS_KEYS, holder, now, RedisFigures::keys);
		gauge(meters, Measure.REDIS_CLIENTS, holder, now, RedisFigures::clients);
		gauge(meters, Measure.REDIS_REPLICAS, holder, now, RedisFigures::replicas);
		gauge(meters, Measure.REDIS_REPLICATION_LAG, holder, now, RedisFigures::replicationLag);
		meters.counter(Measure.REDIS_COMMANDS, holder,
				(subject) -> Objects.requireNonNull(now.apply(subject)).commands());
		meters.counter(Measure.REDIS_EVICTED_KEYS, holder,
				(subject) -> Objects.requireNonNull(now.apply(subject)).evictedKeys());
	}

	private static <T> void gauge(Meters meters, Measure measure, T holder, Function<T, @Nullable RedisFigures> now,
			ToLongFunction<RedisFigures> figure) {
		meters.gauge(measure, holder, (subject) -> figure.applyAsLong(Objects.requireNonNull(now.apply(subject))));
	}

}
