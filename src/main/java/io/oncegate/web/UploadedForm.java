package io.oncegate.web;

import java.util.Collection;
import java.util.Map;
import java.util.function.Function;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.core.ResolvableType;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.codec.HttpMessageReader;
import org.springframework.http.codec.multipart.Part;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebExchangeDecorator;
import org.springframework.web.server.WebFilterChain;

/**
 * A request with a form that holds a file, which is received once, and is on the disk for
 * no longer than the request lasts: what comes later is not kept, and the connection
 * closed. Spring's own exchange would go on to receive it, and leave it there.
 */
final class UploadedForm extends ServerWebExchangeDecorator {

	static final ResolvableType TYPE = ResolvableType.forClassWithGenerics(MultiValueMap.class, String.class,
			Part.class);

	private final Sinks.Empty<Void> over = Sinks.empty();

	private final Mono<MultiValueMap<String, Part>> parts;

	private volatile boolean begun;

	private volatile boolean received;

	private UploadedForm(ServerWebExchange exchange, HttpMessageReader<MultiValueMap<String, Part>> reader) {
		super(exchange);
		this.parts = reader.readMono(TYPE, bounded(exchange.getRequest()), Map.of())
			.doOnSubscribe((subscription) -> this.begun = true)
			.defaultIfEmpty(new LinkedMultiValueMap<>())
			.cache();
		exchange.getResponse().beforeCommit(this::hangUpIfLate);
	}

	/** Serves a request, and deletes what it sent. */
	static Mono<Void> serve(ServerWebExchange exchange, HttpMessageReader<MultiValueMap<String, Part>> reader,
			WebFilterChain chain) {
		return Mono.usingWhen(Mono.fromSupplier(() -> new UploadedForm(exchange, reader)), chain::filter,
				UploadedForm::delete);
	}

	private ServerHttpRequest bounded(ServerHttpRequest request) {
		return new ServerHttpRequestDecorator(request) {

			@Override
			public Flux<DataBuffer> getBody() {
				return super.getBody().doOnComplete(() -> UploadedForm.this.received = true)
					.takeUntilOther(UploadedForm.this.over.asMono());
			}

		};
	}

	@Override
	public Mono<MultiValueMap<String, Part>> getMultipartData() {
		return this.parts;
	}

	private Mono<Void> hangUpIfLate() {
		if (this.begun && !this.received) {
			getResponse().getHeaders().set(HttpHeaders.CONNECTION, "close");
		}
		return Mono.empty();
	}

	/** A form that ends here is no whole one, so that what there is of it is deleted. */
	private Mono<Void> delete() {
		this.over.tryEmitEmpty();
		return this.begun ? this.parts.onErrorComplete()
			.flatMapIterable(Map::values)
			.<Part>flatMapIterable(Function.<Collection<Part>>identity())
			.flatMap((part) -> part.delete().onErrorComplete())
			.then() : Mono.empty();
	}

}
