package io.oncegate.booking;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import com.github.benmanes.caffeine.cache.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is to write. One writer has the turn at a time, until it finishes or
 * loses the turn because it is stuck; a stuck writer still counts as writing.
 */
class WriterTurns {

	/** A statement that takes longer is stuck. Shorter than the wait under overload. */
	static final Duration STUCK = Duration.ofMillis(50);

	private final AtomicReference<@Nullable Turn> now = new AtomicReference<>();

	private final AtomicInteger writing = new AtomicInteger();

	private final int writers;

	private final Ticker ticker;

	/**
	 * Nobody has the turn.
	 * @param writers how many may write, including those that are stuck
	 */
	WriterTurns(int writers, Ticker ticker) {
		this.writers = writers;
		this.ticker = ticker;
	}

	/** Takes the turn, if nobody has it. */
	@Nullable Turn take() {
		return replace(null);
	}

	/** Takes the turn from a stuck writer, if there is one and another may write. */
	@Nullable Turn takeOver() {
		Turn stuck = this.now.get();
		return (stuck != null && time(stuck).compareTo(STUCK) > 0 && this.writing.get() < this.writers) ? replace(stuck)
				: null;
	}

	private @Nullable Turn replace(@Nullable Turn before) {
		Turn next = new Turn(this.ticker.read());
		if (!this.now.compareAndSet(before, next)) {
			return null;
		}
		this.writing.incrementAndGet();
		return next;
	}

	/** How long it has been running. */
	Duration time(Turn turn) {
		return Duration.ofNanos(this.ticker.read() - turn.began);
	}

	/** Ends a writer; tells whether that lets another one take the turn. */
	boolean end(Turn turn) {
		this.writing.decrementAndGet();
		return this.now.compareAndSet(turn, null);
	}

	/** Compared by identity, not by value. */
	static final class Turn {

		private final long began;

		private Turn(long began) {
			this.began = began;
		}

	}

}
