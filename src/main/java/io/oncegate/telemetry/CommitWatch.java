package io.oncegate.telemetry;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.stereotype.Component;

/** How many commits PostgreSQL has not answered in time. */
@Component
public class CommitWatch {

	/** An answer that was merely lost on its way is given up sooner. */
	private static final Duration STUCK = Duration.ofSeconds(10);

	private final AtomicInteger overdue = new AtomicInteger();

	/** Since when there has been one, if there is one. */
	private volatile long since;

	CommitWatch(Meters meters) {
		meters.gauge(Measure.COMMITS_OVERDUE, this.overdue, AtomicInteger::get);
	}

	/** Records that a commit is overdue. */
	public void began() {
		if (this.overdue.getAndIncrement() == 0) {
			this.since = System.nanoTime();
		}
	}

	/** Records that one that was overdue is answered, or lost. */
	public void ended() {
		this.overdue.decrementAndGet();
	}

	/** How many are overdue now. */
	public int overdue() {
		return this.overdue.get();
	}

	/** Whether PostgreSQL does not answer commits, so that the gateway is not ready. */
	boolean areStuck() {
		return overdue() > 0 && System.nanoTime() - this.since > STUCK.toNanos();
	}

}
