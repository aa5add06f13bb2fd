package io.oncegate.booking;

import java.time.Duration;

/**
 * Until when a commit may still be sent. Later there would not be the time to wait for
 * its outcome.
 *
 * @param nanos by {@link System#nanoTime()}, which no change of the host's clock moves
 */
public record Deadline(long nanos) {

	/** So long from now. */
	public static Deadline in(Duration time) {
		return new Deadline(System.nanoTime() + time.toNanos());
	}

	boolean hasPassed() {
		return System.nanoTime() - this.nanos > 0;
	}

}
