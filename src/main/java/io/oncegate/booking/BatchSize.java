package io.oncegate.booking;

import java.time.Duration;

/**
 * How many rows a batch may have: fewer after a slow one, so that a slow database is not
 * given statements that run into their timeout, and more again after full ones that were
 * quick.
 */
class BatchSize {

	/** More rows make a statement slower but hardly cheaper. */
	static final int LARGEST = 128;

	static final int SMALLEST = 8;

	static final Duration QUICK = Duration.ofMillis(250);

	private volatile int limit = LARGEST;

	int limit() {
		return this.limit;
	}

	/** Adapts to how long a batch took. */
	void took(int rows, Duration time) {
		if (time.compareTo(QUICK) > 0) {
			this.limit = (int) Math.max(SMALLEST, rows * QUICK.toNanos() / time.toNanos());
		}
		else if (rows >= this.limit) {
			this.limit = Math.min(LARGEST, 2 * rows);
		}
	}

}
