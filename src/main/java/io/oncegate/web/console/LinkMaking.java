package io.oncegate.web.console;

import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import io.oncegate.calendar.Calendar;
import io.oncegate.campaign.IssuedLink;
import io.oncegate.campaign.OneTimeLinks;
import io.oncegate.link.LinkStatus;
import io.oncegate.link.Links;
import io.oncegate.link.OneTimeLink;
import io.oncegate.web.http.Forms;
import io.oncegate.web.http.Problem;
import io.oncegate.web.http.ProblemException;
import io.oncegate.web.http.Uuids;
import io.oncegate.web.owner.OwnedLinks;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Creates one-time links, one at a time, and takes them back. */
@Component
public class LinkMaking {

	private static final Map<String, String> LABELS = Map.of("recipient.name", "The name", "recipient.email",
			"The email", "recipient.reference", "The reference", "expiresAt", "The expiry");

	private final CalendarPages calendars;

	private final OwnedLinks owned;

	private final OneTimeLinks oneTimeLinks;

	private final Links links;

	private final FreshLinks fresh;

	private final Clock clock;

	private final Views views;

	LinkMaking(CalendarPages calendars, OwnedLinks owned, OneTimeLinks oneTimeLinks, Links links, FreshLinks fresh,
			Clock clock, Views views) {
		this.calendars = calendars;
		this.owned = owned;
		this.oneTimeLinks = oneTimeLinks;
		this.links = links;
		this.fresh = fresh;
		this.clock = clock;
		this.views = views;
	}

	public Mono<ServerResponse> make(ServerRequest request) {
		return Mono.zip(this.calendars.named(request), request.formData().map(OneTimeForm::read))
			.flatMap((found) -> make(request, found.getT1(), found.getT2()));
	}

	private Mono<ServerResponse> make(ServerRequest request, Calendar calendar, OneTimeForm form) {
		return previous(calendar, form)
			.then(Mono
				.defer(() -> this.owned.issue(calendar, form.json(calendar.schedule().zone(), this.clock.instant()))))
			.flatMap((issued) -> revokePrevious(calendar, form)
				.flatMap((notice) -> answer(request, calendar, issued, notice.orElse(null))))
			.onErrorResume(ProblemException.class, (problem) -> again(request, calendar, form, problem));
	}

	/** Finds the link to revoke before anything is changed. */
	private Mono<OneTimeLink> previous(Calendar calendar, OneTimeForm form) {
		UUID previous = form.previous();
		return (previous == null) ? Mono.empty() : named(calendar, previous);
	}

	private Mono<OneTimeLink> named(Calendar calendar, UUID id) {
		return this.links.findOwned(calendar.owner().id(), id)
			.filter((link) -> link.calendarId().equals(calendar.id()))
			.switchIfEmpty(Mono.error(LinkMaking::unknown));
	}

	private static ProblemException unknown() {
		return ProblemException.of(Problem.NOT_FOUND, "You have no such link.");
	}

	private Mono<Optional<Notice>> revokePrevious(Calendar calendar, OneTimeForm form) {
		UUID previous = form.previous();
		return (previous == null || !form.revoke()) ? Mono.just(Optional.empty())
				: this.oneTimeLinks.revoke(calendar.owner().id(), previous)
					.map((link) -> Optional.of((link.status() == LinkStatus.REVOKED) ? Notice.PREVIOUS_LINK_REVOKED
							: Notice.PREVIOUS_LINK_BOOKED));
	}

	/** Shows the link on the same page with htmx, or else on the next page. */
	private Mono<ServerResponse> answer(ServerRequest request, Calendar calendar, IssuedLink issued,
			@Nullable Notice notice) {
		if (WayBack.isByHtmx(request)) {
			return this.views.show(request, "fresh-link", this.fresh.of(calendar, issued));
		}
		String address = FreshLinks.address(calendar, issued);
		return ServerResponse.seeOther(URI.create((notice != null) ? notice.at(address) : address))
			.cookie(this.fresh.cookie(calendar, issued))
			.build();
	}

	private Mono<ServerResponse> again(ServerRequest request, Calendar calendar, OneTimeForm form,
			ProblemException problem) {
		return (problem.problem() != Problem.INVALID_REQUEST) ? Mono.error(problem)
				: this.views.show(request, HttpStatus.UNPROCESSABLE_CONTENT, "share",
						SharePage.of(calendar, form, Mistakes.of(OneTimeForm.localTimes(problem), LABELS)));
	}

	/** Revokes a link that was just created. */
	public Mono<ServerResponse> undo(ServerRequest request) {
		return Mono.zip(this.calendars.named(request), request.formData())
			.flatMap((found) -> named(found.getT1(), id(Forms.value(found.getT2(), FreshLinks.PARAMETER))))
			.flatMap((link) -> this.oneTimeLinks.revoke(Visit.owner(request).id(), link.id()))
			.flatMap((link) -> undone(request, link,
					(link.status() == LinkStatus.REVOKED) ? Notice.LINK_REVOKED : Notice.LINK_BOOKED));
	}

	private static UUID id(String text) {
		return Uuids.read(text).orElseThrow(LinkMaking::unknown);
	}

	private Mono<ServerResponse> undone(ServerRequest request, OneTimeLink link, Notice notice) {
		return WayBack.isByHtmx(request) ? this.views.show(request, "undone", notice)
				: Views.goTo(notice.at("/console/calendars/" + link.calendarId() + "/share?tab=one-time"));
	}

}
