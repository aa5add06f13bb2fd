package io.oncegate.booking;

import java.time.Duration;

/**
 * Until when a commit may still be sent. Later there would not be enough time to wait for
 * its outcome.
 *
 * @param nanos as {@link System#nanoTime()}, which a change of the host's clock does not
 * affect
 */
public record Deadline(long nanos) {

	/** The deadline at this distance from now. */
	public static Deadline in(Duration time) {
		return new Deadline(System.nanoTime() + time.toNanos());
	}

	boolean hasPassed() {
		return System.nanoTime() - this.nanos > 0;
	}

}
