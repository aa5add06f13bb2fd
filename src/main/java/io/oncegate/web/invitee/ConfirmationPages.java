package io.oncegate.web.invitee;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.oncegate.booking.Booking;
import io.oncegate.booking.Cancellation;
import io.oncegate.booking.Cancellation.By;
import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.Contact;
import io.oncegate.calendar.OpenLinks;
import io.oncegate.notice.CalendarEvent;
import io.oncegate.notice.CalendarEvent.Organizer;
import io.oncegate.notice.CalendarFile;
import io.oncegate.notice.CalendarLinks;
import io.oncegate.web.http.Framing;
import io.oncegate.web.http.MediaTypes;
import io.oncegate.web.http.PublicUrl;
import io.oncegate.web.invitee.ConfirmationPage.Cancelled;
import io.oncegate.web.invitee.ConfirmationPage.Framed;
import io.oncegate.web.invitee.ConfirmationPage.WebCalendar;
import io.oncegate.web.invitee.ConfirmationPage.When;
import io.oncegate.web.page.Language;
import io.oncegate.web.page.Languages;
import io.oncegate.web.page.Templates;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The confirmation of a booking, and its calendar file. */
@Component
public class ConfirmationPages {

	private final Managed.Finder bookings;

	private final DeadLinks deadLinks;

	private final PublicUrl publicUrl;

	private final Templates templates;

	private final Languages languages;

	private final Clock clock;

	ConfirmationPages(Managed.Finder bookings, DeadLinks deadLinks, PublicUrl publicUrl, Templates templates,
			Languages languages, Clock clock) {
		this.bookings = bookings;
		this.deadLinks = deadLinks;
		this.publicUrl = publicUrl;
		this.templates = templates;
		this.languages = languages;
		this.clock = clock;
	}

	public Mono<ServerResponse> open(ServerRequest request) {
		Language t = this.languages.of(request);
		return this.bookings.named(request)
			.map((found) -> confirmation(request, t, found))
			.flatMap((page) -> this.templates.answer(HttpStatus.OK, t, "invitee/confirmation.jte", page));
	}

	private ConfirmationPage confirmation(ServerRequest request, Language t, Managed found) {
		Booking booking = found.booking();
		Calendar calendar = found.calendar();
		When when = found.when(t);
		When there = When.of(t, booking, calendar.schedule().zone());
		return new ConfirmationPage(booking.confirmed(), booking.sequence() > 0,
				found.isChangeable(this.clock.instant()), calendar.name(), calendar.owner().name(),
				Place.of(calendar.terms().location()), when, there.equals(when) ? null : there,
				booking.invitee().name(), booking.invitee().email(), booking.invitee().notes(), found.address(),
				webCalendars(event(t, booking, calendar)), cancelled(request, t, found), calendar.contactOrOwner(),
				Framing.isPossible(request) ? framed(booking) : null);
	}

	private static Framed framed(Booking booking) {
		return new Framed((booking.sequence() == 0) ? booking.id().toString() : null, booking.start().toString(),
				booking.end().toString());
	}

	private static List<WebCalendar> webCalendars(CalendarEvent event) {
		return List.of(new WebCalendar("Google Calendar", CalendarLinks.google(event)),
				new WebCalendar("Outlook", CalendarLinks.outlook(event)),
				new WebCalendar("Microsoft 365", CalendarLinks.microsoft365(event)));
	}

	private @Nullable Cancelled cancelled(ServerRequest request, Language t, Managed found) {
		Cancellation cancellation = found.booking().cancellation();
		if (cancellation == null) {
			return null;
		}
		String text = (cancellation.by() == By.OWNER) ? t.say("cancelled.by-owner", found.calendar().owner().name())
				: t.say("cancelled.by-you");
		String link = (found.booking().linkId() == null) ? null
				: t.say(cancellation.gaveBack() ? "cancelled.link-again" : "cancelled.link-spent");
		return new Cancelled(text, cancellation.message(), link, again(request, t, found, cancellation));
	}

	/**
	 * The one-time link that this browser booked with, if it was given back; for a
	 * booking made without one, the calendar's link for anybody.
	 */
	private @Nullable String again(ServerRequest request, Language t, Managed found, Cancellation cancellation) {
		Calendar calendar = found.calendar();
		if (!calendar.isOpen()) {
			return null;
		}
		Optional<String> way = (found.booking().linkId() == null) ? openWay(calendar)
				: this.deadLinks.bookedWith(request).filter((link) -> cancellation.gaveBack());
		return way.map((path) -> path + t.query()).orElse(null);
	}

	private static Optional<String> openWay(Calendar calendar) {
		OpenLinks open = calendar.terms().openLinks();
		return open.scheduling() ? Optional.of("/s/" + calendar.slug())
				: open.permanent() ? Optional.of("/c/" + calendar.publicId()) : Optional.empty();
	}

	public Mono<ServerResponse> calendarFile(ServerRequest request) {
		Language t = this.languages.of(request);
		return this.bookings.named(request)
			.map((found) -> CalendarFile.of(event(t, found.booking(), found.calendar())))
			.flatMap((file) -> ServerResponse.ok()
				.contentType(MediaTypes.CALENDAR)
				.header("Content-Disposition", "attachment; filename=\"booking.ics\"")
				.bodyValue(file.text().getBytes(StandardCharsets.UTF_8)));
	}

	/** The event from the invitee's view: who it is with, and how to change it. */
	private CalendarEvent event(Language t, Booking booking, Calendar calendar) {
		String address = this.publicUrl.of(this.bookings.address(booking));
		String description = Stream
			.of(booking.invitee().notes(), booking.confirmed() ? t.say("event.change", address) : null)
			.filter((text) -> text != null && !text.isBlank())
			.collect(Collectors.joining("\n\n"));
		Place place = Place.of(calendar.terms().location());
		return new CalendarEvent(booking.id(), booking.sequence(), booking.changedAt(), booking.start(), booking.end(),
				calendar.schedule().zone(), booking.confirmed(),
				t.say("event.summary", calendar.name(), calendar.owner().name()),
				description.isEmpty() ? null : description,
				(place == null || booking.confirmed()) ? calendar.terms().location() : place.words(),
				organizer(calendar.contactOrOwner()), address);
	}

	private static @Nullable Organizer organizer(Contact contact) {
		return (contact.email() != null) ? new Organizer(contact.name(), contact.email()) : null;
	}

}
