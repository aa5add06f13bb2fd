package io.oncegate.web.page;

import java.util.Map;

import io.oncegate.web.http.Audience;
import io.oncegate.web.http.ErrorPages;
import io.oncegate.web.http.Forms;
import io.oncegate.web.http.Framing;
import io.oncegate.web.http.Observed;
import io.oncegate.web.http.Problem;
import io.oncegate.web.http.ProblemException;
import io.oncegate.web.http.Route;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

/** Shows problems to invitees, with their input kept and a way to try again. */
@Component
public class ErrorMessages implements ErrorPages {

	private final Templates templates;

	private final Languages languages;

	public ErrorMessages(Templates templates, Languages languages) {
		this.templates = templates;
		this.languages = languages;
	}

	@Override
	public boolean areFor(Audience audience) {
		return audience == Audience.PEOPLE || audience == Audience.PEOPLE_IN_FRAMES;
	}

	@Override
	public Mono<byte[]> page(ServerWebExchange exchange, ProblemException problem) {
		return Forms.sent(exchange).map((sent) -> page(exchange, problem, sent));
	}

	private byte[] page(ServerWebExchange exchange, ProblemException problem, Map<String, String> sent) {
		Framing.allowProblem(exchange);
		Language t = this.languages.of(exchange);
		String retry = (problem.retryAfter() != null) ? address(exchange, t) : null;
		t.describe(exchange.getResponse().getHeaders());
		MessagePage page = MessagePage.of(t, problem, retry, (retry != null && !sent.isEmpty()) ? sent : null)
			.withFrame(Framing.isPossible(exchange.getResponse()));
		return this.templates.render("page/message.jte", t, (problem.problem() == Problem.INTERNAL_ERROR)
				? page.withReference(Observed.traceId(exchange).value()) : page);
	}

	/**
	 * Returns the address of a request if it is one of the gateway's: any other path
	 * could be read as the address of another host.
	 */
	private static @Nullable String address(ServerWebExchange exchange, Language t) {
		return (Route.of(exchange).pattern() != null) ? exchange.getRequest().getPath().value() + t.query() : null;
	}

}
