package io.oncegate.web.http;

import java.util.List;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/** Refuses encoded content, and content with several types. */
public class ContentHeaders implements WebFilter {

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		ServerHttpRequest request = exchange.getRequest();
		if (Kind.ofUnserved(request.getMethod()) == Kind.OPENING) {
			return chain.filter(exchange);
		}
		HttpHeaders headers = request.getHeaders();
		if (isEncoded(headers.get(HttpHeaders.CONTENT_ENCODING)) && hasContent(headers)) {
			return Mono.error(Unsupported.encoding(exchange));
		}
		List<String> types = headers.get(HttpHeaders.CONTENT_TYPE);
		return (types != null && types.size() > 1)
				? Mono.error(ProblemException.malformed("Send one Content-Type header, not several."))
				: chain.filter(exchange);
	}

	private static boolean isEncoded(@Nullable List<String> encodings) {
		return encodings != null && encodings.stream()
			.flatMap((header) -> List.of(header.split(",")).stream())
			.map(String::strip)
			.anyMatch((encoding) -> !encoding.isEmpty() && !encoding.equalsIgnoreCase("identity"));
	}

	private static boolean hasContent(HttpHeaders headers) {
		return headers.getContentLength() > 0 || headers.containsHeader(HttpHeaders.TRANSFER_ENCODING);
	}

}
