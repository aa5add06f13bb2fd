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
 * A request with a form that contains a file. The form is received once, and its file is
 * deleted when the request ends; what arrives later is not stored, and the connection is
 * closed. Spring's own exchange would continue to receive it, and leave it on disk.
 */
final class UploadedForm extends ServerWebExchangeDecorator {

	/** The field that contains the file. */
	public static final String FILE = "rows";

	static final ResolvableType PART = ResolvableType.forClass(Part.class);

	private final Sinks.Empty<Void> over = Sinks.empty();

	/**
	 * Every part that arrived, whether or not the form is valid: each may have a file on
	 * disk.
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
	 * Tells whether a part has content. If no file is chosen, browsers send an empty one
	 * without a name.
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

	/** Every part but the file of recipients is a field, and read as such. */
	private static void add(MultiValueMap<String, Part> parts, Part part) {
		if ((part instanceof FormFieldPart field) ? !UrlencodedForm.isReadable(field.value())
				: !part.name().equals(FILE)) {
			throw ProblemException.unreadable();
		}
		parts.add(part.name(), part);
	}

	/**
	 * Tells whether a form is malformed or truncated, has no boundary, or has parts
	 * without names or with invalid headers; a form that is too large is a problem of its
	 * own.
	 */
	private static boolean isUnreadable(Throwable fault) {
		return fault instanceof DecodingException || fault instanceof IllegalArgumentException
				|| fault instanceof IllegalStateException;
	}

	/** Serves a request, and deletes its files. */
	static Mono<Void> serve(ServerWebExchange exchange, HttpMessageReader<Part> reader, WebFilterChain chain) {
		return Mono.usingWhen(Mono.fromSupplier(() -> new UploadedForm(exchange, reader)), chain::filter,
				UploadedForm::delete);
	}

	/** Receives the body on a thread that may write files. */
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
	 * If a form is too large, Spring releases the buffer it was reading twice. If that
	 * were the server's pooled memory, somebody else might hold it by then.
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

	/**
	 * A form that ends here is incomplete, so that the reader deletes what it has of it.
	 */
	private Mono<Void> delete() {
		this.over.tryEmitEmpty();
		return this.begun ? this.parts.onErrorComplete()
			.thenMany(Flux.fromIterable(this.came))
			.flatMap((part) -> part.delete().onErrorComplete())
			.subscribeOn(Schedulers.boundedElastic())
			.then() : Mono.empty();
	}

}
