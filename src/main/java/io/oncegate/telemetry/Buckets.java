package io.oncegate.telemetry;

import java.time.Duration;
import java.util.stream.IntStream;

/**
 * The buckets of the histograms: few, with a boundary at 250 ms, the service level
 * objective.
 */
final class Buckets {

	static final Duration[] TIMES = IntStream.of(5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000)
		.mapToObj(Duration::ofMillis)
		.toArray(Duration[]::new);

	static final double[] ROWS = { 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000 };

	private Buckets() {
	}

}
