package io.oncegate.web.console;

import java.util.function.Predicate;

import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseCookie;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ServerWebExchange;

/**
 * A response that is replaced by another one if it fails before anything was sent.
 *
 * @param fault which faults lead to the other one
 */
public record ReplaceableResponse(ServerResponse response, Predicate<Throwable> fault,
		Mono<ServerResponse> other) implements ServerResponse {

	@Override
	public HttpStatusCode statusCode() {
		return this.response.statusCode();
	}

	@Override
	public HttpHeaders headers() {
		return this.response.headers();
	}

	@Override
	public MultiValueMap<String, ResponseCookie> cookies() {
		return this.response.cookies();
	}

	@Override
	public Mono<Void> writeTo(ServerWebExchange exchange, Context context) {
		return this.response.writeTo(exchange, context)
			.onErrorResume((ex) -> this.fault.test(ex) && !exchange.getResponse().isCommitted(),
					(ex) -> this.other.flatMap((other) -> other.writeTo(exchange, context)));
	}

}
