package io.oncegate.booking;

import java.time.Duration;

/**
 * How long somebody may wait in a line.
 * <p>
 * A burst may wait long, as it will soon be over. Once somebody has been waiting all the
 * time for a while, more comes than can be served; then the wait is short, so that what
 * is served is served quickly and the rest is refused quickly. (The idea is CoDel's.)
 */
public final class Patience {

	private static final Duration IN_A_BURST = Duration.ofSeconds(1);

	private static final Duration IN_OVERLOAD = Duration.ofMillis(100);

	/** A line that has not been empty for so long is more than a burst. */
	private static final Duration BURST = Duration.ofSeconds(1);

	private volatile long lastEmpty = System.nanoTime();

	/** Notes that nobody waits. */
	public void nobodyWaits() {
		this.lastEmpty = System.nanoTime();
	}

	/** Says how long one may wait now. */
	public Duration now() {
		return (System.nanoTime() - this.lastEmpty < BURST.toNanos()) ? IN_A_BURST : IN_OVERLOAD;
	}

}
