package io.oncegate.web.owner;

import java.util.List;

import io.oncegate.calendar.Owner;
import io.oncegate.link.TokenHash;
import io.oncegate.web.http.Problem;
import io.oncegate.web.http.ProblemException;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.HandlerFilterFunction;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Authenticates owners by their API key: {@code Authorization: Bearer KEY}. */
@Component
public class Authentication implements HandlerFilterFunction<ServerResponse, ServerResponse> {

	private static final String OWNER = Authentication.class.getName();

	private static final String KEY = OWNER + ".key";

	private final KeyTrials keys;

	Authentication(KeyTrials keys) {
		this.keys = keys;
	}

	/** The owner of an authenticated request. */
	public static Owner owner(ServerRequest request) {
		return (Owner) request.attribute(OWNER).orElseThrow();
	}

	/** The hash of the API key that authenticated a request. */
	static TokenHash key(ServerRequest request) {
		return (TokenHash) request.attribute(KEY).orElseThrow();
	}

	@Override
	public Mono<ServerResponse> filter(ServerRequest request, HandlerFunction<ServerResponse> next) {
		List<String> sent = request.headers().header(HttpHeaders.AUTHORIZATION);
		if (sent.size() > 1) {
			return Mono.error(ProblemException.malformed("Send one Authorization header, not several."));
		}
		return Mono.justOrEmpty(sent.stream().findFirst())
			.filter((header) -> header.regionMatches(true, 0, "Bearer ", 0, 7))
			.map((header) -> TokenHash.of(header.substring(7).strip()))
			.doOnNext((key) -> request.attributes().put(KEY, key))
			.flatMap((key) -> this.keys.owner(request, key))
			.switchIfEmpty(Mono.error(() -> ProblemException.of(Problem.UNAUTHORIZED)))
			.flatMap((owner) -> {
				request.attributes().put(OWNER, owner);
				return next.handle(request);
			});
	}

}
