package io.oncegate.booking;

import java.time.Duration;

import com.github.benmanes.caffeine.cache.Ticker;

/**
 * Whether a batch is to be committed carefully. When one could not be committed at once,
 * neither can those soon after it: a time is sold out, or another gateway takes the same
 * seats.
 */
class Care {

	private static final Duration WHILE = Duration.ofSeconds(1);

	private final Ticker ticker;

	private volatile long taken;

	Care(Ticker ticker) {
		this.ticker = ticker;
		this.taken = ticker.read() - WHILE.toNanos();
	}

	/** Notes that a batch could not be committed at once. */
	void take() {
		this.taken = this.ticker.read();
	}

	boolean isTaken() {
		return this.ticker.read() - this.taken < WHILE.toNanos();
	}

}
