package io.oncegate.web.console;

import io.oncegate.web.ErrorPages;
import io.oncegate.web.Problem;
import io.oncegate.web.ProblemException;

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
	public boolean areFor(ServerHttpRequest request) {
		String path = request.getPath().value();
		return path.equals("/console") || path.startsWith("/console/");
	}

	@Override
	public byte[] page(ServerWebExchange exchange, ProblemException problem) {
		Visit visit = Visit.of(exchange);
		boolean read = exchange.getRequest().getMethod() == HttpMethod.GET;
		return this.views.render(visit, "problem", new ProblemPage(title(problem.problem()), text(problem),
				(read && problem.retryAfter() != null) ? visit.path() : null));
	}

	private static String title(Problem problem) {
		return switch (problem) {
			case STORE_UNAVAILABLE, OVERLOADED -> "The console is not available at the moment";
			case INVALID_REQUEST -> "This could not be understood";
			default -> problem.title();
		};
	}

	private static String text(ProblemException problem) {
		return switch (problem.problem()) {
			case STORE_UNAVAILABLE, OVERLOADED -> "Please try the same again in a moment. Bookings are not affected.";
			case OUTCOME_UNKNOWN -> "Please look whether it was done before you try it again.";
			default -> problem.detail();
		};
	}

}
