package io.oncegate.redemption;

import java.time.Duration;

import io.oncegate.booking.OverloadedException;
import io.oncegate.booking.Patience;
import reactor.core.publisher.Mono;
import reactor.pool.InstrumentedPool;
import reactor.pool.PoolAcquirePendingLimitException;
import reactor.pool.PoolAcquireTimeoutException;
import reactor.pool.PoolBuilder;
import reactor.pool.PooledRef;

/** A queue of work that waits for its turn, in order, for a bounded time. */
class WaitingLine {

	private static final int PLACES = 1024;

	private final InstrumentedPool<Boolean> turns;

	private final Patience patience = new Patience();

	/**
	 * Creates a queue.
	 * @param atOnce how much work runs concurrently
	 */
	WaitingLine(int atOnce) {
		this.turns = PoolBuilder.from(Mono.just(true)).sizeBetween(0, atOnce).maxPendingAcquire(PLACES).buildPool();
	}

	/**
	 * Runs work when its turn comes.
	 * @throws OverloadedException if it waited too long, or the queue is full
	 */
	<T> Mono<T> run(Mono<T> work) {
		return Mono.usingWhen(Mono.defer(() -> this.turns.acquire(patience())), (turn) -> work, PooledRef::release)
			.onErrorMap(WaitingLine::isRefusal, (ex) -> OverloadedException.ofPostgres());
	}

	private Duration patience() {
		if (waiting() == 0) {
			this.patience.nobodyWaits();
		}
		return this.patience.now();
	}

	private static boolean isRefusal(Throwable ex) {
		return ex instanceof PoolAcquireTimeoutException || ex instanceof PoolAcquirePendingLimitException;
	}

	/** How many are waiting. */
	int waiting() {
		return this.turns.metrics().pendingAcquireSize();
	}

}
