package io.oncegate.telemetry;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.event.Level;
import reactor.core.scheduler.Schedulers;

/**
 * Logs each kind of fault when it first happens, with its cause, and from then on only
 * how often it was repeated: otherwise a store that is down would fill the log with a
 * line per request.
 */
public class FaultLog {

	private static final Duration WINDOW = Duration.ofSeconds(10);

	/** Far more than there are; any excess is counted as one more kind. */
	private static final int MOST_KINDS = 100;

	private static final String OTHERS = "others";

	/** How often each kind was repeated. */
	private final Map<String, Long> more = new ConcurrentHashMap<>();

	private final Logger logger;

	public FaultLog(Logger logger) {
		this.logger = logger;
	}

	/**
	 * Records a fault.
	 * @param message what it is, always in the same words
	 * @param cause details of this occurrence
	 */
	public void log(Level level, String message, Throwable fault, Supplier<String> cause) {
		String own = message + kind(fault);
		String kind = (this.more.size() < MOST_KINDS || this.more.containsKey(own)) ? own : OTHERS;
		if (this.more.merge(kind, 0L, (times, none) -> times + 1) == 0) {
			this.logger.atLevel(level).log("{}: {}", message, cause.get());
			later(() -> again(level, kind,
					kind.equals(OTHERS) ? "Other faults" : message + ": " + fault.getClass().getName()));
		}
	}

	/** Logs how often it was repeated, and forgets it if it was not. */
	private void again(Level level, String kind, String what) {
		long times = this.more.getOrDefault(kind, 0L);
		if (times == 0 && this.more.remove(kind, 0L)) {
			return;
		}
		if (times > 0) {
			this.more.computeIfPresent(kind, (same, now) -> now - times);
			this.logger.atLevel(level).log("{}, repeated {} times in {} s", what, times, WINDOW.toSeconds());
		}
		later(() -> again(level, kind, what));
	}

	private static void later(Runnable task) {
		Schedulers.parallel().schedule(task, WINDOW.toSeconds(), TimeUnit.SECONDS);
	}

	private static String kind(Throwable fault) {
		StringBuilder kind = new StringBuilder();
		for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
			kind.append(' ').append(cause.getClass().getName());
		}
		return kind.toString();
	}

}
