package io.oncegate.telemetry;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationView;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import org.jspecify.annotations.Nullable;

/**
 * The id that identifies all log lines and spans of a request: that of its trace; without
 * tracing, the one sent by the client (<a href="https://www.w3.org/TR/trace-context/">W3C
 * Trace Context</a>), or a new one.
 *
 * @param value 32 hexadecimal digits
 */
public record TraceId(String value) {

	private static final Pattern TRACE_PARENT = Pattern.compile("00-(?!0{32})([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}");

	/** Returns the id of an observed request, or of a part of it. */
	public static TraceId of(Observation.Context observed) {
		TracingContext tracing = observed.get(TracingContext.class);
		Span span = (tracing != null) ? tracing.getSpan() : null;
		if (span != null) {
			return new TraceId(span.context().traceId());
		}
		ObservationView parent = observed.getParentObservation();
		return (parent != null && parent.getContextView() instanceof Observation.Context above) ? of(above)
				: observed.computeIfAbsent(TraceId.class, (none) -> sentWith(observed));
	}

	private static TraceId sentWith(Observation.Context request) {
		return sentAs((request instanceof ReceiverContext<?> received) ? header(received) : null);
	}

	/**
	 * Returns the id of a request that is not observed.
	 * @param traceParent its header {@code traceparent}, if it has one
	 */
	public static TraceId sentAs(@Nullable String traceParent) {
		if (traceParent == null) {
			return fresh();
		}
		Matcher sent = TRACE_PARENT.matcher(traceParent);
		return sent.matches() ? new TraceId(sent.group(1)) : fresh();
	}

	/** Generates an id for a request that is not observed. */
	public static TraceId fresh() {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		return new TraceId(
				HexFormat.of().toHexDigits(random.nextLong()) + HexFormat.of().toHexDigits(random.nextLong()));
	}

	private static <C> @Nullable String header(ReceiverContext<C> received) {
		C carrier = received.getCarrier();
		return (carrier != null) ? received.getGetter().get(carrier, "traceparent") : null;
	}

}
