package io.oncegate.web.http;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ServerWebExchange;

/**
 * What serves a request. It is found first of all, so that the limits and headers of an
 * address apply to each of its spellings.
 *
 * @param pattern the address, like <code>/l/{token}</code>; null if the gateway has none
 * for the request
 */
public record Route(@Nullable String pattern, Audience audience, Kind kind, HandlerFunction<ServerResponse> handler) {

	private static final String ATTRIBUTE = Route.class.getName();

	private static final Route NOWHERE = nowhere(Audience.PEOPLE, Kind.OPENING);

	/**
	 * Returns the route of a request; one to nowhere if it did not come to the public
	 * port.
	 */
	public static Route of(ServerWebExchange exchange) {
		return exchange.getAttributeOrDefault(ATTRIBUTE, NOWHERE);
	}

	/** The route of a request to no address of the gateway. */
	public static Route nowhere(Audience audience, Kind kind) {
		return new Route(null, audience, kind, (request) -> Mono.error(ProblemException.of(Problem.NOT_FOUND)));
	}

	/** Sets this as the route of a request. */
	public void attachTo(ServerWebExchange exchange) {
		exchange.getAttributes().put(ATTRIBUTE, this);
	}

}
