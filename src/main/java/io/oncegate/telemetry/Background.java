package io.oncegate.telemetry;

import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.context.SmartLifecycle;

/**
 * Work that runs from the start of the gateway until it stops: after bookings, which go
 * on while it drains.
 */
public abstract class Background implements SmartLifecycle {

	private volatile @Nullable Future<?> work;

	/** The work, which never completes on its own. */
	protected abstract Mono<Void> work();

	@Override
	public void start() {
		this.work = work().toFuture();
	}

	@Override
	public void stop() {
		Future<?> work = this.work;
		this.work = null;
		if (work != null) {
			work.cancel(false);
		}
	}

	@Override
	public int getPhase() {
		return DEFAULT_PHASE - 1;
	}

	@Override
	public boolean isRunning() {
		return this.work != null;
	}

}
