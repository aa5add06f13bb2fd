package io.oncegate.web;

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
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The owner's one-time links, as JSON. */
@Component
class OneTimeLinkApi {

	/** The most characters of a link's metadata. */
	static final int MOST_METADATA = 4096;

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

	Mono<ServerResponse> issue(ServerRequest request) {
		return Mono.zip(this.calendars.named(request), this.body.read(request, NewLinkBody.class))
			.flatMap((found) -> this.owned.issue(found.getT1(), found.getT2()))
			.flatMap((issued) -> ServerResponse.status(HttpStatus.CREATED).bodyValue(issued(issued)));
	}

	private IssuedView issued(IssuedLink issued) {
		OneTimeLink link = issued.link();
		return new IssuedView(link.id(), this.publicUrl.of(issued.token()), name(link.status()), link.createdAt(),
				link.expiresAt());
	}

	Mono<ServerResponse> list(ServerRequest request) {
		int limit = Paging.limit(request);
		Position after = Paging.after(request, Position::new);
		LinkStatus status = status(request);
		UUID campaignId = campaignId(request);
		return this.calendars.named(request)
			.flatMap((calendar) -> this.links.list(calendar.id(), status, campaignId, after, limit + 1).collectList())
			.map((items) -> Paging.page(items, limit, this::view, (last) -> Paging.cursor(last.createdAt(), last.id())))
			.map((page) -> page.only((link) -> status == null || link.status().equals(name(status))))
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
		try {
			return request.queryParam("campaignId").map(UUID::fromString).orElse(null);
		}
		catch (IllegalArgumentException ex) {
			throw ProblemException.invalid("campaignId", "must be the id of a campaign");
		}
	}

	Mono<ServerResponse> revoke(ServerRequest request) {
		return this.links.revoke(Authentication.owner(request).id(), CalendarApi.id(request))
			.switchIfEmpty(Mono.error(() -> ProblemException.of(Problem.NOT_FOUND, "You have no such link.")))
			.flatMap((link) -> (link.status() == LinkStatus.REVOKED) ? ServerResponse.ok().bodyValue(view(link))
					: Mono.error(ProblemException.of(Problem.CONFLICT,
							(link.status() == LinkStatus.REDEEMED) ? "The link is spent: there is a booking."
									: "Somebody is booking with the link at this moment. Try again.")));
	}

	private LinkView view(OneTimeLink link) {
		return new LinkView(link.id(), name(link.status()), link.recipient(), link.createdAt(), link.expiresAt(),
				link.openedAt(), link.redeemedAt(), link.bookingId(), link.campaignId(), link.inPlaceOf(),
				link.metadata());
	}

	/** Reads when links expire. */
	static @Nullable Instant expiry(@Nullable String text, Instant now) {
		Instant expiry = (text != null) ? RedemptionBody.instant("expiresAt", text) : null;
		if (expiry != null && !expiry.isAfter(now)) {
			throw ProblemException.invalid("expiresAt", "must be in the future");
		}
		return expiry;
	}

	private static String name(LinkStatus status) {
		return status.name().toLowerCase(Locale.ROOT);
	}

	record NewLinkBody(@Valid @Nullable RecipientBody recipient, @Nullable String expiresAt,
			@Nullable JsonNode metadata) {

		@Nullable Recipient toRecipient() {
			return (this.recipient != null) ? new Recipient(Text.tidy(this.recipient.name()),
					Text.tidy(this.recipient.email()), Text.tidy(this.recipient.reference())) : null;
		}

		@Nullable Instant toExpiry(Instant now) {
			return expiry(this.expiresAt, now);
		}

	}

	record RecipientBody(@PlainText(max = 200) @Nullable String name,
			@PlainText(max = 254) @Email(message = "is not an e-mail address") @Nullable String email,
			@PlainText(max = 200) @Nullable String reference) {

	}

	record IssuedView(UUID id, String url, String status, Instant createdAt, @Nullable Instant expiresAt) {

	}

	record LinkView(UUID id, String status, @Nullable Recipient recipient, Instant createdAt,
			@Nullable Instant expiresAt, @Nullable Instant openedAt, @Nullable Instant redeemedAt,
			@Nullable UUID bookingId, @Nullable UUID campaignId, @Nullable UUID inPlaceOf,
			@JsonRawValue @Nullable String metadata) {

	}

}
