package io.oncegate.web.http;

import java.util.function.Consumer;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Content that is sent to many clients, and compressed once for all of them. */
public interface Prepared {

	/**
	 * {@code gzip} in a list of encodings, unless its weight is zero (RFC 9110, 12.5.3).
	 */
	Pattern GZIP = Pattern.compile("(?i)(^|,)\\s*gzip\\s*(;\\s*q=(?!0(\\.0*)?\\s*(,|$))[^,]*)?(,|$)");

	/** The content for one client. */
	byte[] plain();

	/** The content for one client that accepts gzip. */
	byte[] compressed();

	/** How much memory this takes, in bytes. */
	int size();

	/** Answers a client, with compressed content if it accepts that. */
	default ServerResponse answer(ServerRequest request, HttpStatus status, MediaType type,
			Consumer<HttpHeaders> headers) {
		String encodings = request.exchange().getRequest().getHeaders().getFirst(HttpHeaders.ACCEPT_ENCODING);
		boolean compressed = acceptsGzip(encodings);
		return new PreparedAnswer(status, compressed ? compressed() : plain(), type, (all) -> {
			all.set(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
			if (compressed) {
				all.set(HttpHeaders.CONTENT_ENCODING, "gzip");
			}
			headers.accept(all);
		});
	}

	/** Answers without additional headers. */
	default ServerResponse answer(ServerRequest request, MediaType type) {
		return answer(request, HttpStatus.OK, type, (headers) -> {
		});
	}

	static boolean acceptsGzip(@Nullable String encodings) {
		return encodings != null && GZIP.matcher(encodings).find();
	}

}
