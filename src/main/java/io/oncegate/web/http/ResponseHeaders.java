package io.oncegate.web.http;

import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Keeps links out of caches, referrers and search engines, and foreign scripts out of
 * pages. Programs of other websites may read what is meant for invitees, without
 * credentials, and nothing else.
 */
public class ResponseHeaders implements WebFilter {

	static final String STRICT_TRANSPORT_SECURITY = "Strict-Transport-Security";

	static final String FOR_A_YEAR = "max-age=31536000";

	private final boolean secure;

	private final Leaving leaving;

	public ResponseHeaders(PublicUrl publicUrl, Leaving leaving) {
		this.secure = publicUrl.isSecure();
		this.leaving = leaving;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		HttpHeaders headers = exchange.getResponse().getHeaders();
		headers.set(HttpHeaders.CACHE_CONTROL, "no-store");
		headers.set("Referrer-Policy", "no-referrer");
		headers.set("X-Robots-Tag", "noindex");
		headers.set("X-Content-Type-Options", "nosniff");
		if (this.secure) {
			headers.set(STRICT_TRANSPORT_SECURITY, FOR_A_YEAR);
		}
		if (this.leaving.now()) {
			headers.set(HttpHeaders.CONNECTION, "close");
		}
		Audience audience = Route.of(exchange).audience();
		if (!audience.isOfPrograms()) {
			Framing.BY_NOBODY.applyTo(exchange.getResponse());
		}
		else if (audience == Audience.PROGRAMS && exchange.getRequest().getHeaders().getOrigin() != null) {
			headers.setAccessControlAllowOrigin("*");
			headers.set(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, "Location, Retry-After");
		}
		return chain.filter(exchange);
	}

}
