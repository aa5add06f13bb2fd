package io.oncegate.support;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;

import io.oncegate.web.ApiContract;
import io.oncegate.web.http.PublicUrl;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Speaks HTTP to the gateway, as owners and invitees do. */
public final class Client {

	private final String server;

	private final String publicUrl;

	private static final int MOST = 8 << 20;

	private final WebTestClient http;

	private Client(String server, String publicUrl, WebTestClient http) {
		this.server = server;
		this.publicUrl = publicUrl;
		this.http = http;
	}

	public static Client of(int port, PublicUrl publicUrl) {
		return new Client("http://localhost:" + port, publicUrl.of(""),
				WebTestClient.bindToServer()
					.responseTimeout(Duration.ofSeconds(20))
					.codecs((codecs) -> codecs.defaultCodecs().maxInMemorySize(MOST))
					.build());
	}

	/** The same client with the owner's API key. */
	public Client asOwner() {
		return asOwner(GatewayTest.API_KEY);
	}

	/** The same client with an API key. */
	public Client asOwner(String apiKey) {
		return with(HttpHeaders.AUTHORIZATION, "Bearer " + apiKey);
	}

	/** The same client with another header, once for each value. */
	public Client with(String header, String... values) {
		return new Client(this.server, this.publicUrl, this.http.mutate().defaultHeader(header, values).build());
	}

	public Answer get(String address) {
		return send(HttpMethod.GET, address);
	}

	public Answer send(HttpMethod method, String address) {
		return answer(request(method, address));
	}

	public Answer post(String address, String json) {
		return send(HttpMethod.POST, address, MediaType.APPLICATION_JSON, json.getBytes(StandardCharsets.UTF_8));
	}

	public Answer patch(String address, String json) {
		return send(HttpMethod.PATCH, address, MediaType.APPLICATION_JSON, json.getBytes(StandardCharsets.UTF_8));
	}

	/** Sends a form as browsers do. */
	public Answer submit(String address, Map<String, String> form) {
		String body = form.entrySet()
			.stream()
			.map((field) -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
			.collect(Collectors.joining("&"));
		return send(HttpMethod.POST, address, MediaType.APPLICATION_FORM_URLENCODED,
				body.getBytes(StandardCharsets.UTF_8));
	}

	public Answer send(HttpMethod method, String address, MediaType type, byte[] body) {
		WebTestClient.RequestBodySpec request = request(method, address);
		return answer(request.contentType(type).bodyValue(body));
	}

	private WebTestClient.RequestBodySpec request(HttpMethod method, String address) {
		String path = address.startsWith(this.publicUrl) ? address.substring(this.publicUrl.length()) : address;
		return this.http.method(method).uri(URI.create(this.server + path));
	}

	private Answer answer(WebTestClient.RequestHeadersSpec<?> request) {
		EntityExchangeResult<byte[]> result = request.exchange().expectBody().returnResult();
		ApiContract.check(result);
		byte @Nullable [] body = result.getResponseBody();
		return new Answer(this.publicUrl, result.getStatus().value(), result.getResponseHeaders(),
				(body != null) ? new String(body, StandardCharsets.UTF_8) : "");
	}

	/** The body of a redemption or booking. */
	public static String booking(Instant start, String name) {
		return """
				{"start": "%s", "invitee": {"name": "%s", "email": "ada@example.com"}}""".formatted(start, name);
	}

}
