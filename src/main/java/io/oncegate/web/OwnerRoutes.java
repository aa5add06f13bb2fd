package io.oncegate.web;

import io.oncegate.web.http.Audience;
import io.oncegate.web.http.Body;
import io.oncegate.web.http.Parameters;
import io.oncegate.web.owner.Authentication;
import io.oncegate.web.owner.BookingApi;
import io.oncegate.web.owner.CalendarApi;
import io.oncegate.web.owner.OneTimeLinkApi;
import io.oncegate.web.owner.OwnerApi;
import io.oncegate.web.owner.campaign.CampaignApi;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

import static io.oncegate.web.http.Kind.CAMPAIGN;
import static io.oncegate.web.http.Kind.CHANGE;
import static io.oncegate.web.http.Kind.OPENING;
import static io.oncegate.web.http.Kind.UPLOAD;

/** The addresses of the owner's API. */
@Component
class OwnerRoutes {

	private final Authentication authentication;

	private final CalendarApi calendars;

	private final OneTimeLinkApi links;

	private final CampaignApi campaigns;

	private final BookingApi bookings;

	private final OwnerApi owners;

	private final Body body;

	OwnerRoutes(Authentication authentication, CalendarApi calendars, OneTimeLinkApi links, CampaignApi campaigns,
			BookingApi bookings, OwnerApi owners, Body body) {
		this.authentication = authentication;
		this.calendars = calendars;
		this.links = links;
		this.campaigns = campaigns;
		this.bookings = bookings;
		this.owners = owners;
		this.body = body;
	}

	void addTo(Addresses addresses) {
		String calendar = "/api/v1/calendars/{id}";
		addresses.group(Audience.OWNERS_PROGRAMS, this.authentication.andThen(new Parameters()))
			.read(OPENING, "/api/v1/calendars", this.calendars::list)
			.post(CHANGE, "/api/v1/calendars", this.calendars::create)
			.read(OPENING, calendar, this.calendars::get)
			.patch(CHANGE, calendar, this.calendars::change)
			.delete(CHANGE, calendar, this.calendars::remove)
			.read(OPENING, calendar + "/share", this.calendars::share)
			.post(CHANGE, calendar + "/renew-permanent-link", withoutFields(this.calendars::renewPermanentLink))
			.read(OPENING, calendar + "/bookings", this.bookings::list)
			.read(OPENING, calendar + "/one-time-links", this.links::list)
			.post(CHANGE, calendar + "/one-time-links", this.links::issue)
			.post(CHANGE, "/api/v1/one-time-links/{id}/revoke", withoutFields(this.links::revoke))
			.read(OPENING, calendar + "/campaigns", this.campaigns::list)
			.post(UPLOAD, calendar + "/campaigns", this.campaigns::issue)
			.read(OPENING, "/api/v1/campaigns/{id}", this.campaigns::get)
			.post(CAMPAIGN, "/api/v1/campaigns/{id}/revoke", withoutFields(this.campaigns::revoke))
			.post(CAMPAIGN, "/api/v1/campaigns/{id}/archive", withoutFields(this.campaigns::archive))
			.post(CHANGE, "/api/v1/bookings/{id}/cancel", this.bookings::cancel)
			.read(OPENING, "/api/v1/owner", this.owners::get)
			.patch(CHANGE, "/api/v1/owner", this.owners::change)
			.post(CHANGE, "/api/v1/owner/api-key", this.owners::replaceKey);
	}

	/** Refuses fields sent to an operation that takes none. */
	private HandlerFunction<ServerResponse> withoutFields(HandlerFunction<ServerResponse> handler) {
		return (request) -> this.body.readNothing(request).then(Mono.defer(() -> handler.handle(request)));
	}

}
