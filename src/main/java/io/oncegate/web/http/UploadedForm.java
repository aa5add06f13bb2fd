package io.oncegate.web.http;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

import org.springframework.core.ResolvableType;
import org.springframework.core.codec.DecodingException;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.codec.HttpMessageReader;
import org.springframework.http.codec.multipart.FilePart;
import org.springframework.http.codec.multipart.FormFieldPart;
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

	/** The field that holds the file. */
	public static final String FILE = "rows";

	static final ResolvableType PART = ResolvableType.forClass(Part.class);

	private final Sinks.Empty<Void> over = Sinks.empty();

	/**
	 * All that came, of which there may be files on the disk, be the form good or not.
	 */
	private final Queue<Part> came = new ConcurrentLinkedQueue<>();

	private final Mono<MultiValueMap<String, Part>> parts;

	private volatile boolean begun;

	private volatile boolean received;

	private UploadedForm(ServerWebExchange exchange, HttpMessageReader<Part> reader) {
		super(exchange);
		this.parts = reader.read(PART, bounded(exchange.getRequest()), Map.of())
			.doOnSubscribe((subscription) -> this.begun = true)
			.doOnNext(this.came::add)
			.filterWhen(UploadedForm::isFilledIn)
			.<MultiValueMap<String, Part>>collect(LinkedMultiValueMap::new, UploadedForm::add)
			.onErrorMap(UploadedForm::isUnreadable, (ex) -> ProblemException.unreadable())
			.cache();
		exchange.getResponse().beforeCommit(this::hangUpIfLate);
	}

	/**
	 * Tells whether a part says something. Where no file is chosen, browsers send one
	 * that is empty and has no name.
	 */
	private static Mono<Boolean> isFilledIn(Part part) {
		return (part instanceof FilePart file && !file.filename().isEmpty()) ? Mono.just(true)
				: part.content().map(UploadedForm::release).any((size) -> size > 0);
	}

	private static int release(DataBuffer buffer) {
		int size = buffer.readableByteCount();
		DataBufferUtils.release(buffer);
		return size;
	}

	/** All but the file of recipients are fields, and are read as such. */
	private static void add(MultiValueMap<String, Part> parts, Part part) {
		if ((part instanceof FormFieldPart field) ? !UrlencodedForm.isReadable(field.value())
				: !part.name().equals(FILE)) {
			throw ProblemException.unreadable();
		}
		parts.add(part.name(), part);
	}

	/**
	 * Of a form that is broken or cut off, that names no boundary, whose parts have no
	 * name or headers that are none. What is too large is told so.
	 */
	private static boolean isUnreadable(Throwable fault) {
		return fault instanceof DecodingException || fault instanceof IllegalArgumentException
				|| fault instanceof IllegalStateException;
	}

	/** Serves a request, and deletes what it sent. */
	static Mono<Void> serve(ServerWebExchange exchange, HttpMessageReader<Part> reader, WebFilterChain chain) {
		return Mono.usingWhen(Mono.fromSupplier(() -> new UploadedForm(exchange, reader)), chain::filter,
				UploadedForm::delete);
	}

	/** Where its files may be written. */
	private ServerHttpRequest bounded(ServerHttpRequest request) {
		return new ServerHttpRequestDecorator(request) {

			@Override
			public Flux<DataBuffer> getBody() {
				return super.getBody().map(UploadedForm::copy)
					.doOnComplete(() -> UploadedForm.this.received = true)
					.takeUntilOther(UploadedForm.this.over.asMono())
					.publishOn(Schedulers.boundedElastic(), 1);
			}

		};
	}

	/**
	 * Of a form that is too large, Spring releases what it was reading twice, which of
	 * the server's own memory would be what somebody else holds by then.
	 */
	private static DataBuffer copy(DataBuffer buffer) {
		byte[] bytes = new byte[buffer.readableByteCount()];
		buffer.read(bytes);
		DataBufferUtils.release(buffer);
		return DefaultDataBufferFactory.sharedInstance.wrap(bytes);
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
			.thenMany(Flux.fromIterable(this.came))
			.flatMap((part) -> part.delete().onErrorComplete())
			.subscribeOn(Schedulers.boundedElastic())
			.then() : Mono.empty();
	}

}
