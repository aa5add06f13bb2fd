package io.oncegate.web;

import java.util.List;

import io.oncegate.web.http.Audience;
import io.oncegate.web.invitee.AskPages;
import io.oncegate.web.invitee.BookingAllowance;
import io.oncegate.web.invitee.CancelPages;
import io.oncegate.web.invitee.ConfirmationPages;
import io.oncegate.web.invitee.DeadLinks;
import io.oncegate.web.invitee.Door;
import io.oncegate.web.invitee.Door.Opening;
import io.oncegate.web.invitee.Doors;
import io.oncegate.web.invitee.InviteeApi;
import io.oncegate.web.invitee.InviteePages;
import io.oncegate.web.invitee.Mangled;
import io.oncegate.web.invitee.ReschedulePages;
import io.oncegate.web.invitee.Visitors;
import io.oncegate.web.owner.Feeds;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;

import static io.oncegate.web.http.Kind.ATTEMPT;
import static io.oncegate.web.http.Kind.NOTE;
import static io.oncegate.web.http.Kind.OPENING;

/** The addresses of links, and of the bookings made with them. */
@Component
class InviteeRoutes {

	private final InviteeApi api;

	private final InviteePages pages;

	private final DeadLinks dead;

	private final AskPages asking;

	private final ConfirmationPages confirmations;

	private final CancelPages cancelling;

	private final ReschedulePages rescheduling;

	private final Feeds feeds;

	private final Doors doors;

	private final Visitors visitors;

	private final Mangled mangled;

	private final BookingAllowance allowance;

	InviteeRoutes(InviteeApi api, InviteePages pages, DeadLinks dead, AskPages asking, ConfirmationPages confirmations,
			CancelPages cancelling, ReschedulePages rescheduling, Feeds feeds, Doors doors, Visitors visitors,
			Mangled mangled, BookingAllowance allowance) {
		this.api = api;
		this.pages = pages;
		this.dead = dead;
		this.asking = asking;
		this.confirmations = confirmations;
		this.cancelling = cancelling;
		this.rescheduling = rescheduling;
		this.feeds = feeds;
		this.doors = doors;
		this.visitors = visitors;
		this.mangled = mangled;
		this.allowance = allowance;
	}

	void addTo(Addresses addresses) {
		addApi(addresses.group(Audience.PROGRAMS));
		addPages(addresses);
		addBookingPages(addresses.group(Audience.PEOPLE_IN_FRAMES));
		addresses.group(Audience.PEOPLE).read(OPENING, "/feeds/{file}", this.feeds::open);
	}

	private void addApi(Addresses.Group routes) {
		String link = "/api/v1/links/{token}";
		String calendar = "/api/v1/public/calendars/{calendar}";
		routes.post(ATTEMPT, link + "/redemptions", (request) -> this.api.book(request, oneTimeLink(request)))
			.read(OPENING, link, (request) -> this.api.open(request, oneTimeLink(request)))
			.read(OPENING, link + "/slots", (request) -> this.api.slots(request, oneTimeLink(request)))
			.read(OPENING, calendar, (request) -> this.api.open(request, calendar(request)))
			.read(OPENING, calendar + "/slots", (request) -> this.api.slots(request, calendar(request)))
			.post(ATTEMPT, calendar + "/bookings", (request) -> this.api.book(request, calendar(request)));
	}

	private void addPages(Addresses addresses) {
		addresses.group(Audience.PEOPLE)
			.read(OPENING, "/l/{token}",
					this.mangled.orLink("",
							(request) -> this.dead.orWhy(request, this.pages.opened(request, visited(request)))))
			.post(NOTE, "/l/{token}/opened", this.visitors::opened)
			.post(ATTEMPT, "/l/{token}",
					(request) -> this.dead.orWhy(request, this.pages.book(request, oneTimeLink(request))))
			.read(OPENING, "/l/{token}/ask",
					this.mangled.orLink("/ask", (request) -> this.asking.open(request, oneTimeLink(request))))
			.post(ATTEMPT, "/l/{token}/ask", (request) -> this.asking.ask(request, oneTimeLink(request)));
		addresses.group(Audience.PEOPLE_IN_FRAMES)
			.read(OPENING, "/s/{slug}",
					Mangled.orCalendar("slug", this::schedulingLink,
							(request) -> this.pages.open(request, schedulingLink(request))))
			.post(ATTEMPT, "/s/{slug}", (request) -> this.pages.book(request, schedulingLink(request)))
			.read(OPENING, "/c/{publicId}",
					Mangled.orCalendar("publicId", this::permanentLink,
							(request) -> this.pages.open(request, permanentLink(request))))
			.post(ATTEMPT, "/c/{publicId}", (request) -> this.pages.book(request, permanentLink(request)));
	}

