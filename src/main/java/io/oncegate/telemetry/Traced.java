package io.oncegate.telemetry;

import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import reactor.util.context.ContextView;

/** Logs lines of a request with its {@link TraceId}. */
public final class Traced {

	private Traced() {
	}

	/**
	 * Logs something.
	 * @param context the context of work for the request
	 */
	public static void log(ContextView context, Runnable log) {
		TraceId traceId = traceId(context);
		if (traceId == null) {
			log.run();
			return;
		}
		try (MDC.MDCCloseable traced = trace(traceId)) {
			log.run();
		}
	}

	private static @Nullable TraceId traceId(ContextView context) {
		Observation observation = Steps.current(context);
		Work work = context.getOrDefault(Work.class, null);
		return (observation != null) ? TraceId.of(observation.getContext()) : (work != null) ? work.traceId() : null;
	}

	/**
	 * Runs something that may log.
	 * @param traceId of the request
	 */
	public static <T> T log(TraceId traceId, Supplier<T> log) {
		try (MDC.MDCCloseable traced = trace(traceId)) {
			return log.get();
		}
	}

	private static MDC.MDCCloseable trace(TraceId traceId) {
		return MDC.putCloseable("traceId", traceId.value());
	}

	/**
	 * Holds the id of a request that is not observed, in its context under this class.
	 */
	public interface Work {

		/** The request's id, generated on first use. */
		TraceId traceId();

	}

}
