package io.oncegate.web.console;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.Calendars;
import io.oncegate.campaign.Campaign;
import io.oncegate.campaign.Campaigns;
import io.oncegate.link.Links.Position;
import io.oncegate.web.console.CampaignsPage.Item;
import io.oncegate.web.http.Cursors;
import io.oncegate.web.http.Paging;
import io.oncegate.web.http.Problem;
import io.oncegate.web.http.ProblemException;
import io.oncegate.web.http.Uuids;
import io.oncegate.web.owner.campaign.ArchiveRefusals;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Shows campaigns, and revokes their links. */
@Component
public class CampaignPages {

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
	public Mono<ServerResponse> openAll(ServerRequest request) {
		Cursors cursors = Cursors.of(request, Visit.owner(request));
		Position after = cursors.after(Position::new);
		return this.campaigns.listOwned(Visit.owner(request).id(), after, ON_A_PAGE + 1)
			.collectList()
			.map((found) -> page(cursors, found))
			.zipWhen((page) -> calendars(request, page.items()))
			.map((found) -> found.getT1()
				.map((campaign) -> new Item(campaign,
						Objects.requireNonNull(found.getT2().get(campaign.calendarId())))))
			.map((page) -> new CampaignsPage(null, page.items(), after != null, page.nextCursor(), CampaignForm.empty(),
					Mistakes.NONE, null))
			.flatMap((page) -> this.views.show(request, "campaigns", page));
	}

	private Mono<Map<UUID, Calendar>> calendars(ServerRequest request, List<Campaign> campaigns) {
		return this.calendars
			.findAll(Visit.owner(request).id(), campaigns.stream().map(Campaign::calendarId).distinct().toList())
			.collectMap(Calendar::id);
	}

	/** Lists a calendar's campaigns, with a form for a new one. */
	public Mono<ServerResponse> open(ServerRequest request) {
		return this.calendar.named(request)
			.flatMap((calendar) -> show(request, HttpStatus.OK, calendar, CampaignForm.empty(), Mistakes.NONE));
	}

	/** Shows the form as it was sent, with its mistakes. */
	Mono<ServerResponse> show(ServerRequest request, HttpStatus status, Calendar calendar, CampaignForm form,
			Mistakes mistakes) {
		return show(request, status, calendar, form, mistakes, null);
	}

	/**
	 * Shows a form that was sent again after it had created a campaign; now it is for
	 * another one.
	 */
	public Mono<ServerResponse> showSpent(ServerRequest request) {
		return Mono.zip(this.calendar.named(request), CampaignForm.parts(request).map(CampaignForm::read))
			.flatMap((found) -> show(request, HttpStatus.CONFLICT, found.getT1(), found.getT2().another(),
					Mistakes.NONE, found.getT2().id()));
	}

	private Mono<ServerResponse> show(ServerRequest request, HttpStatus status, Calendar calendar, CampaignForm form,
			Mistakes mistakes, @Nullable UUID spent) {
		Cursors cursors = Cursors.of(request, Visit.owner(request));
		Position after = cursors.after(Position::new);
		return this.campaigns.list(calendar.owner().id(), calendar.id(), after, ON_A_PAGE + 1)
			.collectList()
			.map((found) -> page(cursors, found))
			.map((page) -> page.map((campaign) -> new Item(campaign, calendar)))
			.map((page) -> new CampaignsPage(calendar, page.items(), after != null, page.nextCursor(), form, mistakes,
					spent))
			.flatMap((page) -> this.views.show(request, status, "campaigns", page));
	}

	private static Paging.Page<Campaign> page(Cursors cursors, List<Campaign> found) {
		return Paging.page(found, ON_A_PAGE, (campaign) -> campaign, (last) -> cursors.at(last.createdAt(), last.id()));
	}

	/** Shows a campaign, and what became of its links. */
	public Mono<ServerResponse> openOne(ServerRequest request) {
		return this.campaigns.find(Visit.owner(request).id(), id(request))
			.switchIfEmpty(Mono.error(CampaignPages::unknown))
			.flatMap((campaign) -> show(request, "campaign", campaign));
	}

	private Mono<ServerResponse> show(ServerRequest request, String template, Campaign campaign) {
		return this.calendars.find(campaign.ownerId(), campaign.calendarId())
			.flatMap((calendar) -> this.views.show(request, template, new Item(campaign, calendar)));
	}

	private static UUID id(ServerRequest request) {
		return Uuids.read(request.pathVariable("id")).orElseThrow(CampaignPages::unknown);
	}

	private static ProblemException unknown() {
		return ProblemException.of(Problem.NOT_FOUND, "You have no such campaign.");
	}

	/** Shows the progress of a campaign, which may not have begun. */
	public Mono<ServerResponse> progress(ServerRequest request) {
		return this.campaigns.findUncounted(Visit.owner(request).id(), id(request))
			.flatMap((campaign) -> show(request, "campaign-progress", campaign))
			.switchIfEmpty(Mono.defer(() -> this.views.show(request, "campaign-waiting", Map.of())));
	}

	public Mono<ServerResponse> confirmRevocation(ServerRequest request) {
		return this.campaigns.findUncounted(Visit.owner(request).id(), id(request))
			.switchIfEmpty(Mono.error(CampaignPages::unknown))
			.flatMap((campaign) -> show(request, "revoke-campaign", campaign));
	}

	public Mono<ServerResponse> confirmArchiving(ServerRequest request) {
		return this.campaigns.findUncounted(Visit.owner(request).id(), id(request))
			.switchIfEmpty(Mono.error(CampaignPages::unknown))
			.flatMap((campaign) -> show(request, "archive-campaign", campaign));
	}

	/** Archives a campaign that is over. */
	public Mono<ServerResponse> archive(ServerRequest request) {
		UUID id = id(request);
		return ArchiveRefusals.refuse(this.campaigns.archive(Visit.owner(request).id(), id))
			.switchIfEmpty(Mono.error(CampaignPages::unknown))
			.flatMap((archived) -> Views.goTo(Notice.CAMPAIGN_ARCHIVED.at(ALL + "/" + id)));
	}

	/** Revokes the links that are not spent. */
	public Mono<ServerResponse> revoke(ServerRequest request) {
		return this.campaigns.revoke(Visit.owner(request).id(), id(request))
			.switchIfEmpty(Mono.error(CampaignPages::unknown))
			.flatMap((campaign) -> Views.goTo(Notice.CAMPAIGN_REVOKED.at(ALL + "/" + campaign.id())));
	}

}
