package io.oncegate.web.console;

import io.oncegate.web.Problem;
import io.oncegate.web.ProblemException;
import io.oncegate.web.RouteGroup;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.RequestPredicate;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

import static org.springframework.web.reactive.function.server.RequestPredicates.contentType;
import static org.springframework.web.reactive.function.server.RequestPredicates.methods;
import static org.springframework.web.reactive.function.server.RequestPredicates.path;
import static org.springframework.web.reactive.function.server.RouterFunctions.route;

/** Every address of the console. */
@Component
class ConsoleRoutes implements RouteGroup {

	private final SignIn signIn;

	private final SignedIn signedIn;

	private final CalendarList calendars;

	private final CalendarPages calendar;

	private final LinkRoutes links;

	private final CampaignPages campaigns;

	private final CampaignMaking making;

	private final ConsoleBookings bookings;

	private final BookingExport export;

	private final FeedPages feeds;

	private final SettingsPages settings;

	private final KeyPages keys;

	ConsoleRoutes(SignIn signIn, SignedIn signedIn, CalendarList calendars, CalendarPages calendar, LinkRoutes links,
			CampaignPages campaigns, CampaignMaking making, ConsoleBookings bookings, BookingExport export,
			FeedPages feeds, SettingsPages settings, KeyPages keys) {
		this.signIn = signIn;
		this.signedIn = signedIn;
		this.calendars = calendars;
		this.calendar = calendar;
		this.links = links;
		this.campaigns = campaigns;
		this.making = making;
		this.bookings = bookings;
		this.export = export;
		this.feeds = feeds;
		this.settings = settings;
		this.keys = keys;
	}

	@Override
	public RouterFunction<ServerResponse> routes() {
		return route().route(read(WayBack.SIGN_IN), this.signIn::open)
			.POST(WayBack.SIGN_IN, contentType(MediaType.APPLICATION_FORM_URLENCODED), this.signIn::signIn)
			.add(forOwners())
			.build();
	}

	private RouterFunction<ServerResponse> forOwners() {
		String calendar = "/console/calendars/{id}";
		return route().POST("/console/sign-out", this.signIn::signOut)
			.route(read("/console"), this.calendars::open)
			.route(read("/console/calendars/new"), this.calendar::openNew)
			.POST("/console/calendars/new", this.calendar::add)
			.POST("/console/calendars/preview", this.calendar::preview)
			.route(read(calendar + "/edit"), this.calendar::open)
			.POST(calendar + "/edit", this.calendar::save)
			.POST(calendar + "/switch", this.calendar::turn)
			.route(read(calendar + "/remove"), this.calendar::confirmRemoval)
			.POST(calendar + "/remove", this.calendar::remove)
			.add(this.links.routes())
			.add(campaigns(calendar))
			.add(bookings(calendar))
			.add(settings())
			.route(path("/console/**"), (request) -> Mono.error(ProblemException.of(Problem.NOT_FOUND)))
			.filter(this.signedIn)
			.build();
	}

	private RouterFunction<ServerResponse> campaigns(String calendar) {
		String campaign = "/console/campaigns/{id}";
		return route().route(read(calendar + "/campaigns"), this.campaigns::open)
			.POST(calendar + "/campaigns", this::makeCampaign)
			.route(read("/console/campaigns"), this.campaigns::openAll)
			.route(read(campaign), this.campaigns::openOne)
			.route(read(campaign + "/progress"), this.campaigns::progress)
			.route(read(campaign + "/withdraw"), this.campaigns::confirmWithdrawal)
			.POST(campaign + "/withdraw", this.campaigns::withdraw)
			.build();
	}

	private Mono<ServerResponse> makeCampaign(ServerRequest request) {
		return this.making.make(request)
			.map((made) -> new ReplaceableResponse(made, ConsoleRoutes::isConflict,
					Mono.defer(() -> this.campaigns.showSpent(request))));
	}

	private static boolean isConflict(Throwable fault) {
		return fault instanceof ProblemException problem && problem.problem() == Problem.CONFLICT;
	}

	private RouterFunction<ServerResponse> bookings(String calendar) {
		String booking = "/console/bookings/{id}";
		return route().route(read(calendar + "/bookings"), this.bookings::open)
			.route(read(calendar + "/bookings.csv"), this.export::ofOne)
			.route(read(calendar + "/feed"), this.feeds::confirmRenewal)
			.POST(calendar + "/feed", this.feeds::renew)
			.route(read("/console/bookings"), this.bookings::openAll)
			.route(read("/console/bookings.csv"), this.export::ofAll)
			.route(read(booking), this.bookings::openOne)
			.route(read(booking + "/cancel"), this.bookings::confirmCancellation)
			.POST(booking + "/cancel", this.bookings::cancel)
			.build();
	}

	private RouterFunction<ServerResponse> settings() {
		return route().route(read(SettingsPages.ADDRESS), this.settings::open)
			.POST(SettingsPages.ADDRESS, this.settings::save)
			.route(read(KeyPages.ADDRESS), this.keys::confirm)
			.POST(KeyPages.ADDRESS, this.keys::replace)
			.route(read(KeyPages.FRESH), this.keys::show)
			.build();
	}

	static RequestPredicate read(String pattern) {
		return methods(HttpMethod.GET, HttpMethod.HEAD).and(path(pattern));
	}

}
