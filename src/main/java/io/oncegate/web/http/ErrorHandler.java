package io.oncegate.web.http;

import java.util.List;

import reactor.core.publisher.Mono;
import reactor.netty.Connection;

import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import org.springframework.web.util.DisconnectedClientHelper;

/**
 * Answers every failed request: programs with a problem document (RFC 9457), people with
 * a page.
 */
@Component
@Order(-2) // before Spring's own handler
public class ErrorHandler implements WebExceptionHandler {

	private final Faults faults;

	private final ProblemDocuments documents;

	private final List<ErrorPages> pages;

	ErrorHandler(Faults faults, ProblemDocuments documents, List<ErrorPages> pages) {
		this.faults = faults;
		this.documents = documents;
		this.pages = pages;
	}

	@Override
	public Mono<Void> handle(ServerWebExchange exchange, Throwable fault) {
		ServerHttpResponse response = exchange.getResponse();
		if (hasLeft(exchange, fault)) {
			Observed.left(exchange);
			return Mono.error(fault);
		}
		if (Sending.hasBegun(response)) {
			return Mono.error(fault);
		}
		ProblemException problem = this.faults.translate(exchange, fault);
		if (problem.retryAfter() != null) {
			response.getHeaders().set(HttpHeaders.RETRY_AFTER, problem.retryAfterSeconds());
		}
		if (problem.status() == HttpStatus.REQUEST_TIMEOUT) {
			// The rest of the request is not awaited (RFC 9110, 15.5.9).
			response.getHeaders().set(HttpHeaders.CONNECTION, "close");
		}
		if (problem.problem() == Problem.UNAUTHORIZED) {
			response.getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
		}
		return Mono
			.defer(() -> Route.of(exchange).audience().isOfPrograms() ? document(exchange, problem)
					: page(exchange, problem))
			.doOnError((failure) -> !hasLeft(exchange, failure), (failure) -> this.faults.translate(exchange, failure))
			.onErrorResume((failure) -> {
				response.setStatusCode(problem.status());
				return response.setComplete();
			});
	}

	/** A lost connection to a store must not be mistaken for a client that has left. */
	private static boolean hasLeft(ServerWebExchange exchange, Throwable fault) {
		return !Faults.isOfStore(fault) && (DisconnectedClientHelper.isClientDisconnectedException(fault)
				|| fault instanceof IllegalStateException && isClosed(exchange.getRequest()));
	}

	/** Reactor Netty fails every attempt to answer a client that is just leaving. */
	private static boolean isClosed(ServerHttpRequest request) {
		return ServerHttpRequestDecorator.getNativeRequest(request) instanceof Connection connection
				&& !connection.channel().isActive();
	}

	private Mono<Void> document(ServerWebExchange exchange, ProblemException problem) {
		return write(exchange, problem.status(), MediaType.APPLICATION_PROBLEM_JSON,
				this.documents.of(problem, Observed.traceId(exchange)));
	}

	private Mono<Void> page(ServerWebExchange exchange, ProblemException problem) {
		Audience audience = Route.of(exchange).audience();
		return this.pages.stream()
			.filter((pages) -> pages.areFor(audience))
			.findFirst()
			.orElseThrow()
			.page(exchange, problem)
			.flatMap((page) -> write(exchange, problem.status(), MediaTypes.HTML, page));
	}

	private static Mono<Void> write(ServerWebExchange exchange, HttpStatus status, MediaType type, byte[] body) {
		exchange.getResponse().getHeaders().setContentType(type);
		return Sending.send(exchange, status, body);
	}

}
