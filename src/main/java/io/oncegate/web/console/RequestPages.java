package io.oncegate.web.console;

import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;

import io.oncegate.calendar.Calendar;
import io.oncegate.campaign.LinkRequest;
import io.oncegate.campaign.LinkRequests;
import io.oncegate.link.Links.Position;
import io.oncegate.web.http.Cursors;
import io.oncegate.web.http.Forms;
import io.oncegate.web.http.Paging;
import io.oncegate.web.http.Problem;
import io.oncegate.web.http.ProblemException;
import io.oncegate.web.http.Uuids;
import io.oncegate.web.owner.OwnedCalendars;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Answers requests for new links. */
@Component
public class RequestPages {

	private static final int ON_A_PAGE = 50;

	private final CalendarPages calendars;

	private final OwnedCalendars owned;

	private final LinkRequests requests;

	private final Views views;

	RequestPages(CalendarPages calendars, OwnedCalendars owned, LinkRequests requests, Views views) {
		this.calendars = calendars;
		this.owned = owned;
		this.requests = requests;
		this.views = views;
	}

	public Mono<ServerResponse> open(ServerRequest request) {
		return show(request, null);
	}

	public Mono<ServerResponse> openOfCalendar(ServerRequest request) {
		return this.calendars.named(request).flatMap((calendar) -> show(request, calendar));
	}

	private Mono<ServerResponse> show(ServerRequest request, @Nullable Calendar calendar) {
		boolean open = !request.queryParam("show").orElse("").equals("answered");
		Cursors cursors = Cursors.of(request, Visit.owner(request), open);
		Position after = cursors.after(Position::new);
		return Mono
			.zip(this.requests
				.listOwned(Visit.owner(request).id(), (calendar != null) ? calendar.id() : null, open, after,
						ON_A_PAGE + 1)
				.collectList()
				.map((found) -> Paging.page(found, ON_A_PAGE, (asked) -> asked,
						(last) -> cursors.at(last.request().createdAt(), last.request().id()))),
					answered(request))
			.flatMap((found) -> this.views.show(request, "requests", new RequestsPage(calendar, open,
					found.getT1().items(), after != null, found.getT1().nextCursor(), found.getT2().orElse(null))));
	}

	/** The request answered before, with the answer that is stored. */
	private Mono<Optional<LinkRequest>> answered(ServerRequest request) {
		return Mono.justOrEmpty(request.queryParam("answered"))
			.map(RequestPages::id)
			.flatMap((id) -> this.requests.findOwned(Visit.owner(request).id(), id))
			.map(Optional::of)
			.defaultIfEmpty(Optional.empty());
	}

	public Mono<ServerResponse> grant(ServerRequest request) {
		return answer(request, this.requests::grant);
	}

	public Mono<ServerResponse> decline(ServerRequest request) {
		return answer(request, this.requests::decline);
	}

	private Mono<ServerResponse> answer(ServerRequest request, BiFunction<UUID, UUID, Mono<LinkRequest>> answer) {
		return Mono.fromSupplier(() -> id(request.pathVariable("request")))
			.zipWith(back(request))
			.flatMap((found) -> answer.apply(Visit.owner(request).id(), found.getT1())
				.switchIfEmpty(Mono.error(RequestPages::unknown))
				.flatMap((answered) -> Views.goTo(found.getT2() + "?answered=" + answered.id())));
	}

	/** The address of the list that the button was in. */
	private Mono<String> back(ServerRequest request) {
		return request.formData()
			.flatMap((sent) -> Mono.justOrEmpty(Forms.find(sent, "calendar")))
			.flatMap((id) -> this.owned.named(Visit.owner(request), id))
			.map((calendar) -> "/console/calendars/" + calendar.id() + "/requests")
			.defaultIfEmpty("/console/requests");
	}

	private static UUID id(String text) {
		return Uuids.read(text).orElseThrow(RequestPages::unknown);
	}

	private static ProblemException unknown() {
		return ProblemException.of(Problem.NOT_FOUND, "You have no such request.");
	}

}
