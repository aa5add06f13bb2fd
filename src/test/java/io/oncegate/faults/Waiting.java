package io.oncegate.faults;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Real time, in which real processes fail and recover. */
public final class Waiting {

	private static final Duration PATIENCE = Duration.ofSeconds(180);

	private static final long SHORTEST_PAUSE = Duration.ofMillis(20).toNanos();

	private static final long LONGEST_PAUSE = Duration.ofMillis(500).toNanos();

	private Waiting() {
	}

	/** Waits until a condition holds, for three minutes at most. */
	public static void until(String what, Callable<Boolean> condition) {
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		long asked = System.nanoTime();
		while (!holds(condition)) {
			long now = System.nanoTime();
			if (now > deadline) {
				throw new AssertionError("Waited " + PATIENCE.toSeconds() + " s in vain until " + what);
			}
			// Whoever is asked has something else to do most of the time.
			long pause = Math.max(SHORTEST_PAUSE, 2 * (now - asked));
			pause(Duration.ofNanos(Math.min(pause, LONGEST_PAUSE)));
			asked = System.nanoTime();
		}
	}

	private static boolean holds(Callable<Boolean> condition) {
		try {
			return condition.call();
		}
		catch (Exception ex) {
			// Not there yet.
			return false;
		}
	}

	static void pause(Duration time) {
		long end = System.nanoTime() + time.toNanos();
		for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
			LockSupport.parkNanos(left);
		}
	}

}
