package io.oncegate.redemption;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import io.netty.util.TimerTask;
import io.netty.util.concurrent.DefaultThreadFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Timeouts, one per request, which hardly ever fire: at most a tenth of a second late,
 * and kept without a lock that event loops would contend for.
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
		Waiting waiting = new Waiting(task);
		Timeout timeout = this.wheel.newTimeout(waiting, delay, unit);
		return () -> {
			waiting.set(null);
			timeout.cancel();
		};
	}

	@Override
	public Disposable schedule(Runnable task) {
		return Schedulers.parallel().schedule(task);
	}

	@Override
	public Worker createWorker() {
		return Schedulers.parallel().createWorker();
	}

	/**
	 * A task that can be released: the wheel keeps cancelled entries until its next tick,
	 * and the task may hold a whole request, which garbage collections would copy until
	 * then.
	 */
	private static final class Waiting extends AtomicReference<@Nullable Runnable> implements TimerTask {

		Waiting(Runnable task) {
			super(task);
		}

		@Override
		public void run(Timeout timeout) {
			Runnable task = get();
			if (task != null) {
				Schedulers.parallel().schedule(task);
			}
		}

	}

}
