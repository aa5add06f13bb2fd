package io.oncegate.web;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/** What is sent to many, and compressed once for all of them. */
interface Prepared {

	/** A listed gzip, unless its weight is nothing (RFC 9110, 12.5.3). */
	Pattern GZIP = Pattern.compile("(?i)(^|,)\\s*gzip\\s*(;\\s*q=(?!0(\\.0*)?\\s*(,|$))[^,]*)?(,|$)");

	/** The bytes for one client. */
	byte[] plain();

	/** The bytes for one client that accepts gzip. */
	byte[] compressed();

	/** How many bytes of memory it takes. */
	int size();

	/** Sends it, compressed to whoever accepts that. */
	default Mono<ServerResponse> send(ServerRequest request, ServerResponse.BodyBuilder response, MediaType type) {
		boolean compress = acceptsGzip(
				request.exchange().getRequest().getHeaders().getFirst(HttpHeaders.ACCEPT_ENCODING));
		byte[] body = compress ? compressed() : plain();
		return response.headers((headers) -> {
			headers.setContentType(type);
			headers.setContentLength(body.length);
			headers.set(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
			if (compress) {
				headers.set(HttpHeaders.CONTENT_ENCODING, "gzip");
			}
		}).bodyValue(body);
	}

	static boolean acceptsGzip(@Nullable String encodings) {
		return encodings != null && GZIP.matcher(encodings).find();
	}

}
