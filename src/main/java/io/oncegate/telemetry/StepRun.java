package io.oncegate.telemetry;

import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.util.context.Context;

/** One {@link Step} that is under way. It ends once, with what is first said of it. */
public abstract class StepRun {

	private static final Logger logger = LoggerFactory.getLogger(StepRun.class);

	private final AtomicBoolean ended = new AtomicBoolean();

	/** The context of what is done for it. */
	public Context in(Context context) {
		return context;
	}

	/** Ends it. Whatever happens here, it does not change what is observed. */
	public void end(Outcome outcome) {
		end(outcome, null);
	}

	/** Ends it by a fault. */
	public void fail(Outcome outcome, Throwable fault) {
		end(outcome, fault);
	}

	private void end(Outcome outcome, @Nullable Throwable fault) {
		if (this.ended.compareAndSet(false, true)) {
			try {
				stop(outcome, fault);
			}
			catch (RuntimeException ex) {
				logger.warn("A step of a redemption could not be measured", ex);
			}
		}
	}

	abstract void stop(Outcome outcome, @Nullable Throwable fault);

}
