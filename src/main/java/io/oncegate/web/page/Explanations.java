package io.oncegate.web.page;

import java.util.function.Function;

import io.oncegate.web.http.Problem;
import io.oncegate.web.http.ProblemException;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Pages that only explain something. */
@Component
public class Explanations {

	private final Templates templates;

	private final Languages languages;

	Explanations(Templates templates, Languages languages) {
		this.templates = templates;
		this.languages = languages;
	}

	public Mono<ServerResponse> problem(ServerRequest request) {
		return Mono.justOrEmpty(Problem.of(request.pathVariable("name")))
			.switchIfEmpty(Mono.error(() -> ProblemException.of(Problem.NOT_FOUND)))
			.flatMap((problem) -> message(request,
					(t) -> MessagePage.of(t.say(problem.titleKey()), t.say(problem.textKey()))));
	}

	/** Explains this site to somebody who shortened an address. */
	public Mono<ServerResponse> welcome(ServerRequest request) {
		return message(request, (t) -> MessagePage.of("Oncegate", t.say("welcome.text")));
	}

	private Mono<ServerResponse> message(ServerRequest request, Function<Language, MessagePage> page) {
		Language t = this.languages.of(request);
		return this.templates.answer(HttpStatus.OK, t, "page/message.jte", page.apply(t));
	}

}
