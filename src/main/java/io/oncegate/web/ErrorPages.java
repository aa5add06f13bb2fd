package io.oncegate.web;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;

/** Shows problems in a part of the site as pages of its own. */
public interface ErrorPages {

	/** Tells whether a request is for that part. */
	boolean areFor(ServerHttpRequest request);

	/** The page that explains a problem. */
	byte[] page(ServerWebExchange exchange, ProblemException problem);

}
