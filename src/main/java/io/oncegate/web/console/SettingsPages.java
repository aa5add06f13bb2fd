package io.oncegate.web.console;

import java.util.Map;

import io.oncegate.web.http.Problem;
import io.oncegate.web.http.ProblemException;
import io.oncegate.web.owner.Profiles;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The owner's name, and who invitees contact. */
@Component
public class SettingsPages {

	public static final String ADDRESS = "/console/settings";

	private static final Map<String, String> LABELS = Map.of("name", "The name", "contact.name", "The contact’s name",
			"contact.email", "The contact’s email", "contact.phone", "The contact’s phone", "contact.url",
			"The contact’s web page");

	private final Profiles profiles;

	private final Views views;

	SettingsPages(Profiles profiles, Views views) {
		this.profiles = profiles;
		this.views = views;
	}

	public Mono<ServerResponse> open(ServerRequest request) {
		return show(request, new SettingsForm(this.profiles.describe(Visit.owner(request))), null);
	}

	public Mono<ServerResponse> save(ServerRequest request) {
		return request.formData()
			.map(SettingsForm::read)
			.flatMap((form) -> this.profiles.change(Visit.owner(request), form.json())
				.flatMap((owner) -> Views.goTo(Notice.SETTINGS_SAVED.at(ADDRESS)))
				.onErrorResume(ProblemException.class, (problem) -> again(request, form, problem)));
	}

	private Mono<ServerResponse> again(ServerRequest request, SettingsForm form, ProblemException problem) {
		return (problem.problem() == Problem.INVALID_REQUEST) ? show(request, form, problem) : Mono.error(problem);
	}

	private Mono<ServerResponse> show(ServerRequest request, SettingsForm form, @Nullable ProblemException problem) {
		return this.views.show(request, (problem != null) ? problem.status() : HttpStatus.OK, "settings",
				new SettingsPage(form, (problem != null) ? Mistakes.of(problem, LABELS) : Mistakes.NONE));
	}

}
