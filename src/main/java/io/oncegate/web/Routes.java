package io.oncegate.web;

import java.util.List;

import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.RequestPredicate;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

import static org.springframework.web.reactive.function.server.RequestPredicates.methods;
import static org.springframework.web.reactive.function.server.RequestPredicates.path;
import static org.springframework.web.reactive.function.server.RouterFunctions.route;

/** Every address of the gateway. */
@Configuration(proxyBeanMethods = false)
class Routes {

	private final Doors doors;

	private final Visitors visitors;

	private final Mangled mangled;

	Routes(Doors doors, Visitors visitors, Mangled mangled) {
		this.doors = doors;
		this.visitors = visitors;
		this.mangled = mangled;
	}

	/**
	 * One list, as to go from list to list takes its time, and so does each look at a
	 * route: those of the invitees come first.
	 */
	@Bean
	RouterFunction<ServerResponse> addresses(InviteeApi api, Pages pages, DeadLinks dead, AskPages asking,
			ConfirmationPages confirmations, CancelPages cancelling, MovePages moving, Feeds feeds, Assets assets,
			CalendarApi calendars, OneTimeLinkApi links, CampaignApi campaigns, BookingApi bookings, OwnerApi owners,
			Authentication owner, List<RouteGroup> others) {
		RouterFunctions.Builder routes = route();
		addInviteeApi(routes, api);
		addPages(routes, pages, dead, asking);
		addBookingPages(routes, confirmations, cancelling, moving);
		addOtherPages(routes, pages, feeds, assets);
		routes.add(ownerApi(calendars, links, campaigns, bookings, owners, owner));
		others.forEach((group) -> routes.add(group.routes()));
		addMangled(routes, api, pages, dead, confirmations, feeds);
		return routes.build();
	}

	private void addInviteeApi(RouterFunctions.Builder routes, InviteeApi api) {
		String link = "/api/v1/links/{token}";
		String calendar = "/api/v1/public/calendars/{calendar}";
		routes.POST(link + "/redemptions", (request) -> api.book(request, oneTimeLink(request)))
			.route(read(link), (request) -> api.open(request, oneTimeLink(request)))
			.route(read(link + "/slots"), (request) -> api.slots(request, oneTimeLink(request)))
			.route(read(calendar), (request) -> api.open(request, calendar(request)))
			.route(read(calendar + "/slots"), (request) -> api.slots(request, calendar(request)))
			.POST(calendar + "/bookings", (request) -> api.book(request, calendar(request)));
	}

	private void addPages(RouterFunctions.Builder routes, Pages pages, DeadLinks dead, AskPages asking) {
		routes
			.route(read("/l/{token}"),
					this.mangled.orLink("", (request) -> dead.orWhy(request, pages.open(request, visited(request)))))
			.POST("/l/{token}/opened", this.visitors::opened)
			.POST("/l/{token}", (request) -> dead.orWhy(request, pages.book(request, oneTimeLink(request))))
			.route(read("/l/{token}/ask"),
					this.mangled.orLink("/ask", (request) -> asking.open(request, oneTimeLink(request))))
			.POST("/l/{token}/ask", (request) -> asking.ask(request, oneTimeLink(request)))
			.route(read("/s/{slug}"), (request) -> pages.open(request, schedulingLink(request)))
			.POST("/s/{slug}", (request) -> pages.book(request, schedulingLink(request)))
			.route(read("/c/{publicId}"), (request) -> pages.open(request, permanentLink(request)))
			.POST("/c/{publicId}", (request) -> pages.book(request, permanentLink(request)));
	}

	private void addBookingPages(RouterFunctions.Builder routes, ConfirmationPages confirmations,
			CancelPages cancelling, MovePages moving) {
		routes.route(read("/b/{manageToken}"), this.mangled.orBooking("", confirmations::open))
			.route(read("/b/{manageToken}/calendar.ics"),
					this.mangled.orBooking("/calendar.ics", confirmations::calendarFile))
			.route(read("/b/{manageToken}/cancel"), this.mangled.orBooking("/cancel", cancelling::ask))
			.POST("/b/{manageToken}/cancel", cancelling::cancel)
			.route(read("/b/{manageToken}/reschedule"), this.mangled.orBooking("/reschedule", moving::choose))
			.POST("/b/{manageToken}/reschedule", moving::move);
	}

