package io.oncegate.web.console;

import io.oncegate.calendar.Calendar;
import io.oncegate.web.http.Forms;
import io.oncegate.web.http.ProblemException;
import io.oncegate.web.http.PublicUrl;
import io.oncegate.web.owner.OwnedCalendars;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Shares a calendar: its links, and the code that embeds it. */
@Component
public class SharePages {

	private final CalendarPages calendars;

	private final OwnedCalendars ownedCalendars;

	private final FreshLinks fresh;

	private final PublicUrl publicUrl;

	private final Views views;

	SharePages(CalendarPages calendars, OwnedCalendars ownedCalendars, FreshLinks fresh, PublicUrl publicUrl,
			Views views) {
		this.calendars = calendars;
		this.ownedCalendars = ownedCalendars;
		this.fresh = fresh;
		this.publicUrl = publicUrl;
		this.views = views;
	}

	public Mono<ServerResponse> open(ServerRequest request) {
		return this.calendars.named(request)
			.flatMap((calendar) -> this.fresh.find(request, calendar)
				.map(SharePage::of)
				.switchIfEmpty(Mono
					.fromSupplier(() -> page(calendar, ShareTab.of(request.queryParam("tab").orElse(""), calendar)))))
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
	public Mono<ServerResponse> turn(ServerRequest request) {
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

	public Mono<ServerResponse> confirmRenewal(ServerRequest request) {
		return this.calendars.named(request).flatMap((calendar) -> this.views.show(request, "renew-link", calendar));
	}

	/** Replaces the permanent link. */
	public Mono<ServerResponse> renew(ServerRequest request) {
		return this.calendars.named(request)
			.flatMap(this.ownedCalendars::renewPermanentLink)
			.flatMap((calendar) -> Views.goTo(Notice.LINK_RENEWED.at(SharePage.address(calendar, ShareTab.PERMANENT))));
	}

}
