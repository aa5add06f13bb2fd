package io.oncegate.web;

import java.util.List;

import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

import static io.oncegate.web.Kind.ATTEMPT;
import static io.oncegate.web.Kind.CAMPAIGN;
import static io.oncegate.web.Kind.CHANGE;
import static io.oncegate.web.Kind.NOTE;
import static io.oncegate.web.Kind.OPENING;
import static io.oncegate.web.Kind.UPLOAD;

/** Every address of the gateway. */
@Configuration(proxyBeanMethods = false)
class Routes {

	private final Doors doors;

	private final Visitors visitors;

	private final Mangled mangled;

	private final BookingAllowance allowance;

	private final Body body;

	Routes(Doors doors, Visitors visitors, Mangled mangled, BookingAllowance allowance, Body body) {
		this.doors = doors;
		this.visitors = visitors;
		this.mangled = mangled;
		this.allowance = allowance;
		this.body = body;
	}

	/** Each look at an address takes its time: those of the invitees come first. */
	@Bean
	Addresses addresses(InviteeApi api, Pages pages, DeadLinks dead, AskPages asking, ConfirmationPages confirmations,
			CancelPages cancelling, MovePages moving, Feeds feeds, Assets assets, CalendarApi calendars,
			OneTimeLinkApi links, CampaignApi campaigns, BookingApi bookings, OwnerApi owners, Authentication owner,
			ApiDocs docs, List<RouteGroup> others) {
		Addresses addresses = new Addresses();
		addInviteeApi(addresses.group(Audience.PROGRAMS), api);
		addPages(addresses, pages, dead, asking);
		addBookingPages(addresses.group(Audience.PEOPLE_IN_FRAMES), confirmations, cancelling, moving);
		addOtherPages(addresses.group(Audience.PEOPLE), pages, feeds, assets);
		addOwnerApi(addresses.group(Audience.OWNERS_PROGRAMS, owner.andThen(new Parameters())), calendars, links,
				campaigns, bookings, owners);
		addDocs(addresses, docs);
		others.forEach((group) -> group.addTo(addresses));
		addMangled(addresses, api, pages, dead, confirmations, feeds);
		addMangledPages(addresses, asking, confirmations, cancelling, moving);
		return addresses;
	}

	private void addInviteeApi(Addresses.Group routes, InviteeApi api) {
		String link = "/api/v1/links/{token}";
		String calendar = "/api/v1/public/calendars/{calendar}";
		routes.post(ATTEMPT, link + "/redemptions", (request) -> api.book(request, oneTimeLink(request)))
			.read(OPENING, link, (request) -> api.open(request, oneTimeLink(request)))
			.read(OPENING, link + "/slots", (request) -> api.slots(request, oneTimeLink(request)))
			.read(OPENING, calendar, (request) -> api.open(request, calendar(request)))
			.read(OPENING, calendar + "/slots", (request) -> api.slots(request, calendar(request)))
			.post(ATTEMPT, calendar + "/bookings", (request) -> api.book(request, calendar(request)));
	}

	private void addPages(Addresses addresses, Pages pages, DeadLinks dead, AskPages asking) {
		addresses.group(Audience.PEOPLE)
			.read(OPENING, "/l/{token}",
					this.mangled.orLink("", (request) -> dead.orWhy(request, pages.open(request, visited(request)))))
			.post(NOTE, "/l/{token}/opened", this.visitors::opened)
			.post(ATTEMPT, "/l/{token}", (request) -> dead.orWhy(request, pages.book(request, oneTimeLink(request))))
			.read(OPENING, "/l/{token}/ask",
					this.mangled.orLink("/ask", (request) -> asking.open(request, oneTimeLink(request))))
			.post(ATTEMPT, "/l/{token}/ask", (request) -> asking.ask(request, oneTimeLink(request)));
		addresses.group(Audience.PEOPLE_IN_FRAMES)
			.read(OPENING, "/s/{slug}",
					Mangled.orCalendar("slug", this::schedulingLink,
							(request) -> pages.open(request, schedulingLink(request))))
			.post(ATTEMPT, "/s/{slug}", (request) -> pages.book(request, schedulingLink(request)))
			.read(OPENING, "/c/{publicId}",
					Mangled.orCalendar("publicId", this::permanentLink,
							(request) -> pages.open(request, permanentLink(request))))
			.post(ATTEMPT, "/c/{publicId}", (request) -> pages.book(request, permanentLink(request)));
	}

	private void addBookingPages(Addresses.Group routes, ConfirmationPages confirmations, CancelPages cancelling,
			MovePages moving) {
		routes.read(OPENING, "/b/{manageToken}", this.mangled.orBooking("", confirmations::open))
			.read(OPENING, "/b/{manageToken}/calendar.ics",
					this.mangled.orBooking("/calendar.ics", confirmations::calendarFile))
			.read(OPENING, "/b/{manageToken}/cancel", this.mangled.orBooking("/cancel", cancelling::ask))
			.post(ATTEMPT, "/b/{manageToken}/cancel", cancelling::cancel)
			.read(OPENING, "/b/{manageToken}/reschedule", this.mangled.orBooking("/reschedule", moving::choose))
			.post(ATTEMPT, "/b/{manageToken}/reschedule", moving::move);
	}

	private static void addOtherPages(Addresses.Group routes, Pages pages, Feeds feeds, Assets assets) {
		routes.read(OPENING, "/problems/{name}", pages::problem)
			.read(OPENING, "/feeds/{file}", feeds::open)
			.read(OPENING, "/assets/{name}", assets::get)
			.read(OPENING, "/embed.js", (request) -> assets.get(request, "embed.js"))
			.read(OPENING, "/", pages::welcome);
	}

