package io.oncegate.redemption;

import java.time.Duration;

import io.oncegate.booking.OverloadedException;
import reactor.core.publisher.Mono;
import reactor.pool.InstrumentedPool;
import reactor.pool.PoolAcquirePendingLimitException;
import reactor.pool.PoolAcquireTimeoutException;
import reactor.pool.PoolBuilder;
import reactor.pool.PooledRef;

/**
 * Work that waits for its turn, in order, for a bounded time.
 * <p>
 * A burst may wait long, as it will soon be over. Once somebody has been waiting all the
 * time for a while, more work comes than can be done; then the wait is short, so that
 * what is done is done quickly and the rest is refused quickly. (The idea is CoDel's.)
 */
class WaitingLine {

	private static final int PLACES = 1024;

	private static final Duration WAIT_IN_A_BURST = Duration.ofSeconds(1);

	private static final Duration WAIT_IN_OVERLOAD = Duration.ofMillis(100);

	/** A line that has not been empty for so long is more than a burst. */
	private static final Duration BURST = Duration.ofMillis(500);

	private final InstrumentedPool<Boolean> turns;

	private volatile long lastEmpty = System.nanoTime();

	/**
	 * Creates a line.
	 * @param atOnce how much work is done at once
	 */
	WaitingLine(int atOnce) {
		this.turns = PoolBuilder.from(Mono.just(true)).sizeBetween(0, atOnce).maxPendingAcquire(PLACES).buildPool();
	}

	/**
	 * Does work when its turn comes.
	 * @throws OverloadedException if it had to wait too long, or the line is full
	 */
	<T> Mono<T> run(Mono<T> work) {
		return Mono.usingWhen(Mono.defer(() -> this.turns.acquire(patience())), (turn) -> work, PooledRef::release)
			.onErrorMap(WaitingLine::isRefusal, (ex) -> OverloadedException.ofPostgres());
	}

	private Duration patience() {
		long now = System.nanoTime();
		if (waiting() == 0) {
			this.lastEmpty = now;
		}
		return (now - this.lastEmpty < BURST.toNanos()) ? WAIT_IN_A_BURST : WAIT_IN_OVERLOAD;
	}

	private static boolean isRefusal(Throwable ex) {
		return ex instanceof PoolAcquireTimeoutException || ex instanceof PoolAcquirePendingLimitException;
	}

	/** How many wait. */
	int waiting() {
		return this.turns.metrics().pendingAcquireSize();
	}

}
