package io.oncegate.web;

import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;

import org.springframework.http.server.reactive.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

/**
 * How requests are observed: without their address, which may hold the secret of a link.
 */
@Component
class Observed extends DefaultServerRequestObservationConvention {

	@Override
	public KeyValues getHighCardinalityKeyValues(ServerRequestObservationContext request) {
		return KeyValues.empty();
	}

	/** Notes that a client left before it was answered, which is no failure. */
	static void left(ServerWebExchange exchange) {
		ServerRequestObservationContext.findCurrent(exchange.getAttributes())
			.ifPresent((request) -> request.setConnectionAborted(true));
	}

	/** What is observed of a request. */
	static Observation.Context request(ServerWebExchange exchange) {
		return ServerRequestObservationContext.findCurrent(exchange.getAttributes()).<Observation
				.Context>map((found) -> found)
			.orElseGet(Observation.Context::new);
	}

}
