package io.oncegate.web;

import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Keeps links out of caches, referrers and search engines, and foreign scripts out of
 * pages.
 */
class ResponseHeaders implements WebFilter {

	private static final String POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:;"
			+ " connect-src 'self';" + " form-action 'self'; base-uri 'none'; frame-ancestors ";

	private static final String EMBEDDABLE = POLICY + "*";

	private static final String ALONE = POLICY + "'none'";

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		HttpHeaders headers = exchange.getResponse().getHeaders();
		headers.set(HttpHeaders.CACHE_CONTROL, "no-store");
		headers.set("Referrer-Policy", "no-referrer");
		headers.set("X-Robots-Tag", "noindex");
		headers.set("X-Content-Type-Options", "nosniff");
		String path = exchange.getRequest().getPath().value();
		if (!path.startsWith("/api/")) {
			headers.set("Content-Security-Policy", isEmbeddable(path) ? EMBEDDABLE : ALONE);
		}
		return chain.filter(exchange);
	}

	/**
	 * What the embed code shows: the pages of a calendar, and the confirmation after
	 * them.
	 */
	private static boolean isEmbeddable(String path) {
		return path.startsWith("/s/") || path.startsWith("/c/") || path.startsWith("/b/");
	}

}
