package io.oncegate.booking;

import java.time.Duration;

/**
 * How long an entry may wait in a queue.
 * <p>
 * A burst may wait long, as it will soon be over. If the queue has not been empty for a
 * while, more is arriving than can be served; then the wait is short, so that whatever is
 * served is served quickly and the rest is refused quickly. (The idea is CoDel's.)
 */
public final class Patience {

	private static final Duration IN_A_BURST = Duration.ofSeconds(1);

	private static final Duration IN_OVERLOAD = Duration.ofMillis(100);

	/** A queue that has not been empty for this long is more than a burst. */
	private static final Duration BURST = Duration.ofSeconds(1);

	private volatile long lastEmpty = System.nanoTime();

	/** Records that the queue is empty. */
	public void nobodyWaits() {
		this.lastEmpty = System.nanoTime();
	}

	/** Returns how long an entry may wait now. */
	public Duration now() {
		return (System.nanoTime() - this.lastEmpty < BURST.toNanos()) ? IN_A_BURST : IN_OVERLOAD;
	}

}
