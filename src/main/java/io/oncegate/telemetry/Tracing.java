package io.oncegate.telemetry;

import java.util.List;
import java.util.Objects;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.tracing.Link;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.propagation.Propagator;

import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/**
 * Turns requests and their steps into spans, if there is an export endpoint. Spans never
 * contain exception messages, which may quote a request, and with it the secret of a
 * link.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(TracingIsAsked.class)
class Tracing {

	@Bean
	StepSpans stepSpans(ObservationRegistry registry) {
		return new StepSpans(registry);
	}

	@Bean
	@Order(MicrometerTracingAutoConfiguration.DEFAULT_TRACING_OBSERVATION_HANDLER_ORDER)
	DefaultTracingObservationHandler spansOfSteps(Tracer tracer) {
		return new StepHandler(tracer);
	}

	@Bean
	@Order(MicrometerTracingAutoConfiguration.RECEIVER_TRACING_OBSERVATION_HANDLER_ORDER)
	PropagatingReceiverTracingObservationHandler<?> requestSpans(Tracer tracer, Propagator propagator) {
		return new RequestSpans<>(tracer, propagator);
	}

	/** An exception without a stack trace is a refusal, not a fault. */
	private static void fail(Span span, Throwable fault) {
		if (fault.getStackTrace().length > 0) {
			RuntimeException silent = new RuntimeException(fault.getClass().getName());
			silent.setStackTrace(fault.getStackTrace());
			span.error(silent);
		}
	}

	private static final class RequestSpans<T extends ReceiverContext<?>>
			extends PropagatingReceiverTracingObservationHandler<T> {

		RequestSpans(Tracer tracer, Propagator propagator) {
			super(tracer, propagator);
		}

		@Override
		public void onError(T request) {
			if (request.getError() != null) {
				fail(getRequiredSpan(request), request.getError());
			}
		}

	}

	private static final class StepHandler extends DefaultTracingObservationHandler {

		StepHandler(Tracer tracer) {
			super(tracer);
		}

		/**
		 * Work for several requests belongs to one trace and is linked to the others,
		 * which name it, too.
		 */
		@Override
		public void onStart(Observation.Context context) {
			List<Span> all = (context instanceof StepContext step) ? recorded(step.served()) : List.of();
			if (all.isEmpty()) {
				super.onStart(context);
				return;
			}
			List<Span> others = all.subList(1, all.size());
			Span.Builder builder = getTracer().spanBuilder().setParent(all.get(0).context());
			others.forEach((other) -> builder.addLink(new Link(other)));
			Span span = builder.start();
			others.forEach((other) -> other.tag("oncegate.batch.trace", span.context().traceId()));
			getTracingContext(context).setSpan(span);
		}

		/** Not a key value of the observation, which would cost more than its timer. */
		@Override
		public void tagSpan(Observation.Context context, Span span) {
			super.tagSpan(context, span);
			if (context instanceof StepContext step) {
				span.tag(Tag.OUTCOME.asString(), step.outcome().label());
			}
		}

		private static List<Span> recorded(List<Observation> observed) {
			return observed.stream()
				.map((each) -> each.getContext().<TracingContext>get(TracingContext.class))
				.filter(Objects::nonNull)
				.map(TracingContext::getSpan)
				.filter((span) -> span != null && Boolean.TRUE.equals(span.context().sampled()))
				.toList();
		}

		@Override
		public void onError(Observation.Context context) {
			if (context.getError() != null) {
				fail(getRequiredSpan(context), context.getError());
			}
		}

	}

}
