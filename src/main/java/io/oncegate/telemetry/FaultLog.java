package io.oncegate.telemetry;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.event.Level;
import reactor.core.scheduler.Schedulers;

/**
 * Logs each kind of fault when it first happens, with its cause, and from then on how
 * often it has happened again: a store that is away would fill the log with a line for
 * each request.
 */
public class FaultLog {

	private static final Duration WINDOW = Duration.ofSeconds(10);

	/** Far more than there are; what exceeds it is counted as one more. */
	private static final int MOST_KINDS = 100;

	private final Map<String, AtomicLong> more = new ConcurrentHashMap<>();

	private final Logger logger;

	public FaultLog(Logger logger) {
		this.logger = logger;
	}

	/**
	 * Notes a fault.
	 * @param message what it is, in words that are the same each time
	 * @param cause what to say of this one
	 */
	public void log(Level level, String message, Throwable fault, Supplier<String> cause) {
		String kind = (this.more.size() < MOST_KINDS) ? message + kind(fault) : "others";
		AtomicLong known = this.more.putIfAbsent(kind, new AtomicLong());
		if (known != null) {
			known.incrementAndGet();
			return;
		}
		this.logger.atLevel(level).log("{}: {}", message, cause.get());
		later(() -> again(level, message, kind, fault.getClass().getName()));
	}

	private void again(Level level, String message, String kind, String cause) {
		long times = this.more.getOrDefault(kind, new AtomicLong()).getAndSet(0);
		if (times == 0) {
			this.more.remove(kind);
			return;
		}
		this.logger.atLevel(level).log("{}: {}, {} times more in {} s", message, cause, times, WINDOW.toSeconds());
		later(() -> again(level, message, kind, cause));
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
