package io.oncegate.telemetry;

import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import org.slf4j.MDC;
import reactor.util.context.ContextView;

/** Logs what belongs to a request with its {@link TraceId}. */
public final class Traced {

	private Traced() {
	}

	/**
	 * Logs something.
	 * @param context the context of the work that is done for the request
	 */
	public static void log(ContextView context, Runnable log) {
		Observation observation = Steps.current(context);
		if (observation == null) {
			log.run();
			return;
		}
		try (MDC.MDCCloseable traced = trace(observation.getContext())) {
			log.run();
		}
	}

	/**
	 * Does something that may log.
	 * @param observed the request, or a part of it
	 */
	public static <T> T log(Observation.Context observed, Supplier<T> log) {
		try (MDC.MDCCloseable traced = trace(observed)) {
			return log.get();
		}
	}

	private static MDC.MDCCloseable trace(Observation.Context observed) {
		return MDC.putCloseable("traceId", TraceId.of(observed).value());
	}

}
