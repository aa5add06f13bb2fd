package io.oncegate.web.console;

import java.util.Map;
import java.util.UUID;

import io.oncegate.calendar.Calendar;
import io.oncegate.campaign.IssuedLink;
import io.oncegate.campaign.OneTimeLinks;
import io.oncegate.link.LinkStatus;
import io.oncegate.link.Links;
import io.oncegate.link.OneTimeLink;
import io.oncegate.web.Forms;
import io.oncegate.web.OwnedCalendars;
import io.oncegate.web.OwnedLinks;
import io.oncegate.web.Problem;
import io.oncegate.web.ProblemException;
import io.oncegate.web.PublicUrl;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Sharing a calendar: its links, new one-time links, and the code for other sites. */
@Component
class SharePages {

	private static final Map<String, String> LABELS = Map.of("recipient.name", "The name", "recipient.email",
			"The email", "recipient.reference", "The reference", "expiresAt", "The expiry");

	private final CalendarPages calendars;

	private final OwnedCalendars ownedCalendars;

	private final OwnedLinks owned;

	private final OneTimeLinks oneTimeLinks;

	private final Links links;

	private final PublicUrl publicUrl;

	private final Views views;

	SharePages(CalendarPages calendars, OwnedCalendars ownedCalendars, OwnedLinks owned, OneTimeLinks oneTimeLinks,
			Links links, PublicUrl publicUrl, Views views) {
		this.calendars = calendars;
		this.ownedCalendars = ownedCalendars;
		this.owned = owned;
		this.oneTimeLinks = oneTimeLinks;
		this.links = links;
		this.publicUrl = publicUrl;
		this.views = views;
	}

	Mono<ServerResponse> open(ServerRequest request) {
		return this.calendars.named(request)
			.map((calendar) -> page(calendar, ShareTab.of(request.queryParam("tab").orElse(""), calendar)))
			.flatMap((page) -> this.views.show(request, "share", page));
	}

	private SharePage page(Calendar calendar, ShareTab tab) {
		return switch (tab) {
			case SCHEDULING -> SharePage.of(calendar, tab, this.publicUrl.schedulingLink(calendar.slug()));
			case PERMANENT -> SharePage.of(calendar, tab, this.publicUrl.permanentLink(calendar));
			case ONE_TIME -> SharePage.of(calendar, OneTimeForm.EMPTY, Mistakes.NONE);
			case EMBED -> SharePage.of(calendar, tab, this.publicUrl.embedCode(calendar));
		};
	}

	/** Switches a scheduling or permanent link on or off, and shows it. */
	Mono<ServerResponse> turn(ServerRequest request) {
		return Mono.zip(this.calendars.named(request), request.formData())
			.flatMap((found) -> turn(found.getT1(),
					ShareTab.named(Forms.value(found.getT2(), "tab")).orElse(ShareTab.ONE_TIME),
					"true".equals(Forms.value(found.getT2(), "on"))));
	}

	private Mono<ServerResponse> turn(Calendar calendar, ShareTab tab, boolean on) {
		ObjectNode patch = JsonNodeFactory.instance.objectNode();
		patch.putObject("openLinks")
			.put(tab.openLink().orElseThrow(() -> ProblemException.malformed("There is no such link to switch.")), on);
		return this.ownedCalendars.change(calendar, patch)
			.then(Views.goTo((on ? Notice.LINK_ON : Notice.LINK_OFF).at(SharePage.address(calendar, tab))));
	}

	Mono<ServerResponse> confirmRenewal(ServerRequest request) {
		return this.calendars.named(request).flatMap((calendar) -> this.views.show(request, "renew-link", calendar));
	}

	/** Makes another permanent link. */
	Mono<ServerResponse> renew(ServerRequest request) {
		return this.calendars.named(request)
			.flatMap(this.ownedCalendars::renewPermanentLink)
			.flatMap((calendar) -> Views.goTo(Notice.LINK_RENEWED.at(SharePage.address(calendar, ShareTab.PERMANENT))));
	}

	/**
	 * Generates a one-time link. The answer is its page, so that the address is nowhere
	 * else.
	 */
	Mono<ServerResponse> generate(ServerRequest request) {
		return Mono.zip(this.calendars.named(request), request.formData().map(OneTimeForm::read))
			.flatMap((found) -> generate(request, found.getT1(), found.getT2()));
	}

	private Mono<ServerResponse> generate(ServerRequest request, Calendar calendar, OneTimeForm form) {
		return previous(calendar, form).then(Mono.defer(() -> issue(calendar, form)))
			.flatMap((issued) -> revoke(calendar, form)
				.map((said) -> OneTimeForm.after(issued.link().id(), form.revoke(), said))
				.defaultIfEmpty(OneTimeForm.after(issued.link().id(), form.revoke(), null))
				.flatMap((next) -> this.views.show(request, "share",
						SharePage.of(calendar, next, this.publicUrl.of(issued.token())))))
			.onErrorResume(ProblemException.class, (problem) -> again(request, calendar, form, problem));
	}

	private Mono<IssuedLink> issue(Calendar calendar, OneTimeForm form) {
		return this.owned.issue(calendar, form.json(calendar.schedule().zone()));
	}

	/** Finds the link to revoke, before anything is done. */
	private Mono<OneTimeLink> previous(Calendar calendar, OneTimeForm form) {
		UUID previous = form.previous();
		return (previous == null) ? Mono.empty()
				: this.links.findOwned(calendar.owner().id(), previous)
					.filter((link) -> link.calendarId().equals(calendar.id()))
					.switchIfEmpty(Mono.error(() -> ProblemException.of(Problem.NOT_FOUND, "You have no such link.")));
	}

	/** Revokes the link before, and says what became of it. */
	private Mono<String> revoke(Calendar calendar, OneTimeForm form) {
		UUID previous = form.previous();
		return (previous == null || !form.revoke()) ? Mono.empty()
				: this.oneTimeLinks.revoke(calendar.owner().id(), previous).map(SharePages::said);
	}

	private static String said(OneTimeLink link) {
		return (link.status() == LinkStatus.REVOKED) ? "The previous link was revoked."
				: "The previous link could not be revoked: somebody has booked with it.";
	}

	private Mono<ServerResponse> again(ServerRequest request, Calendar calendar, OneTimeForm form,
			ProblemException problem) {
		return (problem.problem() != Problem.INVALID_REQUEST) ? Mono.error(problem) : this.views.show(request,
				HttpStatus.UNPROCESSABLE_CONTENT, "share", SharePage.of(calendar, form, Mistakes.of(problem, LABELS)));
	}

}
