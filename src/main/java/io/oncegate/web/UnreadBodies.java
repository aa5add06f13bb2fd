package io.oncegate.web;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Takes in a body that nobody read, before its request is answered. What cannot be taken
 * in quickly ends the connection, which would else be read without an end; what was
 * refused for its size or slowness is left, as its client could not hear the answer to
 * what it still sends.
 */
class UnreadBodies implements WebFilter {

	private static final Duration PATIENCE = Duration.ofSeconds(2);

	private static final String READ = UnreadBodies.class.getName() + ".read";

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		if (mayHaveBody(exchange.getRequest())) {
			exchange.getResponse().beforeCommit(() -> takeIn(exchange));
		}
		return chain.filter(exchange);
	}

	/** Notes that the whole body was read. */
	static void noteRead(ServerWebExchange exchange) {
		exchange.getAttributes().put(READ, true);
	}

	private static boolean mayHaveBody(ServerHttpRequest request) {
		return request.getHeaders().getContentLength() > 0
				|| request.getHeaders().containsHeader(HttpHeaders.TRANSFER_ENCODING);
	}

	private static Mono<Void> takeIn(ServerWebExchange exchange) {
		if (exchange.getAttributes().containsKey(READ) || isGivenUp(exchange.getResponse().getStatusCode())) {
			return Mono.empty();
		}
		return exchange.getRequest()
			.getBody()
			.map(UnreadBodies::release)
			.scan(0L, Long::sum)
			.takeUntil((taken) -> taken > Body.LIMIT)
			.last(Long.MAX_VALUE)
			.timeout(PATIENCE)
			// A form, which was read already.
			.onErrorReturn(IllegalStateException.class, 0L)
			.onErrorReturn(Long.MAX_VALUE)
			.filter((taken) -> taken > Body.LIMIT)
			.doOnNext((tooMuch) -> exchange.getResponse().getHeaders().set(HttpHeaders.CONNECTION, "close"))
			.then();
	}

	private static long release(DataBuffer buffer) {
		long length = buffer.readableByteCount();
		DataBufferUtils.release(buffer);
		return length;
	}

	/** Tells whether the receipt of the body was broken off. */
	private static boolean isGivenUp(@Nullable HttpStatusCode status) {
		return HttpStatus.CONTENT_TOO_LARGE.equals(status) || HttpStatus.REQUEST_TIMEOUT.equals(status);
	}

}
