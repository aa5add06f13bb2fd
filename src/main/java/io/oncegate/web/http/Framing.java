package io.oncegate.web.http;

import java.util.List;

import io.oncegate.booking.Booking;
import io.oncegate.calendar.Calendar;

import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.server.ServerWebExchange;

/**
 * Which websites may embed a page: a calendar's pages, those that its owner chose; a
 * one-time link and bookings made with one, none.
 *
 * @param policy the value of the header {@code Content-Security-Policy}
 */
public record Framing(String policy) {

	/** Ends with the directive that takes the sites that may embed the page. */
	private static final String POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:;"
			+ " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors ";

	public static final Framing BY_NOBODY = new Framing(POLICY + "'none'");

	private static final Framing BY_ANYBODY = new Framing(POLICY + "*");

	private static final String HEADER = "Content-Security-Policy";

	private static final String FOUND = Framing.class.getName();

	/** The framing of a calendar's pages. */
	public static Framing of(Calendar calendar) {
		List<String> origins = calendar.terms().embedOrigins();
		return origins.isEmpty() ? BY_ANYBODY : new Framing(POLICY + String.join(" ", origins));
	}

	/** The framing of a booking's pages. */
	public static Framing of(Booking booking, Calendar calendar) {
		return (booking.linkId() != null) ? BY_NOBODY : of(calendar);
	}

	/** Tells whether the answer to a request may be embedded anywhere. */
	public static boolean isPossible(ServerRequest request) {
		return isPossible(request.exchange().getResponse());
	}

	/** Tells whether an answer may be embedded anywhere. */
	public static boolean isPossible(ServerHttpResponse response) {
		return !BY_NOBODY.policy.equals(response.getHeaders().getFirst(HEADER));
	}

	/**
	 * Lets a problem be embedded if it occurred before the calendar of the page was
	 * known: otherwise an invitee who books in a frame would see nothing.
	 */
	public static void allowProblem(ServerWebExchange exchange) {
		if (!exchange.getAttributes().containsKey(FOUND)
				&& Route.of(exchange).audience() == Audience.PEOPLE_IN_FRAMES) {
			BY_ANYBODY.applyTo(exchange.getResponse());
		}
	}

	/** Applies this to the answer, as the framing of the page that was found. */
	public void applyTo(ServerRequest request) {
		request.attributes().put(FOUND, true);
		applyTo(request.exchange().getResponse());
	}

	public void applyTo(ServerHttpResponse response) {
		response.getHeaders().set(HEADER, this.policy);
	}

}
