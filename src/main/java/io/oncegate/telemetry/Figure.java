package io.oncegate.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * What a store reports of itself.
 *
 * @param shard the number of a shard of Redis, from 1 in the order of their slots; null
 * for PostgreSQL
 */
record Figure(Measure measure, @Nullable Integer shard) {

	static Figure of(Measure measure) {
		return new Figure(measure, null);
	}

}
