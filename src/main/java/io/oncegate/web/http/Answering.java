package io.oncegate.web.http;

import java.util.List;

import reactor.core.publisher.Mono;

import org.springframework.http.codec.HttpMessageReader;
import org.springframework.http.codec.HttpMessageWriter;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.result.view.ViewResolver;
import org.springframework.web.server.ServerWebExchange;

/** Calls the handler of a request's route, and writes its response. */
public final class Answering implements ServerResponse.Context {

	private final List<HttpMessageReader<?>> readers;

	private final List<HttpMessageWriter<?>> writers;

	public Answering(ServerCodecConfigurer codecs) {
		this.readers = codecs.getReaders();
		this.writers = codecs.getWriters();
	}

	public Mono<Void> answer(ServerWebExchange exchange) {
		return Route.of(exchange)
			.handler()
			.handle(ServerRequest.create(exchange, this.readers))
			.flatMap((response) -> response.writeTo(exchange, this));
	}

	@Override
	public List<HttpMessageWriter<?>> messageWriters() {
		return this.writers;
	}

	@Override
	public List<ViewResolver> viewResolvers() {
		return List.of();
	}

}
