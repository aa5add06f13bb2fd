package io.oncegate.web.console;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.Owner;
import io.oncegate.campaign.IssuedLink;
import io.oncegate.web.http.Problem;
import io.oncegate.web.http.ProblemException;
import io.oncegate.web.http.ProblemException.FieldError;
import io.oncegate.web.owner.OwnedCalendars;
import io.oncegate.web.owner.OwnedLinks;
import io.oncegate.web.owner.Profiles;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Sets up a new owner from one form: their name, a calendar, and its first one-time link.
 */
@Component
public class SetupPages {

	private final Profiles profiles;

	private final OwnedCalendars calendars;

	private final OwnedLinks links;

	private final FreshLinks fresh;

	private final CalendarList list;

	SetupPages(Profiles profiles, OwnedCalendars calendars, OwnedLinks links, FreshLinks fresh, CalendarList list) {
		this.profiles = profiles;
		this.calendars = calendars;
		this.links = links;
		this.fresh = fresh;
		this.list = list;
	}

	public Mono<ServerResponse> begin(ServerRequest request) {
		return request.formData().map(SetupForm::read).flatMap((form) -> begin(request, form));
	}

	private Mono<ServerResponse> begin(ServerRequest request, SetupForm form) {
		Owner owner = Visit.owner(request);
		List<FieldError> ofOwner = ProblemException.errors(() -> this.profiles.check(owner, form.owner()));
		List<FieldError> ofCalendar = mistakes(owner, form);
		if (!ofOwner.isEmpty() || !ofCalendar.isEmpty()) {
			return this.list.show(request, SetupPage.again(form, ofOwner, ofCalendar));
		}
		return this.profiles.change(owner, form.owner())
			.flatMap((named) -> add(named, form.calendar()))
			.flatMap((calendar) -> this.links.issue(calendar, JsonNodeFactory.instance.objectNode())
				.flatMap((issued) -> show(calendar, issued)));
	}

	private List<FieldError> mistakes(Owner owner, SetupForm form) {
		List<FieldError> mistakes = new ArrayList<>(
				ProblemException.errors(() -> this.calendars.draft(owner, form.calendar())));
		if (form.days().isEmpty()) {
			mistakes.add(new FieldError("open", "Choose the days on which people can book."));
		}
		return mistakes;
	}

	/** The form has no field for the slug, so one that is taken gets a number. */
	private Mono<Calendar> add(Owner owner, ObjectNode described) {
		String other = described.path("slug").asString("") + "-" + ThreadLocalRandom.current().nextInt(1000, 10_000);
		return this.calendars.add(owner, described)
			.onErrorResume(ProblemException.class, (problem) -> (problem.problem() == Problem.CONFLICT)
					? this.calendars.add(owner, described.deepCopy().put("slug", other)) : Mono.error(problem));
	}

	private Mono<ServerResponse> show(Calendar calendar, IssuedLink issued) {
		return ServerResponse.seeOther(URI.create(Notice.FIRST_LINK.at(FreshLinks.address(calendar, issued))))
			.cookie(this.fresh.cookie(calendar, issued))
			.build();
	}

}
