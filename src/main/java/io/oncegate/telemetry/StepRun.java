package io.oncegate.telemetry;

import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.util.context.Context;

/** A running {@link Step}. It ends once, with the first outcome reported. */
public abstract class StepRun {

	private static final Logger logger = LoggerFactory.getLogger(StepRun.class);

	private final AtomicBoolean ended = new AtomicBoolean();

	/** The context of its work. */
	public Context in(Context context) {
		return context;
	}

	/** Ends it. No failure here affects the observed work. */
	public void end(Outcome outcome) {
		end(outcome, null);
	}

	/** Ends it with a fault. */
	public void fail(Outcome outcome, Throwable fault) {
		end(outcome, fault);
	}

	private void end(Outcome outcome, @Nullable Throwable fault) {
		if (this.ended.compareAndSet(false, true)) {
			try {
				stop(outcome, fault);
			}
			catch (RuntimeException ex) {
				logger.warn("Measuring a step of a redemption failed", ex);
			}
		}
	}

	abstract void stop(Outcome outcome, @Nullable Throwable fault);

}
