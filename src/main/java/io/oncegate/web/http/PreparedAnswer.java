package io.oncegate.web.http;

import java.util.function.Consumer;

import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.util.CollectionUtils;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ServerWebExchange;

/**
 * Writes prepared bytes straight to the client, without content negotiation, encoding or
 * conditional requests.
 *
 * @param more sets additional headers
 */
public record PreparedAnswer(HttpStatus status, byte[] body, MediaType type,
		Consumer<HttpHeaders> more) implements ServerResponse {

	@Override
	public HttpStatusCode statusCode() {
		return this.status;
	}

	@Override
	public HttpHeaders headers() {
		HttpHeaders headers = new HttpHeaders();
		addTo(headers);
		return headers;
	}

	private void addTo(HttpHeaders headers) {
		headers.setContentType(this.type);
		headers.setContentLength(this.body.length);
		this.more.accept(headers);
	}

	@Override
	public MultiValueMap<String, ResponseCookie> cookies() {
		return CollectionUtils.toMultiValueMap(java.util.Map.of());
	}

	@Override
	public Mono<Void> writeTo(ServerWebExchange exchange, Context context) {
		addTo(exchange.getResponse().getHeaders());
		return Sending.send(exchange, this.status, this.body);
	}

}
