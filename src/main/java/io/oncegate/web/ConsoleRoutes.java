package io.oncegate.web;

import io.oncegate.web.console.BookingExport;
import io.oncegate.web.console.CalendarList;
import io.oncegate.web.console.CalendarPages;
import io.oncegate.web.console.CampaignMaking;
import io.oncegate.web.console.CampaignPages;
import io.oncegate.web.console.ConsoleBookings;
import io.oncegate.web.console.FeedPages;
import io.oncegate.web.console.KeyPages;
import io.oncegate.web.console.LostPages;
import io.oncegate.web.console.NotBookedExport;
import io.oncegate.web.console.ReplaceableResponse;
import io.oncegate.web.console.SettingsPages;
import io.oncegate.web.console.SetupPages;
import io.oncegate.web.console.SignIn;
import io.oncegate.web.console.SignedIn;
import io.oncegate.web.console.WayBack;
import io.oncegate.web.http.Audience;
import io.oncegate.web.http.Problem;
import io.oncegate.web.http.ProblemException;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

import static io.oncegate.web.http.Kind.ATTEMPT;
import static io.oncegate.web.http.Kind.CAMPAIGN;
import static io.oncegate.web.http.Kind.CHANGE;
import static io.oncegate.web.http.Kind.EXPORT;
import static io.oncegate.web.http.Kind.OPENING;
import static io.oncegate.web.http.Kind.UPLOADED_FORM;

/** All addresses of the console. */
@Component
class ConsoleRoutes {

	static final String CALENDAR = "/console/calendars/{id}";

	private final SignIn signIn;

	private final SignedIn signedIn;

	private final CalendarList calendars;

	private final SetupPages setup;

	private final CalendarPages calendar;

	private final ConsoleLinkRoutes links;

	private final CampaignPages campaigns;

	private final CampaignMaking making;

	private final NotBookedExport notBooked;

	private final ConsoleBookings bookings;

	private final BookingExport export;

	private final FeedPages feeds;

	private final LostPages lost;

	private final SettingsPages settings;

	private final KeyPages keys;

	ConsoleRoutes(SignIn signIn, SignedIn signedIn, CalendarList calendars, SetupPages setup, CalendarPages calendar,
			ConsoleLinkRoutes links, CampaignPages campaigns, CampaignMaking making, NotBookedExport notBooked,
			ConsoleBookings bookings, BookingExport export, FeedPages feeds, LostPages lost, SettingsPages settings,
			KeyPages keys) {
		this.signIn = signIn;
		this.signedIn = signedIn;
		this.calendars = calendars;
		this.setup = setup;
		this.calendar = calendar;
		this.links = links;
		this.campaigns = campaigns;
		this.making = making;
		this.notBooked = notBooked;
		this.bookings = bookings;
		this.export = export;
		this.feeds = feeds;
		this.lost = lost;
		this.settings = settings;
		this.keys = keys;
	}

	void addTo(Addresses addresses) {
		addresses.group(Audience.OWNERS)
			.read(OPENING, WayBack.SIGN_IN, this.signIn::open)
			.post(ATTEMPT, WayBack.SIGN_IN, this.signIn::signIn)
			.read(OPENING, KeyPages.FRESH, this.keys::show);
		Addresses.Group routes = addresses.group(Audience.OWNERS, this.signedIn);
		addCalendars(routes);
		this.links.addTo(routes);
		addCampaigns(routes);
		addBookings(routes);
		addSettings(routes);
		routes.read(OPENING, "/console/**", ConsoleRoutes::nothing);
		addresses.group(Audience.OWNERS).change(ATTEMPT, "/console/**", ConsoleRoutes::nothing);
	}

	private static Mono<ServerResponse> nothing(ServerRequest request) {
		return Mono.error(ProblemException.of(Problem.NOT_FOUND));
	}

	private void addCalendars(Addresses.Group routes) {
		routes.post(CHANGE, "/console/sign-out", this.signIn::signOut)
			.read(OPENING, "/console", this.calendars::open)
			.post(CHANGE, "/console", this.setup::begin)
			.read(OPENING, "/console/calendars/new", this.calendar::openNew)
			.post(CHANGE, "/console/calendars/new", this.calendar::add)
			.post(CHANGE, "/console/calendars/preview", this.calendar::preview)
			.read(OPENING, CALENDAR + "/edit", this.calendar::open)
			.post(CHANGE, CALENDAR + "/edit", this.calendar::save)
			.post(CHANGE, CALENDAR + "/switch", this.calendar::turn)
			.read(OPENING, CALENDAR + "/remove", this.calendar::confirmRemoval)
			.post(CHANGE, CALENDAR + "/remove", this.calendar::remove);
	}

	private void addCampaigns(Addresses.Group routes) {
		String campaign = "/console/campaigns/{id}";
		routes.read(OPENING, CALENDAR + "/campaigns", this.campaigns::open)
			.post(UPLOADED_FORM, CALENDAR + "/campaigns", this::makeCampaign)
			.read(OPENING, "/console/campaigns", this.campaigns::openAll)
			.read(OPENING, campaign, this.campaigns::openOne)
			.read(OPENING, campaign + "/progress", this.campaigns::progress)
			.read(EXPORT, campaign + "/not-booked.csv", this.notBooked::of)
			.read(OPENING, campaign + "/revoke", this.campaigns::confirmRevocation)
			.post(CAMPAIGN, campaign + "/revoke", this.campaigns::revoke)
			.read(OPENING, campaign + "/archive", this.campaigns::confirmArchiving)
			.post(CAMPAIGN, campaign + "/archive", this.campaigns::archive);
	}

	private Mono<ServerResponse> makeCampaign(ServerRequest request) {
		return this.making.make(request)
			.map((made) -> new ReplaceableResponse(made, ConsoleRoutes::isConflict,
					Mono.defer(() -> this.campaigns.showSpent(request))));
	}

	private static boolean isConflict(Throwable fault) {
		return fault instanceof ProblemException problem && problem.problem() == Problem.CONFLICT;
	}

	private void addBookings(Addresses.Group routes) {
		String booking = "/console/bookings/{id}";
		routes.read(OPENING, CALENDAR + "/bookings", this.bookings::open)
			.read(EXPORT, CALENDAR + "/bookings.csv", this.export::ofOne)
			.read(OPENING, CALENDAR + "/feed", this.feeds::confirmRenewal)
			.post(CHANGE, CALENDAR + "/feed", this.feeds::renew)
			.read(OPENING, "/console/bookings", this.bookings::openAll)
			.read(EXPORT, "/console/bookings.csv", this.export::ofAll)
			.read(OPENING, booking, this.bookings::openOne)
			.read(OPENING, booking + "/cancel", this.bookings::confirmCancellation)
			.post(CHANGE, booking + "/cancel", this.bookings::cancel)
			.read(OPENING, LostPages.ADDRESS, this.lost::open)
			.post(CHANGE, LostPages.ADDRESS, this.lost::tell);
	}

	private void addSettings(Addresses.Group routes) {
		routes.read(OPENING, SettingsPages.ADDRESS, this.settings::open)
			.post(CHANGE, SettingsPages.ADDRESS, this.settings::save)
			.read(OPENING, KeyPages.ADDRESS, this.keys::confirm)
			.post(CHANGE, KeyPages.ADDRESS, this.keys::replace);
	}

}
