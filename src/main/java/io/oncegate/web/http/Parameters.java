package io.oncegate.web.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.oncegate.web.http.ProblemException.FieldError;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.HandlerFilterFunction;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * The query parameters that each address of the API accepts. Unknown ones are refused: a
 * mistyped one, like the date on which a link expires, would be silently ignored.
 */
public final class Parameters implements HandlerFilterFunction<ServerResponse, ServerResponse> {

	private static final List<String> DATES = List.of("from", "to");

	private static final List<String> PAGES = List.of("limit", "cursor");

	private static final String CALENDAR = "/api/v1/calendars/{id}";

	/** By method and pattern; an address that is not listed takes none. */
	private static final Map<String, List<String>> KNOWN = Map.of("GET /api/v1/links/{token}/slots", DATES,
			"GET /api/v1/public/calendars/{calendar}/slots", DATES, "GET /api/v1/calendars", PAGES,
			"GET " + CALENDAR + "/bookings", List.of("from", "to", "limit", "cursor"),
			"GET " + CALENDAR + "/one-time-links", List.of("status", "campaignId", "limit", "cursor"),
			"GET " + CALENDAR + "/campaigns", PAGES, "POST " + CALENDAR + "/campaigns",
			List.of("name", "expiresAt", "resume", "after"));

	@Override
	public Mono<ServerResponse> filter(ServerRequest request, HandlerFunction<ServerResponse> next) {
		check(request);
		return next.handle(request);
	}

	/** Refuses parameters that are unknown or repeated. */
	public static void check(ServerRequest request) {
		if (request.uri().getRawQuery() == null) {
			return;
		}
		List<String> known = known(request);
		List<FieldError> mistakes = new ArrayList<>();
		request.queryParams().forEach((name, values) -> {
			if (!known.contains(name)) {
				mistakes.add(new FieldError(name, "is not known; " + (known.isEmpty()
						? "this address takes no parameters" : "the known ones are " + String.join(", ", known))));
			}
			else if (values.size() > 1) {
				mistakes.add(new FieldError(name, "is given more than once"));
			}
		});
		if (!mistakes.isEmpty()) {
			throw ProblemException.invalid(mistakes);
		}
	}

	private static List<String> known(ServerRequest request) {
		HttpMethod method = (request.method() == HttpMethod.HEAD) ? HttpMethod.GET : request.method();
		return known(method, String.valueOf(Route.of(request.exchange()).pattern()));
	}

	/** The parameters that an address accepts. */
	public static List<String> known(HttpMethod method, String pattern) {
		return KNOWN.getOrDefault(method + " " + pattern, List.of());
	}

}