	private static void addOtherPages(RouterFunctions.Builder routes, Pages pages, Feeds feeds, Assets assets) {
		routes.route(read("/problems/{name}"), pages::problem)
			.route(read("/feeds/{file}"), feeds::open)
			.route(read("/assets/{name}"), assets::get)
			.route(read("/embed.js"), (request) -> assets.get(request, "embed.js"))
			.route(read("/"), pages::welcome);
	}

	/** Last of all: addresses to which a mail program has added a slash. */
	private void addMangled(RouterFunctions.Builder routes, InviteeApi api, Pages pages, DeadLinks dead,
			ConfirmationPages confirmations, Feeds feeds) {
		for (String rest : List.of("/", "/{rest:[^a-z]+}")) {
			routes
				.route(read("/l/{token}" + rest),
						(request) -> this.mangled.toLink(request, "",
								(refused) -> dead.orWhy(refused, pages.open(refused, oneTimeLink(refused)))))
				.POST("/l/{token}" + rest, (request) -> dead.orWhy(request, pages.book(request, oneTimeLink(request))))
				.route(read("/b/{manageToken}" + rest),
						(request) -> this.mangled.toBooking(request, "", confirmations::open))
				.route(read("/feeds/{file}" + rest), feeds::open)
				.route(read("/api/v1/links/{token}" + rest), (request) -> api.open(request, oneTimeLink(request)));
		}
	}

	private static RouterFunction<ServerResponse> ownerApi(CalendarApi calendars, OneTimeLinkApi links,
			CampaignApi campaigns, BookingApi bookings, OwnerApi owners, Authentication owner) {
		String calendar = "/api/v1/calendars/{id}";
		return route().route(read("/api/v1/calendars"), calendars::list)
			.POST("/api/v1/calendars", calendars::create)
			.route(read(calendar), calendars::get)
			.PATCH(calendar, calendars::change)
			.DELETE(calendar, calendars::remove)
			.route(read(calendar + "/share"), calendars::share)
			.POST(calendar + "/renew-permanent-link", calendars::renewPermanentLink)
			.route(read(calendar + "/bookings"), bookings::list)
			.route(read(calendar + "/one-time-links"), links::list)
			.POST(calendar + "/one-time-links", links::issue)
			.POST("/api/v1/one-time-links/{id}/revoke", links::revoke)
			.route(read(calendar + "/campaigns"), campaigns::list)
			.POST(calendar + "/campaigns", campaigns::issue)
			.route(read("/api/v1/campaigns/{id}"), campaigns::get)
			.POST("/api/v1/campaigns/{id}/revoke", campaigns::revoke)
			.POST("/api/v1/bookings/{id}/cancel", bookings::cancel)
			.route(read("/api/v1/owner"), owners::get)
			.PATCH("/api/v1/owner", owners::change)
			.POST("/api/v1/owner/api-key", owners::replaceKey)
			.filter(owner)
			.filter(new Parameters())
			.build();
	}

	/** GET, and HEAD by which link scanners look first. */
	private static RequestPredicate read(String pattern) {
		return methods(HttpMethod.GET, HttpMethod.HEAD).and(path(pattern));
	}

	private Mono<Door> visited(ServerRequest request) {
		this.visitors.read(request);
		return oneTimeLink(request);
	}

	private Mono<Door> oneTimeLink(ServerRequest request) {
		return this.doors.oneTimeLink(request.pathVariable("token"));
	}

	private Mono<Door> schedulingLink(ServerRequest request) {
		return framed(request, this.doors.schedulingLink(request.pathVariable("slug")));
	}

	private Mono<Door> permanentLink(ServerRequest request) {
		return framed(request, this.doors.permanentLink(request.pathVariable("publicId")));
	}

	/** Whatever is answered then: the page, the page again, or a problem. */
	private static Mono<Door> framed(ServerRequest request, Mono<Door> door) {
		return door.doOnNext((found) -> found.framing().applyTo(request));
	}

	private Mono<Door> calendar(ServerRequest request) {
		return this.doors.calendar(request.pathVariable("calendar"));
	}

}