	/** Last of all: addresses to which a mail program has added a slash, or more. */
	private void addMangled(Addresses addresses, InviteeApi api, Pages pages, DeadLinks dead,
			ConfirmationPages confirmations, Feeds feeds) {
		for (String rest : List.of("/", "/{rest:[^a-z]+}")) {
			addresses.group(Audience.PEOPLE)
				.read(OPENING, "/l/{token}" + rest,
						(request) -> this.mangled.toLink(request, "",
								(refused) -> dead.orWhy(refused, pages.open(refused, oneTimeLink(refused)))))
				.post(ATTEMPT, "/l/{token}" + rest,
						(request) -> dead.orWhy(request, pages.book(request, oneTimeLink(request))))
				.read(OPENING, "/feeds/{file}" + rest, feeds::open);
			addresses.group(Audience.PEOPLE_IN_FRAMES)
				.read(OPENING, "/b/{manageToken}" + rest,
						(request) -> this.mangled.toBooking(request, "", confirmations::open))
				.read(OPENING, "/s/{slug}" + rest,
						(request) -> Mangled.toCalendar(request, "slug", this::schedulingLink))
				.read(OPENING, "/c/{publicId}" + rest,
						(request) -> Mangled.toCalendar(request, "publicId", this::permanentLink));
			addresses.group(Audience.PROGRAMS)
				.read(OPENING, "/api/v1/links/{token}" + rest, (request) -> api.open(request, oneTimeLink(request)));
		}
	}

	private void addMangledPages(Addresses addresses, AskPages asking, ConfirmationPages confirmations,
			CancelPages cancelling, MovePages moving) {
		for (String rest : List.of("/", "/{rest:[^a-z]+}", "{rest:[^a-z]+}")) {
			addresses.group(Audience.PEOPLE)
				.read(OPENING, "/l/{token}/ask" + rest, (request) -> this.mangled.toLink(request, "/ask",
						(refused) -> asking.open(refused, oneTimeLink(refused))));
			addresses.group(Audience.PEOPLE_IN_FRAMES)
				.read(OPENING, "/b/{manageToken}/calendar.ics" + rest,
						(request) -> this.mangled.toBooking(request, "/calendar.ics", confirmations::calendarFile))
				.read(OPENING, "/b/{manageToken}/cancel" + rest,
						(request) -> this.mangled.toBooking(request, "/cancel", cancelling::ask))
				.read(OPENING, "/b/{manageToken}/reschedule" + rest,
						(request) -> this.mangled.toBooking(request, "/reschedule", moving::choose));
		}
	}

	private void addOwnerApi(Addresses.Group routes, CalendarApi calendars, OneTimeLinkApi links, CampaignApi campaigns,
			BookingApi bookings, OwnerApi owners) {
		String calendar = "/api/v1/calendars/{id}";
		routes.read(OPENING, "/api/v1/calendars", calendars::list)
			.post(CHANGE, "/api/v1/calendars", calendars::create)
			.read(OPENING, calendar, calendars::get)
			.patch(CHANGE, calendar, calendars::change)
			.delete(CHANGE, calendar, calendars::remove)
			.read(OPENING, calendar + "/share", calendars::share)
			.post(CHANGE, calendar + "/renew-permanent-link", withoutFields(calendars::renewPermanentLink))
			.read(OPENING, calendar + "/bookings", bookings::list)
			.read(OPENING, calendar + "/one-time-links", links::list)
			.post(CHANGE, calendar + "/one-time-links", links::issue)
			.post(CHANGE, "/api/v1/one-time-links/{id}/revoke", withoutFields(links::revoke))
			.read(OPENING, calendar + "/campaigns", campaigns::list)
			.post(UPLOAD, calendar + "/campaigns", campaigns::issue)
			.read(OPENING, "/api/v1/campaigns/{id}", campaigns::get)
			.post(CAMPAIGN, "/api/v1/campaigns/{id}/revoke", withoutFields(campaigns::revoke))
			.post(CHANGE, "/api/v1/bookings/{id}/cancel", bookings::cancel)
			.read(OPENING, "/api/v1/owner", owners::get)
			.patch(CHANGE, "/api/v1/owner", owners::change)
			.post(CHANGE, "/api/v1/owner/api-key", owners::replaceKey);
	}

	private static void addDocs(Addresses addresses, ApiDocs docs) {
		addresses.group(Audience.PROGRAMS).read(OPENING, "/api/openapi.json", docs::document);
		addresses.group(Audience.PEOPLE).read(OPENING, "/api/docs", docs::page);
	}

	/** What is sent where nothing is asked for is refused, too. */
	private HandlerFunction<ServerResponse> withoutFields(HandlerFunction<ServerResponse> handler) {
		return (request) -> this.body.readNothing(request).then(Mono.defer(() -> handler.handle(request)));
	}

	private Mono<Door> visited(ServerRequest request) {
		this.visitors.read(request);
		return oneTimeLink(request);
	}

	private Mono<Door> oneTimeLink(ServerRequest request) {
		return this.doors.oneTimeLink(request.pathVariable("token"));
	}

	private Mono<Door> schedulingLink(ServerRequest request) {
		return framed(request, this.doors.schedulingLink(Mangled.word(request, "slug")));
	}

	private Mono<Door> permanentLink(ServerRequest request) {
		return framed(request, this.doors.permanentLink(Mangled.word(request, "publicId")));
	}

	/** Whatever is answered then: the page, the page again, or a problem. */
	private Mono<Door> framed(ServerRequest request, Mono<Door> door) {
		return door.doOnNext((found) -> found.framing().applyTo(request))
			.map((found) -> this.allowance.within(request, found));
	}

	private Mono<Door> calendar(ServerRequest request) {
		return this.doors.calendar(Mangled.word(request, "calendar"))
			.map((found) -> this.allowance.within(request, found));
	}

}
