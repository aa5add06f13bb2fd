package io.oncegate.web;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.oncegate.web.http.Audience;
import io.oncegate.web.http.Kind;
import io.oncegate.web.http.Problem;
import io.oncegate.web.http.ProblemException;
import io.oncegate.web.http.Route;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.PathContainer;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPattern.PathMatchInfo;
import org.springframework.web.util.pattern.PathPatternParser;

/** One address of the gateway, with a route for each method that it serves. */
final class Address {

	private final PathPattern pattern;

	private final Audience audience;

	private final Map<HttpMethod, Route> routes = new HashMap<>();

	Address(String pattern, Audience audience) {
		this.pattern = PathPatternParser.defaultInstance.parse(pattern);
		this.audience = audience;
		this.routes.put(HttpMethod.OPTIONS, route(Kind.OPENING, this::options));
	}

	/** Adds a method; fails if it was added before. */
	void add(HttpMethod method, Kind kind, HandlerFunction<ServerResponse> handler) {
		if (this.routes.put(method, route(kind, handler)) != null) {
			throw new IllegalStateException(method + " " + this.pattern + " is added twice");
		}
	}

	private Route route(Kind kind, HandlerFunction<ServerResponse> handler) {
		return new Route(this.pattern.getPatternString(), this.audience, kind, handler);
	}

	Audience audience() {
		return this.audience;
	}

	String pattern() {
		return this.pattern.getPatternString();
	}

	@Nullable PathMatchInfo match(PathContainer path) {
		return this.pattern.matchAndExtract(path);
	}

	/** Returns the route of a method; one that refuses it if it is not served here. */
	Route route(HttpMethod method) {
		Route route = this.routes.get(method);
		return (route != null) ? route : route(Kind.ofUnserved(method), this::refuse);
	}

	/** Answers OPTIONS, and with it the preflight request of a browser (CORS). */
	private Mono<ServerResponse> options(ServerRequest request) {
		ServerResponse.BodyBuilder answer = ServerResponse.status(HttpStatus.NO_CONTENT).allow(methods());
		if (this.audience == Audience.PROGRAMS) {
			answer.headers((headers) -> {
				headers.setAccessControlAllowMethods(List.copyOf(methods()));
				headers.setAccessControlAllowHeaders(List.of(HttpHeaders.CONTENT_TYPE, "Idempotency-Key"));
				headers.setAccessControlMaxAge(Duration.ofHours(2));
			});
		}
		return answer.build();
	}

	private Mono<ServerResponse> refuse(ServerRequest request) {
		request.exchange().getResponse().getHeaders().setAllow(methods());
		return Mono.error(ProblemException.of(Problem.METHOD_NOT_ALLOWED));
	}

	Set<HttpMethod> methods() {
		return new TreeSet<>(this.routes.keySet());
	}

}
