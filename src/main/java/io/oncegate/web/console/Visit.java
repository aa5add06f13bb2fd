package io.oncegate.web.console;

import io.oncegate.calendar.Owner;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.server.ServerWebExchange;

/**
 * A request to the console that was let in: what its page needs beside its own content.
 *
 * @param owner who is signed in
 * @param csrf what each form of the page has to send; empty on a page without forms
 * @param path the path of the request
 * @param openRequests how many requests for new links wait for an answer
 * @param notice what was done by the request before
 */
public record Visit(@Nullable Owner owner, String csrf, String path, long openRequests, @Nullable Notice notice) {

	private static final String ATTRIBUTE = Visit.class.getName();

	static Visit begin(ServerWebExchange exchange, @Nullable Owner owner, String csrf) {
		Visit visit = new Visit(owner, csrf, exchange.getRequest().getPath().value(), 0, notice(exchange.getRequest()));
		exchange.getAttributes().put(ATTRIBUTE, visit);
		return visit;
	}

	/** Only what was done is said, not what is being tried. */
	private static @Nullable Notice notice(ServerHttpRequest request) {
		return (request.getMethod() == HttpMethod.POST) ? null
				: Notice.of(request.getQueryParams().getFirst(Notice.PARAMETER));
	}

	Visit withOpenRequests(long count) {
		return new Visit(this.owner, this.csrf, this.path, count, this.notice);
	}

	/** The visit that a request is, also if it was not let in. */
	static Visit of(ServerWebExchange exchange) {
		Visit visit = exchange.getAttribute(ATTRIBUTE);
		return (visit != null) ? visit : new Visit(null, "", exchange.getRequest().getPath().value(), 0, null);
	}

	/** The owner of a request that was let in. */
	static Owner owner(ServerRequest request) {
		Owner owner = of(request.exchange()).owner();
		if (owner == null) {
			throw new IllegalStateException("not signed in");
		}
		return owner;
	}

	/** The headers that htmx sends with each request, as JSON. */
	public String headers() {
		return "{\"" + Csrf.HEADER + "\":\"" + this.csrf + "\"}";
	}

	/** Tells whether the page is this part of the console, or a page of it. */
	public boolean isAt(String address) {
		return this.path.equals(address) || this.path.startsWith(address + "/");
	}

}
