package io.oncegate.telemetry;

import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.stereotype.Component;

/**
 * How many commits PostgreSQL has not answered in time. While there is one, the gateway
 * is not ready.
 */
@Component
public class CommitWatch {

	private final AtomicInteger overdue = new AtomicInteger();

	CommitWatch(Meters meters) {
		meters.gauge(Measure.COMMITS_OVERDUE, this.overdue, AtomicInteger::get);
	}

	/** Records that a commit is overdue. */
	public void began() {
		this.overdue.incrementAndGet();
	}

	/** Records that one that was overdue is answered, or lost. */
	public void ended() {
		this.overdue.decrementAndGet();
	}

	/** How many are overdue now. */
	public int overdue() {
		return this.overdue.get();
	}

}
