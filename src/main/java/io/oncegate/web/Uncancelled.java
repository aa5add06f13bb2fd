package io.oncegate.web;

import reactor.core.publisher.Mono;

import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Serves a request to its end though its client has left: cancelled at a bad moment, the
 * driver of PostgreSQL loses the buffers that it is about to send. What goes on is
 * bounded in time by {@link RequestLimits} and in number by {@link Admission}.
 */
@Component
@Order(-12) // around all that waits
class Uncancelled implements WebFilter {

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		return Mono.deferContextual(
				(context) -> Mono.fromFuture(chain.filter(exchange).contextWrite(context).toFuture(), true));
	}

}
