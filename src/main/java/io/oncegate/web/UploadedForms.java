package io.oncegate.web;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.codec.HttpMessageReader;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.http.codec.multipart.Part;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Receives forms that hold files where there is one to send, and refuses them unread
 * everywhere else: they are kept on the disk for a while.
 */
class UploadedForms implements WebFilter {

	private static final String MULTIPART = "multipart/";

	private final HttpMessageReader<MultiValueMap<String, Part>> reader;

	UploadedForms(ServerCodecConfigurer codecs) {
		this.reader = reader(codecs);
	}

	@SuppressWarnings("unchecked")
	private static HttpMessageReader<MultiValueMap<String, Part>> reader(ServerCodecConfigurer codecs) {
		return codecs.getReaders()
			.stream()
			.filter((reader) -> reader.canRead(UploadedForm.TYPE, MediaType.MULTIPART_FORM_DATA))
			.map((reader) -> (HttpMessageReader<MultiValueMap<String, Part>>) reader)
			.findFirst()
			.orElseThrow();
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		ServerHttpRequest request = exchange.getRequest();
		if (!isMultipart(request.getHeaders().getFirst(HttpHeaders.CONTENT_TYPE))) {
			return chain.filter(exchange);
		}
		return RequestLimits.isUploadOfConsole(request) ? UploadedForm.serve(exchange, this.reader, chain)
				: Mono.error(ProblemException.of(Problem.UNSUPPORTED_MEDIA_TYPE));
	}

	private static boolean isMultipart(@Nullable String type) {
		return type != null && type.regionMatches(true, 0, MULTIPART, 0, MULTIPART.length());
	}

}
