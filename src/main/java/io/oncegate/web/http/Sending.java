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
 * Sends prepared bytes. Spring takes a dozen operators for that, so they are passed to
 * Reactor Netty directly: one message, one write.
 */
public final class Sending {

	private Sending() {
	}

	/** Sends the body of an answer whose other headers have been set. */
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

	/**
	 * Not for owners: sessions are saved, and files deleted, when Spring commits an
	 * answer.
	 */
	private static boolean mayBeSentBySelf(ServerWebExchange exchange) {
		return Route.of(exchange).audience() != Audience.OWNERS;
	}

	/** Null if the answer is changed on its way, as for HEAD. */
	private static @Nullable HttpServerResponse connected(ServerHttpResponse response) {
		return (response instanceof AbstractServerHttpResponse plain && response.getCookies().isEmpty()
				&& plain.getNativeResponse() instanceof HttpServerResponse connected) ? connected : null;
	}

	/** Tells whether the headers of an answer have been sent. */
	public static boolean hasBegun(ServerHttpResponse response) {
		return response.isCommitted() || response instanceof AbstractServerHttpResponse plain
				&& plain.getNativeResponse() instanceof HttpOperations<?, ?> connected && connected.hasSentHeaders();
	}

}
