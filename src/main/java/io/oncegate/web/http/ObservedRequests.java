package io.oncegate.web.http;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.tracing.Tracer;
import io.oncegate.telemetry.Traced;
import org.jspecify.annotations.Nullable;
import reactor.core.observability.DefaultSignalListener;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.observation.ServerHttpObservationDocumentation;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

/**
 * Observes every request of the public port as Spring does
 * ({@code http.server.requests}), by its method, address pattern, status and exception.
 * Without tracing, this takes only a clock and a timer.
 */
@Component
public class ObservedRequests {

	private static final Set<HttpMethod> METHODS = Set.of(HttpMethod.values());

	private final Map<Ending, Timer> timers = new ConcurrentHashMap<>();

	private final Observed convention;

	private final MeterRegistry meters;

	private final ObservationRegistry observations;

	private final boolean traced;

	ObservedRequests(Observed convention, MeterRegistry meters, ObservationRegistry observations,
			ObjectProvider<Tracer> tracer) {
		this.convention = convention;
		this.meters = meters;
		this.observations = observations;
		this.traced = tracer.getIfAvailable() != null;
	}

	/** Observes a request until it is answered. */
	public Mono<Void> observe(ServerWebExchange exchange, Mono<Void> answer) {
		return answer.tap(() -> this.traced ? new Spanned(exchange) : new Timed(exchange));
	}

	private Timer timer(ServerWebExchange exchange, Ending ending) {
		ServerRequestObservationContext context = context(exchange, ending.left());
		Timer.Builder timer = Timer.builder(this.convention.getName());
		this.convention.getLowCardinalityKeyValues(context).forEach((tag) -> timer.tag(tag.getKey(), tag.getValue()));
		Class<?> fault = ending.fault();
		return timer.tag("error", (fault != null) ? fault.getSimpleName() : "none").register(this.meters);
	}

	private static ServerRequestObservationContext context(ServerWebExchange exchange, boolean left) {
		ServerRequestObservationContext context = new ServerRequestObservationContext(exchange.getRequest(),
				exchange.getResponse(), exchange.getAttributes());
		end(context, exchange, left);
		return context;
	}

	private static void end(ServerRequestObservationContext context, ServerWebExchange exchange, boolean left) {
		context.setPathPattern(Route.of(exchange).pattern());
		context.setConnectionAborted(left);
		Throwable fault = Observed.fault(exchange);
		if (fault != null) {
			context.setError(fault);
		}
	}

	/** A request in progress, which ends once, even if its client leaves. */
	private abstract static class Request extends DefaultSignalListener<Void> {

		private final AtomicBoolean ended = new AtomicBoolean();

		private final ServerWebExchange exchange;

		Request(ServerWebExchange exchange) {
			this.exchange = exchange;
		}

		@Override
		public void doOnCancel() {
			end(true);
		}

		@Override
		public void doOnComplete() {
			end(false);
		}

		@Override
		public void doOnError(Throwable fault) {
			end(false);
		}

		private void end(boolean cancelled) {
			if (this.ended.compareAndSet(false, true)) {
				stop(this.exchange, cancelled || Observed.hasLeft(this.exchange));
			}
		}

		abstract void stop(ServerWebExchange exchange, boolean left);

	}

	private final class Timed extends Request {

		private final long began = System.nanoTime();

		private final Traced.Work work;

		Timed(ServerWebExchange exchange) {
			super(exchange);
			this.work = () -> Observed.traceId(exchange);
		}

		@Override
		public Context addToContext(Context context) {
			return context.put(Traced.Work.class, this.work);
		}

		@Override
		void stop(ServerWebExchange exchange, boolean left) {
			ObservedRequests.this.timers.computeIfAbsent(Ending.of(exchange, left), (ending) -> timer(exchange, ending))
				.record(System.nanoTime() - this.began, TimeUnit.NANOSECONDS);
		}

	}

	/** An observation, which is timed and becomes a span. */
	private final class Spanned extends Request {

		private final ServerRequestObservationContext context;

		private final Observation observation;

		Spanned(ServerWebExchange exchange) {
			super(exchange);
			this.context = new ServerRequestObservationContext(exchange.getRequest(), exchange.getResponse(),
					exchange.getAttributes());
			this.observation = ServerHttpObservationDocumentation.HTTP_REACTIVE_SERVER_REQUESTS.observation(
					ObservedRequests.this.convention, ObservedRequests.this.convention, () -> this.context,
					ObservedRequests.this.observations);
			exchange.getAttributes()
				.put(ServerRequestObservationContext.CURRENT_OBSERVATION_CONTEXT_ATTRIBUTE, this.context);
		}

		@Override
		public void doFirst() {
			this.observation.start();
		}

		@Override
		public Context addToContext(Context context) {
			return context.put(ObservationThreadLocalAccessor.KEY, this.observation);
		}

		@Override
		void stop(ServerWebExchange exchange, boolean left) {
			Throwable fault = Observed.fault(exchange);
			if (fault != null) {
				this.observation.error(fault);
			}
			ObservedRequests.end(this.context, exchange, left);
			this.observation.stop();
		}

	}

	/** How a request ended, as far as its timer distinguishes. */
	private record Ending(@Nullable HttpMethod method, @Nullable String pattern, @Nullable HttpStatusCode status,
			@Nullable Class<?> fault, boolean left) {

		static Ending of(ServerWebExchange exchange, boolean left) {
			HttpMethod method = exchange.getRequest().getMethod();
			Throwable fault = Observed.fault(exchange);
			return new Ending(METHODS.contains(method) ? method : null, Route.of(exchange).pattern(),
					exchange.getResponse().getStatusCode(), (fault != null) ? fault.getClass() : null, left);
		}

	}

}
