package io.oncegate.web.http;

import io.micrometer.common.KeyValues;
import io.oncegate.telemetry.TraceId;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.reactive.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

/**
 * How requests are observed: without their address, which may hold the secret of a link.
 */
@Component
public class Observed extends DefaultServerRequestObservationConvention {

	private static final String LEFT = Observed.class.getName() + ".left";

	private static final String FAULT = Observed.class.getName() + ".fault";

	@Override
	public KeyValues getHighCardinalityKeyValues(ServerRequestObservationContext request) {
		return KeyValues.empty();
	}

	/** Notes by which fault an answer is made. */
	public static void failed(ServerWebExchange exchange, Throwable fault) {
		exchange.getAttributes().put(FAULT, fault);
	}

	/** The fault by which an answer was made, be it a refusal. */
	static @Nullable Throwable fault(ServerWebExchange exchange) {
		return exchange.getAttribute(FAULT);
	}

	/** Notes that a client left before it was answered, which is no failure. */
	static void left(ServerWebExchange exchange) {
		exchange.getAttributes().put(LEFT, true);
	}

	/** Tells whether a client left before it was answered. */
	static boolean hasLeft(ServerWebExchange exchange) {
		return exchange.getAttributes().containsKey(LEFT);
	}

	/** The id by which everything that was logged of a request is found again. */
	public static TraceId traceId(ServerWebExchange exchange) {
		return (TraceId) exchange.getAttributes()
			.computeIfAbsent(TraceId.class.getName(),
					(none) -> ServerRequestObservationContext.findCurrent(exchange.getAttributes())
						.map(TraceId::of)
						.orElseGet(() -> TraceId.sentAs(exchange.getRequest().getHeaders().getFirst("traceparent"))));
	}

}