	private void addBookingPages(Addresses.Group routes) {
		routes.read(OPENING, "/b/{manageToken}", this.mangled.orBooking("", this.confirmations::open))
			.read(OPENING, "/b/{manageToken}/calendar.ics",
					this.mangled.orBooking("/calendar.ics", this.confirmations::calendarFile))
			.read(OPENING, "/b/{manageToken}/cancel", this.mangled.orBooking("/cancel", this.cancelling::ask))
			.post(ATTEMPT, "/b/{manageToken}/cancel", this.cancelling::cancel)
			.read(OPENING, "/b/{manageToken}/reschedule",
					this.mangled.orBooking("/reschedule", this.rescheduling::choose))
			.post(ATTEMPT, "/b/{manageToken}/reschedule", this.rescheduling::reschedule);
	}

	/**
	 * Adds the addresses to which a mail program appended a slash or more. They must be
	 * added last.
	 */
	void addMangled(Addresses addresses) {
		addMangledLinks(addresses);
		addMangledPages(addresses);
	}

	private void addMangledLinks(Addresses addresses) {
		for (String rest : List.of("/", "/{rest:[^a-z]+}")) {
			addresses.group(Audience.PEOPLE)
				.read(OPENING, "/l/{token}" + rest,
						(request) -> this.mangled.toLink(request, "",
								(refused) -> this.dead.orWhy(refused, this.pages.open(refused, oneTimeLink(refused)))))
				.post(ATTEMPT, "/l/{token}" + rest,
						(request) -> this.dead.orWhy(request, this.pages.book(request, oneTimeLink(request))))
				.read(OPENING, "/feeds/{file}" + rest, this.feeds::open);
			addresses.group(Audience.PEOPLE_IN_FRAMES)
				.read(OPENING, "/b/{manageToken}" + rest,
						(request) -> this.mangled.toBooking(request, "", this.confirmations::open))
				.read(OPENING, "/s/{slug}" + rest,
						(request) -> Mangled.toCalendar(request, "slug", this::schedulingLink))
				.read(OPENING, "/c/{publicId}" + rest,
						(request) -> Mangled.toCalendar(request, "publicId", this::permanentLink));
			addresses.group(Audience.PROGRAMS)
				.read(OPENING, "/api/v1/links/{token}" + rest,
						(request) -> this.api.open(request, oneTimeLink(request)));
		}
	}

	private void addMangledPages(Addresses addresses) {
		for (String rest : List.of("/", "/{rest:[^a-z]+}", "{rest:[^a-z]+}")) {
			addresses.group(Audience.PEOPLE)
				.read(OPENING, "/l/{token}/ask" + rest, (request) -> this.mangled.toLink(request, "/ask",
						(refused) -> this.asking.open(refused, oneTimeLink(refused))));
			addresses.group(Audience.PEOPLE_IN_FRAMES)
				.read(OPENING, "/b/{manageToken}/calendar.ics" + rest,
						(request) -> this.mangled.toBooking(request, "/calendar.ics", this.confirmations::calendarFile))
				.read(OPENING, "/b/{manageToken}/cancel" + rest,
						(request) -> this.mangled.toBooking(request, "/cancel", this.cancelling::ask))
				.read(OPENING, "/b/{manageToken}/reschedule" + rest,
						(request) -> this.mangled.toBooking(request, "/reschedule", this.rescheduling::choose));
		}
	}

	private Mono<Opening> visited(ServerRequest request) {
		return this.visitors.watch(request, oneTimeLink(request).flatMap(Door::open));
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

	/**
	 * The framing applies to whatever is answered: the page, the form again, or a
	 * problem.
	 */
	private Mono<Door> framed(ServerRequest request, Mono<Door> door) {
		return door.doOnNext((found) -> found.framing().applyTo(request))
			.map((found) -> this.allowance.within(request, found));
	}

	private Mono<Door> calendar(ServerRequest request) {
		return this.doors.calendar(Mangled.word(request, "calendar"))
			.map((found) -> this.allowance.within(request, found));
	}

}
