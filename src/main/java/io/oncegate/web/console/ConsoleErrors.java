package io.oncegate.web.console;

import java.net.URI;

import io.oncegate.web.http.Audience;
import io.oncegate.web.http.ErrorPages;
import io.oncegate.web.http.Problem;
import io.oncegate.web.http.ProblemException;
import io.oncegate.web.http.Route;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

/** Shows problems as pages of the console. */
@Component
class ConsoleErrors implements ErrorPages {

	private final Views views;

	ConsoleErrors(Views views) {
		this.views = views;
	}

	@Override
	public boolean areFor(Audience audience) {
		return audience == Audience.OWNERS;
	}

	@Override
	public Mono<byte[]> page(ServerWebExchange exchange, ProblemException problem) {
		ServerHttpRequest request = exchange.getRequest();
		boolean read = request.getMethod() == HttpMethod.GET;
		Visit visit = Visit.of(exchange);
		return Mono.just(this.views.render(visit, "problem",
				new ProblemPage(title(problem.problem()),
						(read || visit.owner() == null) ? text(problem) : textOfAction(problem),
						(read && problem.retryAfter() != null && Route.of(exchange).pattern() != null)
								? address(request.getURI()) : null)));
	}

	private static String address(URI uri) {
		return (uri.getRawQuery() != null) ? uri.getRawPath() + "?" + uri.getRawQuery() : uri.getRawPath();
	}

	private static String title(Problem problem) {
		return switch (problem) {
			case STORE_UNAVAILABLE, OVERLOADED -> "The console is not available at the moment";
			case INVALID_REQUEST -> "This could not be understood";
			case NOT_FOUND -> "Page not found";
			default -> problem.title();
		};
	}

	private static String text(ProblemException problem) {
		return switch (problem.problem()) {
			case STORE_UNAVAILABLE, OVERLOADED -> "Please try the same again in a moment. Bookings are not affected.";
			case UNSUPPORTED_MEDIA_TYPE -> "Please go back, reload the page, and send its form again.";
			default -> problem.detail();
		};
	}

	/** A store that failed may nevertheless have done what was requested. */
	private static String textOfAction(ProblemException problem) {
		return switch (problem.problem()) {
			case STORE_UNAVAILABLE, OUTCOME_UNKNOWN, INTERNAL_ERROR ->
				"What you did may have been done, or not. Go back, reload the page and look before you try it again.";
			default -> text(problem);
		};
	}

}
