package io.oncegate.redemption;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import io.netty.util.concurrent.DefaultThreadFactory;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Time-outs of which each request has one and hardly any comes to pass: a tenth of a
 * second late at most, and kept without a lock for which event loops would queue.
 */
public final class Timeouts implements Scheduler {

	private static final Duration TICK = Duration.ofMillis(100);

	private static final Timeouts TIMEOUTS = new Timeouts();

	private final HashedWheelTimer wheel = new HashedWheelTimer(new DefaultThreadFactory("timeouts", true),
			TICK.toMillis(), TimeUnit.MILLISECONDS);

	private Timeouts() {
	}

	/** The scheduler for {@code timeout}. */
	public static Scheduler scheduler() {
		return TIMEOUTS;
	}

	@Override
	public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
		Timeout timeout = this.wheel.newTimeout((now) -> schedule(task), delay, unit);
		return timeout::cancel;
	}

	@Override
	public Disposable schedule(Runnable task) {
		return Schedulers.parallel().schedule(task);
	}

	@Override
	public Worker createWorker() {
		return Schedulers.parallel().createWorker();
	}

}
