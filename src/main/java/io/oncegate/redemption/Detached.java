package io.oncegate.redemption;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.oncegate.telemetry.Meters;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Runs work to its end whether or not anybody still waits for it: a client that hangs up
 * must not stop a redemption between its claim and its confirmation. Bounded, and drained
 * at shutdown before the stores are closed.
 */
@Component
class Detached implements SmartLifecycle {

	/** Each holds a few kilobytes, and waits for the database at most. */
	private static final int LIMIT = 2048;

	private final AtomicInteger underWay = new AtomicInteger();

	private volatile boolean running;

	private final AtomicReference<@Nullable Runnable> drained = new AtomicReference<>();

	Detached(Meters meters) {
		meters.gauge("oncegate.redemptions.inflight", this.underWay, AtomicInteger::get);
	}

	/**
	 * Runs work, of which cancelling the result stops nothing.
	 * @throws OverloadedException if too much is under way, or the gateway is stopping
	 */
	<T> Mono<T> run(Mono<T> work) {
		return Mono.defer(() -> {
			if (!enter()) {
				return Mono.error(new OverloadedException("Too many bookings are under way"));
			}
			return Mono.fromFuture(work.doFinally((signal) -> leave()).toFuture(), true);
		});
	}

	private boolean enter() {
		if (this.underWay.incrementAndGet() <= LIMIT && this.running) {
			return true;
		}
		leave();
		return false;
	}

	private void leave() {
		if (this.underWay.decrementAndGet() == 0) {
			finish();
		}
	}

	private void finish() {
		Runnable callback = this.drained.getAndSet(null);
		if (callback != null) {
			callback.run();
		}
	}

	@Override
	public void start() {
		this.running = true;
	}

	@Override
	public void stop(Runnable callback) {
		this.drained.set(callback);
		this.running = false;
		if (this.underWay.get() == 0) {
			finish();
		}
	}

	@Override
	public void stop() {
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/** After the web server has stopped taking requests, before the stores are closed. */
	@Override
	public int getPhase() {
		return 1024;
	}

}
