package io.oncegate.web;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.oncegate.web.http.Audience;
import io.oncegate.web.http.Kind;
import io.oncegate.web.http.Route;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.reactive.function.server.HandlerFilterFunction;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.pattern.PathPattern.PathMatchInfo;

/**
 * All addresses of the gateway, in the order in which they were added. The first one
 * whose pattern matches the path serves the request, whatever its method.
 */
public final class Addresses {

	private final List<Address> all = new ArrayList<>();

	private final Map<String, Audience> audiences = new HashMap<>();

	/** Begins a group of addresses that need no authentication. */
	public Group group(Audience audience) {
		return group(audience, (request, next) -> next.handle(request));
	}

	/** Begins a group of addresses behind a filter. */
	public Group group(Audience audience, HandlerFilterFunction<ServerResponse, ServerResponse> filter) {
		return new Group(audience, filter);
	}

	/**
	 * Finds the route of a request, and attaches it and the path variables to the
	 * exchange.
	 */
	void find(ServerWebExchange exchange) {
		PathContainer path = exchange.getRequest().getPath().pathWithinApplication();
		for (Address address : this.all) {
			PathMatchInfo match = address.match(path);
			if (match != null) {
				exchange.getAttributes().put(RouterFunctions.URI_TEMPLATE_VARIABLES_ATTRIBUTE, match.getUriVariables());
				address.route(exchange.getRequest().getMethod()).attachTo(exchange);
				return;
			}
		}
		nowhere(path, exchange.getRequest().getMethod()).attachTo(exchange);
	}

	private Route nowhere(PathContainer path, HttpMethod method) {
		Audience audience = this.audiences.getOrDefault(first(path), Audience.PEOPLE);
		return Route.nowhere((audience == Audience.PROGRAMS) ? Audience.OWNERS_PROGRAMS : audience,
				Kind.ofUnserved(method));
	}

	/** The first segment of a path as patterns see it: decoded, without parameters. */
	private static String first(PathContainer path) {
		return path.elements()
			.stream()
			.filter(PathContainer.PathSegment.class::isInstance)
			.map((segment) -> ((PathContainer.PathSegment) segment).valueToMatch())
			.findFirst()
			.orElse("");
	}

	List<Address> all() {
		return this.all;
	}

	/** Addresses with the same audience and filter. */
	public final class Group {

		private final Audience audience;

		private final HandlerFilterFunction<ServerResponse, ServerResponse> filter;

		private Group(Audience audience, HandlerFilterFunction<ServerResponse, ServerResponse> filter) {
			this.audience = audience;
			this.filter = filter;
		}

		/** Serves GET, and HEAD, with which link scanners probe first. */
		public Group read(Kind kind, String pattern, HandlerFunction<ServerResponse> handler) {
			return add(HttpMethod.GET, kind, pattern, handler).add(HttpMethod.HEAD, kind, pattern, handler);
		}

		public Group post(Kind kind, String pattern, HandlerFunction<ServerResponse> handler) {
			return add(HttpMethod.POST, kind, pattern, handler);
		}

		public Group patch(Kind kind, String pattern, HandlerFunction<ServerResponse> handler) {
			return add(HttpMethod.PATCH, kind, pattern, handler);
		}

		public Group delete(Kind kind, String pattern, HandlerFunction<ServerResponse> handler) {
			return add(HttpMethod.DELETE, kind, pattern, handler);
		}

		/** Serves every method that changes something. */
		public Group change(Kind kind, String pattern, HandlerFunction<ServerResponse> handler) {
			return post(kind, pattern, handler).add(HttpMethod.PUT, kind, pattern, handler)
				.patch(kind, pattern, handler)
				.delete(kind, pattern, handler);
		}

		private Group add(HttpMethod method, Kind kind, String pattern, HandlerFunction<ServerResponse> handler) {
			Address known = find(pattern);
			Address address = (known != null) ? known : new Address(pattern, this.audience);
			if (known == null) {
				Addresses.this.all.add(address);
				Addresses.this.audiences.putIfAbsent(first(PathContainer.parsePath(pattern)), this.audience);
			}
			address.add(method, kind, this.filter.apply(handler));
			return this;
		}

		private @Nullable Address find(String pattern) {
			return Addresses.this.all.stream()
				.filter((address) -> address.pattern().equals(pattern))
				.findFirst()
				.orElse(null);
		}

	}

}
