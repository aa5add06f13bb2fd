package io.oncegate.web;

import org.springframework.web.server.ServerWebExchange;

/** Shows problems in a part of the site as pages of its own. */
public interface ErrorPages {

	/** Whose part it is. */
	Audience audience();

	/** The page that explains a problem. */
	byte[] page(ServerWebExchange exchange, ProblemException problem);

}
