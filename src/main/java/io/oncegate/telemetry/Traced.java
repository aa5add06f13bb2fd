package io.oncegate.telemetry;

import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;
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
	 * Does something that may log.
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
	 * What is done for a request that is not observed: in its context, under this class.
	 */
	public interface Work {

		/** The request's id, which is made when it is first asked for. */
		TraceId traceId();

	}

}
