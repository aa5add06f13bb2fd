package io.oncegate.web.http;

import reactor.core.publisher.Mono;

import org.springframework.web.server.ServerWebExchange;

/** Shows problems to people as pages. */
public interface ErrorPages {

	/** Tells whether these are the pages of an audience. */
	boolean areFor(Audience audience);

	/** Renders the page that explains a problem. */
	Mono<byte[]> page(ServerWebExchange exchange, ProblemException problem);

}
