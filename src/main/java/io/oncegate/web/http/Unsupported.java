package io.oncegate.web.http;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.server.ServerWebExchange;

/**
 * Refuses content of an unsupported type or encoding, and names the supported ones in the
 * header for that (RFC 9110, 15.5.16; RFC 5789, 3.1).
 */
public final class Unsupported {

	private Unsupported() {
	}

	/** The content is of a type that the request does not take. */
	public static ProblemException type(ServerWebExchange exchange, MediaType... accepted) {
		List<MediaType> types = Arrays.asList(accepted);
		exchange.getResponse()
			.getHeaders()
			.set((exchange.getRequest().getMethod() == HttpMethod.PATCH) ? "Accept-Patch" : HttpHeaders.ACCEPT,
					MediaType.toString(types));
		return ProblemException.of(Problem.UNSUPPORTED_MEDIA_TYPE, "Send it in UTF-8, with the header "
				+ types.stream().map((type) -> "Content-Type: " + type).collect(Collectors.joining(" or ")) + ".");
	}

	/** The content is not a form. */
	public static ProblemException form(ServerWebExchange exchange, MediaType accepted) {
		exchange.getResponse().getHeaders().set(HttpHeaders.ACCEPT, accepted.toString());
		return ProblemException.of(Problem.UNSUPPORTED_MEDIA_TYPE);
	}

	/** The content is compressed, or has another encoding. */
	static ProblemException encoding(ServerWebExchange exchange) {
		exchange.getResponse().getHeaders().set(HttpHeaders.ACCEPT_ENCODING, "identity");
		return ProblemException.of(Problem.UNSUPPORTED_MEDIA_TYPE,
				"Send it uncompressed: Content-Encoding is not supported.");
	}

}
