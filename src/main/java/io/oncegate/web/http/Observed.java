package io.oncegate.web.http;

import io.micrometer.common.KeyValues;
import io.oncegate.telemetry.TraceId;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.reactive.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

/**
 * Describes requests to observations without their address, which may hold the secret of
 * a link.
 */
@Component
public class Observed extends DefaultServerRequestObservationConvention {

	private static final String LEFT = Observed.class.getName() + ".left";

	private static final String FAULT = Observed.class.getName() + ".fault";

	@Override
	public KeyValues getHighCardinalityKeyValues(ServerRequestObservationContext request) {
		return KeyValues.empty();
	}

	/** Records the fault that a request is answered with. */
	public static void failed(ServerWebExchange exchange, Throwable fault) {
		exchange.getAttributes().put(FAULT, fault);
	}

	/** The fault that a request was answered with, which may be a rejection. */
	static @Nullable Throwable fault(ServerWebExchange exchange) {
		return exchange.getAttribute(FAULT);
	}

	/** Records that a client left before it was answered, which is no failure. */
	static void left(ServerWebExchange exchange) {
		exchange.getAttributes().put(LEFT, true);
	}

	/** Tells whether a client left before it was answered. */
	static boolean hasLeft(ServerWebExchange exchange) {
		return exchange.getAttributes().containsKey(LEFT);
	}

	/** The id under which everything about a request is logged. */
	public static TraceId traceId(ServerWebExchange exchange) {
		return (TraceId) exchange.getAttributes()
			.computeIfAbsent(TraceId.class.getName(),
					(none) -> ServerRequestObservationContext.findCurrent(exchange.getAttributes())
						.map(TraceId::of)
						.orElseGet(() -> TraceId.sentAs(exchange.getRequest().getHeaders().getFirst("traceparent"))));
	}

}
