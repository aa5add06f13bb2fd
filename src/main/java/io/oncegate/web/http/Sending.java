package io.oncegate.web.http;

import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.http.HttpOperations;
import reactor.netty.http.server.HttpServerResponse;

import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.AbstractServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;

/**
 * Sends bytes that are at hand. Spring takes a dozen operators for that, so they are
 * given to Reactor Netty itself: one message, and one write.
 */
public final class Sending {

	private Sending() {
	}

	/** Sends the body of an answer whose other headers are set. */
	static Mono<Void> send(ServerWebExchange exchange, HttpStatus status, byte[] body) {
		ServerHttpResponse response = exchange.getResponse();
		response.getHeaders().setContentLength(body.length);
		HttpServerResponse connected = mayBeSentBySelf(exchange) ? connected(response) : null;
		if (connected != null) {
			connected.status(status.value());
			return connected.sendObject(Unpooled.wrappedBuffer(body)).then();
		}
		response.setStatusCode(status);
		return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
	}

	/** What an owner did is saved, and files are deleted, as Spring commits an answer. */
	private static boolean mayBeSentBySelf(ServerWebExchange exchange) {
		return Route.of(exchange).audience() != Audience.OWNERS;
	}

	/** Nothing if the answer is changed on its way, as for HEAD. */
	private static @Nullable HttpServerResponse connected(ServerHttpResponse response) {
		return (response instanceof AbstractServerHttpResponse plain && response.getCookies().isEmpty()
				&& plain.getNativeResponse() instanceof HttpServerResponse connected) ? connected : null;
	}

	/** Tells whether an answer has begun. */
	public static boolean hasBegun(ServerHttpResponse response) {
		return response.isCommitted() || response instanceof AbstractServerHttpResponse plain
				&& plain.getNativeResponse() instanceof HttpOperations<?, ?> connected && connected.hasSentHeaders();
	}

}
