package io.oncegate.claim;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnStateTransitionEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.scheduler.Scheduler;

/**
 * Logs when Redis stops responding, and when it responds again. A circuit that opens and
 * closes in between, as while a cluster elects a master, says nothing new.
 */
class CircuitLog {

	private static final Logger logger = LoggerFactory.getLogger(CircuitLog.class);

	/** A circuit that stays closed for this long is closed for good. */
	static final Duration SETTLED = Duration.ofSeconds(10);

	private final Scheduler timers;

	/** How often the circuit has opened. */
	private long openings;

	/** Whether the last that was logged is that Redis is away. */
	private boolean away;

	CircuitLog(Scheduler timers) {
		this.timers = timers;
	}

	void log(CircuitBreakerOnStateTransitionEvent event) {
		switch (event.getStateTransition()) {
			case CLOSED_TO_OPEN -> opened();
			case HALF_OPEN_TO_CLOSED -> closed();
			default -> {
			}
		}
	}

	private synchronized void opened() {
		this.openings++;
		if (!this.away) {
			this.away = true;
			logger.warn("Redis is not responding. Bookings continue with PostgreSQL alone.");
		}
	}

	private synchronized void closed() {
		long openings = this.openings;
		this.timers.schedule(() -> settled(openings), SETTLED.toMillis(), TimeUnit.MILLISECONDS);
	}

	private synchronized void settled(long openings) {
		if (this.away && this.openings == openings) {
			this.away = false;
			logger.info("Redis is responding again.");
		}
	}

}
