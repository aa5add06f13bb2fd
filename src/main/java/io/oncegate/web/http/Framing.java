package io.oncegate.web.http;

import java.util.List;

import io.oncegate.booking.Booking;
import io.oncegate.calendar.Calendar;

import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.server.ServerWebExchange;

/**
 * Which web sites may show a page in a frame: for the pages of a calendar those that its
 * owner chose, for a one-time link and what is booked with it none.
 *
 * @param policy the value of the header {@code Content-Security-Policy}
 */
public record Framing(String policy) {

	public static final Framing BY_NOBODY = new Framing(ResponseHeaders.POLICY + "'none'");

	private static final Framing BY_ANYBODY = new Framing(ResponseHeaders.POLICY + "*");

	private static final String HEADER = "Content-Security-Policy";

	private static final String FOUND = Framing.class.getName();

	/** Of the pages of a calendar. */
	public static Framing of(Calendar calendar) {
		List<String> origins = calendar.terms().embedOrigins();
		return origins.isEmpty() ? BY_ANYBODY : new Framing(ResponseHeaders.POLICY + String.join(" ", origins));
	}

	/** Of the confirmation of a booking. */
	public static Framing of(Booking booking, Calendar calendar) {
		return (booking.linkId() != null) ? BY_NOBODY : of(calendar);
	}

	/** Tells whether the answer to a request may be shown in a frame. */
	public static boolean isPossible(ServerRequest request) {
		return !BY_NOBODY.policy.equals(request.exchange().getResponse().getHeaders().getFirst(HEADER));
	}

	/**
	 * Lets a problem be seen that came up before it was found out whose page it is:
	 * whoever books in a frame would see nothing.
	 */
	public static void allowProblem(ServerWebExchange exchange) {
		if (!exchange.getAttributes().containsKey(FOUND)
				&& Route.of(exchange).audience() == Audience.PEOPLE_IN_FRAMES) {
			BY_ANYBODY.applyTo(exchange.getResponse());
		}
	}

	/** Says whose page it is. */
	public void applyTo(ServerRequest request) {
		request.attributes().put(FOUND, true);
		applyTo(request.exchange().getResponse());
	}

	public void applyTo(ServerHttpResponse response) {
		response.getHeaders().set(HEADER, this.policy);
	}

}
