package io.oncegate.web.console;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.Calendars;
import io.oncegate.campaign.Campaign;
import io.oncegate.campaign.Campaigns;
import io.oncegate.link.Links.Position;
import io.oncegate.web.Paging;
import io.oncegate.web.Problem;
import io.oncegate.web.ProblemException;
import io.oncegate.web.console.CampaignsPage.Item;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Shows campaigns, and withdraws their links. */
@Component
class CampaignPages {

	private static final int ON_A_PAGE = 25;

	private static final String ALL = "/console/campaigns";

	private final CalendarPages calendar;

	private final Calendars calendars;

	private final Campaigns campaigns;

	private final Views views;

	CampaignPages(CalendarPages calendar, Calendars calendars, Campaigns campaigns, Views views) {
		this.calendar = calendar;
		this.calendars = calendars;
		this.campaigns = campaigns;
		this.views = views;
	}

	/** Lists the campaigns of all calendars. */
	Mono<ServerResponse> openAll(ServerRequest request) {
		Position after = Paging.after(request, Position::new);
		Flux<Campaign> found = this.campaigns.listOwned(Visit.owner(request).id(), after, ON_A_PAGE + 1);
		return items(found).map((items) -> page(null, ALL, items, after, CampaignForm.empty(), Mistakes.NONE))
			.flatMap((page) -> this.views.show(request, "campaigns", page));
	}

	/** Lists the campaigns of a calendar, with a form for another one. */
	Mono<ServerResponse> open(ServerRequest request) {
		return this.calendar.named(request)
			.flatMap((calendar) -> show(request, HttpStatus.OK, calendar, CampaignForm.empty(), Mistakes.NONE));
	}

	/** Shows the form as it was sent, with what is wrong with it. */
	Mono<ServerResponse> show(ServerRequest request, HttpStatus status, Calendar calendar, CampaignForm form,
			Mistakes mistakes) {
		Position after = Paging.after(request, Position::new);
		return items(this.campaigns.list(calendar.id(), after, ON_A_PAGE + 1))
			.map((items) -> page(calendar, "/console/calendars/" + calendar.id() + "/campaigns", items, after, form,
					mistakes))
			.flatMap((page) -> this.views.show(request, status, "campaigns", page));
	}

	private Mono<List<Item>> items(Flux<Campaign> found) {
		return found.concatMap(this::item).collectList();
	}

	private Mono<Item> item(Campaign campaign) {
		return this.calendars.findRecent(campaign.calendarId()).map((calendar) -> new Item(campaign, calendar));
	}

	private static CampaignsPage page(@Nullable Calendar calendar, String address, List<Item> found,
			@Nullable Position after, CampaignForm form, Mistakes mistakes) {
		List<Item> shown = found.subList(0, Math.min(ON_A_PAGE, found.size()));
		return new CampaignsPage(calendar, shown, after != null,
				(found.size() > ON_A_PAGE) ? address + "?cursor=" + cursor(shown.get(ON_A_PAGE - 1).campaign()) : null,
				form, mistakes);
	}

	private static String cursor(Campaign campaign) {
		return Paging.cursor(campaign.createdAt(), campaign.id());
	}

	/** Shows a campaign, and what became of its links. */
	Mono<ServerResponse> openOne(ServerRequest request) {
		return this.campaigns.find(Visit.owner(request).id(), id(request))
			.switchIfEmpty(Mono.error(CampaignPages::unknown))
			.flatMap(this::item)
			.flatMap((item) -> this.views.show(request, "campaign", item));
	}

	private static UUID id(ServerRequest request) {
		try {
			return UUID.fromString(request.pathVariable("id"));
		}
		catch (IllegalArgumentException ex) {
			throw unknown();
		}
	}

	private static ProblemException unknown() {
		return ProblemException.of(Problem.NOT_FOUND, "You have no such campaign.");
	}

	/** Shows how far a campaign is, which may not have begun yet. */
	Mono<ServerResponse> progress(ServerRequest request) {
		return this.campaigns.findUncounted(Visit.owner(request).id(), id(request))
			.flatMap(this::item)
			.flatMap((item) -> this.views.show(request, "campaign-progress", item))
			.switchIfEmpty(Mono.defer(() -> this.views.show(request, "campaign-waiting", Map.of())));
	}

	Mono<ServerResponse> confirmWithdrawal(ServerRequest request) {
		return this.campaigns.findUncounted(Visit.owner(request).id(), id(request))
			.switchIfEmpty(Mono.error(CampaignPages::unknown))
			.flatMap(this::item)
			.flatMap((item) -> this.views.show(request, "withdraw-campaign", item));
	}

	/** Withdraws the links that are not spent. */
	Mono<ServerResponse> withdraw(ServerRequest request) {
		return this.campaigns.revoke(Visit.owner(request).id(), id(request))
			.switchIfEmpty(Mono.error(CampaignPages::unknown))
			.flatMap((campaign) -> Views.goTo(Notice.CAMPAIGN_WITHDRAWN.at(ALL + "/" + campaign.id())));
	}

}
