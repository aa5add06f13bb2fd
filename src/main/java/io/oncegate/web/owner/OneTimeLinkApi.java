package io.oncegate.web.owner;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.oncegate.campaign.IssuedLink;
import io.oncegate.campaign.OneTimeLinks;
import io.oncegate.link.LinkStatus;
import io.oncegate.link.Links.Position;
import io.oncegate.link.OneTimeLink;
import io.oncegate.link.Recipient;
import io.oncegate.web.http.Body;
import io.oncegate.web.http.Cursors;
import io.oncegate.web.http.Paging;
import io.oncegate.web.http.Problem;
import io.oncegate.web.http.ProblemException;
import io.oncegate.web.http.PublicUrl;
import io.oncegate.web.http.Uuids;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The owner's one-time links, as JSON. */
@Component
public class OneTimeLinkApi {

	private final OneTimeLinks links;

	private final OwnedLinks owned;

	private final CalendarApi calendars;

	private final PublicUrl publicUrl;

	private final Body body;

	OneTimeLinkApi(OneTimeLinks links, OwnedLinks owned, CalendarApi calendars, PublicUrl publicUrl, Body body) {
		this.links = links;
		this.owned = owned;
		this.calendars = calendars;
		this.publicUrl = publicUrl;
		this.body = body;
	}

	public Mono<ServerResponse> issue(ServerRequest request) {
		return Mono.zip(this.calendars.named(request), this.body.read(request, NewLinkBody.class))
			.flatMap((found) -> this.owned.issue(found.getT1(), found.getT2()))
			.flatMap((issued) -> ServerResponse.status(HttpStatus.CREATED).bodyValue(issued(issued)));
	}

	private IssuedView issued(IssuedLink issued) {
		OneTimeLink link = issued.link();
		return new IssuedView(link.id(), this.publicUrl.of(issued.token()), name(link.status()), link.createdAt(),
				link.expiresAt());
	}

	public Mono<ServerResponse> list(ServerRequest request) {
		int limit = Paging.limit(request);
		LinkStatus status = status(request);
		UUID campaignId = campaignId(request);
		Cursors cursors = Cursors.of(request, Authentication.owner(request), status, campaignId);
		Position after = cursors.after(Position::new);
		return this.calendars.named(request)
			.flatMap((calendar) -> this.links.page(calendar.owner().id(), calendar.id(), status, campaignId, after,
					limit))
			.map((found) -> Paging.page(found.links(), this::view, found.next(),
					(next) -> cursors.at(next.createdAt(), next.id())))
			.flatMap(ServerResponse.ok()::bodyValue);
	}

	private static @Nullable LinkStatus status(ServerRequest request) {
		return request.queryParam("status")
			.filter((text) -> !text.isEmpty())
			.map((text) -> Arrays.stream(LinkStatus.values())
				.filter((status) -> name(status).equals(text))
				.findFirst()
				.orElseThrow(() -> ProblemException.invalid("status",
						"must be active, claimed, redeemed, expired or revoked")))
			.orElse(null);
	}

	private static @Nullable UUID campaignId(ServerRequest request) {
		return request.queryParam("campaignId")
			.map((text) -> Uuids.read(text)
				.orElseThrow(() -> ProblemException.invalid("campaignId", "must be the id of a campaign")))
			.orElse(null);
	}

	public Mono<ServerResponse> revoke(ServerRequest request) {
		return this.links.revoke(Authentication.owner(request).id(), CalendarApi.id(request))
			.switchIfEmpty(Mono.error(() -> ProblemException.of(Problem.NOT_FOUND, "You have no such link.")))
			.flatMap((link) -> (link.status() == LinkStatus.REVOKED) ? ServerResponse.ok().bodyValue(view(link))
					: Mono.error(ProblemException.of(Problem.CONFLICT, "The link is spent: there is a booking.")));
	}

	private LinkView view(OneTimeLink link) {
		return new LinkView(link.id(), name(link.status()), link.recipient(), link.createdAt(), link.expiresAt(),
				link.openedAt(), link.redeemedAt(), link.bookingId(), link.campaignId(), link.inPlaceOf(),
				link.metadata());
	}

	private static String name(LinkStatus status) {
		return status.name().toLowerCase(Locale.ROOT);
	}

	record IssuedView(UUID id, String url, String status, Instant createdAt, @Nullable Instant expiresAt) {

	}

	record LinkView(UUID id, String status, @Nullable Recipient recipient, Instant createdAt,
			@Nullable Instant expiresAt, @Nullable Instant openedAt, @Nullable Instant redeemedAt,
			@Nullable UUID bookingId, @Nullable UUID campaignId, @Nullable UUID inPlaceOf,
			@JsonRawValue @Nullable String metadata) {

	}

}
