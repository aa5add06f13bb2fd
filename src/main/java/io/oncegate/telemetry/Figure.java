package io.oncegate.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * What a store reports of itself.
 *
 * @param shard the first slot of a shard of Redis; null without a cluster, and for
 * PostgreSQL
 */
record Figure(Measure measure, @Nullable Integer shard) {

	static Figure of(Measure measure) {
		return new Figure(measure, null);
	}

}
