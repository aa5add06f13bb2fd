package io.oncegate.gatling;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Samples the gateway's used heap. The minimum within a period is what was left after a
 * garbage collection, whichever collector is used.
 */
final class Heap {

	private static final Duration EVERY = Duration.ofSeconds(1);

	/** How many bytes the heap may grow, besides half of its size at the beginning. */
	private static final double ALLOWANCE = 64e6;

	private final Metrics metrics;

	private final Duration duration;

	private final Map<Long, Double> used = new ConcurrentSkipListMap<>();

	private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor((work) -> {
		Thread thread = new Thread(work, "heap");
		thread.setDaemon(true);
		return thread;
	});

	Heap(Metrics metrics, Duration duration) {
		this.metrics = metrics;
		this.duration = duration;
	}

	void watch() {
		long start = System.nanoTime();
		this.watch.scheduleAtFixedRate(
				() -> this.metrics.heap().ifPresent((bytes) -> this.used.put(System.nanoTime() - start, bytes)), 0,
				EVERY.toMillis(), TimeUnit.MILLISECONDS);
	}

	/** Compares the first fifth, after a tenth for warming up, with the last. */
	boolean isFlat() {
		this.watch.shutdownNow();
		OptionalDouble begin = least(0.1, 0.3);
		OptionalDouble end = least(0.8, 1.0);
		if (begin.isEmpty() || end.isEmpty()) {
			System.out.println("The run was too short to look at the heap, or the management port did not answer.\n");
			return false;
		}
		double most = begin.getAsDouble() * 1.5 + ALLOWANCE;
		boolean flat = end.getAsDouble() <= most;
		System.out.printf(
				"The heap held %.0f MB after a collection at the beginning and %.0f MB at the end, %s %.0f.%n%n",
				begin.getAsDouble() / 1e6, end.getAsDouble() / 1e6,
				flat ? "within the allowed" : "MORE THAN THE ALLOWED", most / 1e6);
		return flat;
	}

	private OptionalDouble least(double from, double to) {
		double nanos = this.duration.toNanos();
		return this.used.entrySet()
			.stream()
			.filter((sample) -> sample.getKey() >= from * nanos && sample.getKey() <= to * nanos)
			.mapToDouble(Map.Entry::getValue)
			.min();
	}

}
