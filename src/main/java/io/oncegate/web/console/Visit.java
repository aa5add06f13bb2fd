package io.oncegate.web.console;

import io.oncegate.calendar.Owner;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.server.ServerWebExchange;

/**
 * A request to the console: what its page needs besides its own content.
 *
 * @param owner who is signed in
 * @param csrf the token that each form of the page sends; empty on a page without forms
 * @param path the path of the request
 * @param openRequests how many requests for new links are open
 * @param lostBookings how many confirmed bookings are lost of which the invitees do not
 * know
 * @param notice what the previous request did
 */
public record Visit(@Nullable Owner owner, String csrf, String path, long openRequests, long lostBookings,
		@Nullable Notice notice) {

	private static final String ATTRIBUTE = Visit.class.getName();

	static Visit begin(ServerWebExchange exchange, @Nullable Owner owner, String csrf) {
		Visit visit = new Visit(owner, csrf, exchange.getRequest().getPath().value(), 0, 0,
				notice(exchange.getRequest()));
		exchange.getAttributes().put(ATTRIBUTE, visit);
		return visit;
	}

	/** A notice is about the previous request, so the answer to a POST shows none. */
	private static @Nullable Notice notice(ServerHttpRequest request) {
		return (request.getMethod() == HttpMethod.POST) ? null
				: Notice.of(request.getQueryParams().getFirst(Notice.PARAMETER));
	}

	Visit with(long openRequests, long lostBookings) {
		return new Visit(this.owner, this.csrf, this.path, openRequests, lostBookings, this.notice);
	}

	/** The visit of a request, also if it was not admitted. */
	static Visit of(ServerWebExchange exchange) {
		Visit visit = exchange.getAttribute(ATTRIBUTE);
		return (visit != null) ? visit : new Visit(null, "", exchange.getRequest().getPath().value(), 0, 0, null);
	}

	/** The owner of an admitted request. */
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

	/** Tells whether the page is at an address, or below it. */
	public boolean isAt(String address) {
		return this.path.equals(address) || this.path.startsWith(address + "/");
	}

}
