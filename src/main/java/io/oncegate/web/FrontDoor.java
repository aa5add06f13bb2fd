package io.oncegate.web;

import io.oncegate.web.http.ErrorHandler;
import io.oncegate.web.http.Observed;
import io.oncegate.web.http.ObservedRequests;
import io.oncegate.web.http.Sending;
import reactor.core.publisher.Mono;

import org.springframework.context.ApplicationContext;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.adapter.DefaultServerWebExchange;
import org.springframework.web.server.i18n.AcceptHeaderLocaleContextResolver;
import org.springframework.web.server.i18n.LocaleContextResolver;
import org.springframework.web.server.session.WebSessionManager;

/**
 * Takes every request of the public port, and answers each, if need be with a problem. It
 * replaces Spring's adapter, whose operators cost more than most answers. Health and
 * metrics have a port of their own, where Spring's adapter serves.
 */
@Component
class FrontDoor implements HttpHandler {

	private final WebSessionManager sessions;

	private final LocaleContextResolver locales = new AcceptHeaderLocaleContextResolver();

	private final ApplicationContext gateway;

	private final ServerCodecConfigurer codecs;

	private final Filters filters;

	private final ErrorHandler errors;

	private final ObservedRequests observed;

	FrontDoor(ApplicationContext gateway, WebSessionManager sessions, ServerCodecConfigurer codecs, Filters filters,
			ErrorHandler errors, ObservedRequests observed) {
		this.gateway = gateway;
		this.sessions = sessions;
		this.codecs = codecs;
		this.filters = filters;
		this.errors = errors;
		this.observed = observed;
	}

	@Override
	public Mono<Void> handle(ServerHttpRequest request, ServerHttpResponse response) {
		ServerWebExchange exchange = new DefaultServerWebExchange(request, response, this.sessions, this.codecs,
				this.locales, this.gateway);
		return this.observed.observe(exchange, answer(exchange))
			.then(Mono.defer(() -> Sending.hasBegun(response) ? Mono.empty() : response.setComplete()));
	}

	private Mono<Void> answer(ServerWebExchange exchange) {
		Mono<Void> answer;
		try {
			answer = this.filters.filter(exchange);
		}
		catch (RuntimeException ex) {
			answer = Mono.error(ex);
		}
		return answer.onErrorResume((fault) -> {
			Observed.failed(exchange, fault);
			return this.errors.handle(exchange, fault);
		});
	}

}
