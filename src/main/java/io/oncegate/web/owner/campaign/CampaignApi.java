package io.oncegate.web.owner.campaign;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.oncegate.campaign.Campaign;
import io.oncegate.campaign.Campaign.Funnel;
import io.oncegate.campaign.Campaigns;
import io.oncegate.link.Links.Position;
import io.oncegate.web.http.Cursors;
import io.oncegate.web.http.Paging;
import io.oncegate.web.owner.Authentication;
import io.oncegate.web.owner.CalendarApi;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The owner's campaigns, as JSON. */
@Component
public class CampaignApi {

	private final Campaigns campaigns;

	private final CampaignUploads uploads;

	private final CalendarApi calendars;

	CampaignApi(Campaigns campaigns, CampaignUploads uploads, CalendarApi calendars) {
		this.campaigns = campaigns;
		this.uploads = uploads;
		this.calendars = calendars;
	}

	public Mono<ServerResponse> issue(ServerRequest request) {
		return this.calendars.named(request).flatMap((calendar) -> this.uploads.receive(request, calendar));
	}

	public Mono<ServerResponse> list(ServerRequest request) {
		int limit = Paging.limit(request);
		Cursors cursors = Cursors.of(request, Authentication.owner(request));
		Position after = cursors.after(Position::new);
		return this.calendars.named(request)
			.flatMap((calendar) -> this.campaigns.list(calendar.owner().id(), calendar.id(), after, limit + 1)
				.collectList())
			.map((items) -> Paging.page(items, limit, CampaignView::of,
					(last) -> cursors.at(last.createdAt(), last.id())))
			.flatMap(ServerResponse.ok()::bodyValue);
	}

	public Mono<ServerResponse> get(ServerRequest request) {
		return answer(this.campaigns.find(Authentication.owner(request).id(), CalendarApi.id(request)));
	}

	public Mono<ServerResponse> revoke(ServerRequest request) {
		return answer(this.campaigns.revoke(Authentication.owner(request).id(), CalendarApi.id(request)));
	}

	public Mono<ServerResponse> archive(ServerRequest request) {
		UUID owner = Authentication.owner(request).id();
		UUID id = CalendarApi.id(request);
		return answer(ArchiveRefusals.refuse(this.campaigns.archive(owner, id))
			.flatMap((archived) -> this.campaigns.find(owner, id)));
	}

	private static Mono<ServerResponse> answer(Mono<Campaign> campaign) {
		return campaign.switchIfEmpty(Mono.error(CampaignUploads::unknown))
			.map(CampaignView::of)
			.flatMap(ServerResponse.ok()::bodyValue);
	}

	record CampaignView(UUID id, String name, UUID calendarId, String status, int issued, int granted,
			@JsonUnwrapped @Nullable Funnel funnel, Instant createdAt, @Nullable Instant expiresAt,
			@Nullable Instant archivedAt, @Nullable String failure) {

		static CampaignView of(Campaign campaign) {
			return new CampaignView(campaign.id(), campaign.name(), campaign.calendarId(),
					campaign.status().name().toLowerCase(Locale.ROOT), campaign.links(), campaign.granted(),
					campaign.funnel(), campaign.createdAt(), campaign.expiresAt(), campaign.archivedAt(),
					campaign.failure());
		}

	}

}
