package io.oncegate.web.http;

import reactor.core.publisher.Mono;

import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;

/** Requests whose route was found. */
public final class Routed {

	private Routed() {
	}

	/** A request of this kind. */
	static MockServerWebExchange exchange(Kind kind, MockServerHttpRequest.BaseBuilder<?> request) {
		return exchange(Audience.PEOPLE, kind, request);
	}

	/** A request to an address that is for somebody. */
	public static MockServerWebExchange exchange(Audience audience, Kind kind,
			MockServerHttpRequest.BaseBuilder<?> request) {
		MockServerWebExchange exchange = MockServerWebExchange.from(request);
		attach(exchange, audience, kind);
		return exchange;
	}

	/** Says that a request is to an address of the gateway. */
	static void attach(MockServerWebExchange exchange, Audience audience, Kind kind) {
		new Route("/", audience, kind, (served) -> Mono.empty()).attachTo(exchange);
	}

}
