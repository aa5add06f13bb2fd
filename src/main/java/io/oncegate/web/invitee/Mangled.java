package io.oncegate.web.invitee;

import java.net.URI;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.oncegate.link.Tokens;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Redirects from addresses mangled by mail programs, which take what follows a link, such
 * as a full stop, a bracket or a slash, for a part of it.
 */
@Component
public class Mangled {

	private static final Pattern WORD = Pattern.compile("([A-Za-z0-9-]++)[^A-Za-z0-9]++");

	private static final String LINK = "/l/";

	private static final String BOOKING = "/b/";

	private final Tokens tokens;

	Mangled(Tokens tokens) {
		this.tokens = tokens;
	}

	/** The path of the one-time link that a request means. */
	static String link(ServerRequest request) {
		return LINK + token(request, "token");
	}

	/** Where a form shown at a mangled address is sent; null for the address itself. */
	static @Nullable String action(ServerRequest request) {
		return request.path().equals(path(request)) ? null : path(request);
	}

	/** The path that a request means. */
	static String path(ServerRequest request) {
		return request.pathVariables().containsKey("token") ? link(request) : request.path();
	}

	/**
	 * Returns the name or id in a path without what a mail program appended. Its length
	 * is unknown, so only characters that no name contains are removed.
	 */
	public static String word(ServerRequest request, String name) {
		String text = request.pathVariable(name);
		Matcher word = WORD.matcher(text);
		return word.matches() ? word.group(1) : text;
	}

	private static String token(ServerRequest request, String name) {
		String text = request.pathVariable(name);
		return text.substring(0, Math.min(text.length(), Tokens.LENGTH));
	}

	/**
	 * Serves a page of a one-time link at its exact address, and redirects from others.
	 */
	public HandlerFunction<ServerResponse> orLink(String rest, HandlerFunction<ServerResponse> page) {
		return (request) -> isMangled(request, "token") ? toLink(request, rest, page) : page.handle(request);
	}

	/** Serves a page of a booking at its exact address, and redirects from others. */
	public HandlerFunction<ServerResponse> orBooking(String rest, HandlerFunction<ServerResponse> page) {
		return (request) -> isMangled(request, "manageToken") ? toBooking(request, rest, page) : page.handle(request);
	}

	private static boolean isMangled(ServerRequest request, String name) {
		return request.pathVariable(name).length() > Tokens.LENGTH;
	}

	/** Redirects to a page of a one-time link; a forged token is refused as usual. */
	public Mono<ServerResponse> toLink(ServerRequest request, String rest, HandlerFunction<ServerResponse> refuse) {
		return this.tokens.linkToken(request.pathVariable("token")).isPresent() ? to(request, link(request) + rest)
				: refuse.handle(request);
	}

	/** Redirects to a page of a booking; a forged token is refused as usual. */
	public Mono<ServerResponse> toBooking(ServerRequest request, String rest, HandlerFunction<ServerResponse> refuse) {
		return this.tokens.bookingId(request.pathVariable("manageToken")).isPresent()
				? to(request, BOOKING + token(request, "manageToken") + rest) : refuse.handle(request);
	}

	/** Serves a page of a calendar at its exact address, and redirects from others. */
	public static HandlerFunction<ServerResponse> orCalendar(String name, Function<ServerRequest, Mono<Door>> door,
			HandlerFunction<ServerResponse> page) {
		return (request) -> word(request, name).equals(request.pathVariable(name)) ? page.handle(request)
				: toCalendar(request, name, door);
	}

	/** Redirects to the page of a calendar, if it exists. */
	public static Mono<ServerResponse> toCalendar(ServerRequest request, String name,
			Function<ServerRequest, Mono<Door>> door) {
		String path = request.path().substring(0, request.path().indexOf('/', 1) + 1) + word(request, name);
		return door.apply(request).flatMap((found) -> to(request, path));
	}

	private static Mono<ServerResponse> to(ServerRequest request, String path) {
		String query = request.uri().getRawQuery();
		return ServerResponse.seeOther(URI.create((query != null) ? path + "?" + query : path)).build();
	}

}
