package io.oncegate.web.http;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.codec.HttpMessageReader;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.http.codec.multipart.DefaultPartHttpMessageReader;
import org.springframework.http.codec.multipart.Part;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Makes sure that forms are read completely or refused. A form with files, which are kept
 * on disk for a while, is received only at addresses that take one; everywhere else it is
 * refused unread.
 */
public class UploadedForms implements WebFilter {

	private static final String MULTIPART = "multipart/";

	private static final String URLENCODED = MediaType.APPLICATION_FORM_URLENCODED_VALUE;

	private final HttpMessageReader<Part> reader;

	public UploadedForms(ServerCodecConfigurer codecs) {
		this.reader = reader(codecs);
	}

	/**
	 * The reader writes files on the thread that receives the form, one after the other:
	 * otherwise a form that breaks off would leave behind the files being written.
	 */
	private static HttpMessageReader<Part> reader(ServerCodecConfigurer codecs) {
		DefaultPartHttpMessageReader reader = codecs.getReaders()
			.stream()
			.filter(DefaultPartHttpMessageReader.class::isInstance)
			.map(DefaultPartHttpMessageReader.class::cast)
			.findFirst()
			.orElseThrow();
		reader.setBlockingOperationScheduler(Schedulers.immediate());
		return reader;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		ServerHttpRequest request = exchange.getRequest();
		String type = request.getHeaders().getFirst(HttpHeaders.CONTENT_TYPE);
		if (type == null || !is(type, MULTIPART)) {
			return chain.filter((type != null && is(type, URLENCODED)) ? new UrlencodedForm(exchange) : exchange);
		}
		Route route = Route.of(exchange);
		if (route.audience().isOfPrograms()) {
			// The handler refuses it, as it knows which types it takes.
			return chain.filter(exchange);
		}
		if (route.kind() != Kind.UPLOADED_FORM) {
			return Mono.error(Unsupported.form(exchange, MediaType.APPLICATION_FORM_URLENCODED));
		}
		return isForm(type) ? UploadedForm.serve(exchange, this.reader, chain)
				: Mono.error(ProblemException.unreadable());
	}

	private static boolean isForm(String type) {
		try {
			return MediaType.MULTIPART_FORM_DATA.equalsTypeAndSubtype(MediaType.parseMediaType(type));
		}
		catch (InvalidMediaTypeException ex) {
			return false;
		}
	}

	private static boolean is(String type, String beginning) {
		return type.regionMatches(true, 0, beginning, 0, beginning.length());
	}

}
