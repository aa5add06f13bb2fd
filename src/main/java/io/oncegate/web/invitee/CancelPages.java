package io.oncegate.web.invitee;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import io.oncegate.booking.Bookings;
import io.oncegate.booking.Cancellation.By;
import io.oncegate.link.Links;
import io.oncegate.link.OneTimeLink;
import io.oncegate.redemption.BookingChanges;
import io.oncegate.web.http.Forms;
import io.oncegate.web.http.Framing;
import io.oncegate.web.http.Text;
import io.oncegate.web.page.Language;
import io.oncegate.web.page.Languages;
import io.oncegate.web.page.Templates;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Cancelling a booking: a page that asks, so that a program that follows every link
 * changes nothing, and a form that cancels.
 */
@Component
public class CancelPages {

	private static final int LONGEST = 1000;

	private final Managed.Finder bookings;

	private final Bookings stored;

	private final Links links;

	private final BookingChanges changes;

	private final Languages languages;

	private final Templates templates;

	private final Clock clock;

	CancelPages(Managed.Finder bookings, Bookings stored, Links links, BookingChanges changes, Languages languages,
			Templates templates, Clock clock) {
		this.bookings = bookings;
		this.stored = stored;
		this.links = links;
		this.changes = changes;
		this.languages = languages;
		this.templates = templates;
		this.clock = clock;
	}

	/** Asks; redirects to the confirmation if the booking can no longer be cancelled. */
	public Mono<ServerResponse> ask(ServerRequest request) {
		return this.bookings.named(request)
			.flatMap((found) -> found.isChangeable(this.clock.instant()) ? page(request, HttpStatus.OK, found, "", null)
					: found.confirmation(this.languages.of(request)));
	}

	/** Cancels; a cancelled booking stays cancelled. */
	public Mono<ServerResponse> cancel(ServerRequest request) {
		return Mono.zip(this.bookings.named(request), Forms.fields(request))
			.flatMap((sent) -> Forms.onlyShows(sent.getT2())
					? page(request, HttpStatus.OK, sent.getT1(), Forms.value(sent.getT2(), "notes"), null)
					: cancel(request, sent.getT1(), Forms.value(sent.getT2(), "notes")));
	}

	private Mono<ServerResponse> cancel(ServerRequest request, Managed found, String message) {
		Language t = this.languages.of(request);
		if (!Text.isPlain(message, LONGEST)) {
			return page(request, HttpStatus.UNPROCESSABLE_CONTENT, found, message, t.say("error.text"));
		}
		return this.changes.cancel(found.booking(), By.INVITEE, Text.tidy(message))
			.flatMap((booking) -> booking.confirmed() ? begun(request, t, found) : found.confirmation(t));
	}

	private Mono<ServerResponse> begun(ServerRequest request, Language t, Managed found) {
		return this.templates.answer(HttpStatus.CONFLICT, t, "page/message.jte", found.begun(request, t));
	}

	private Mono<ServerResponse> page(ServerRequest request, HttpStatus status, Managed found, String message,
			@Nullable String error) {
		Language t = this.languages.of(request);
		return link(t, found)
			.map((link) -> new CancelPage(found.calendar().name(), found.calendar().owner().name(), found.when(t),
					link.orElse(null), found.address(), message, error, Framing.isPossible(request)))
			.flatMap((page) -> this.templates.answer(status, t, "invitee/cancel.jte", page));
	}

	/** Says what would become of the one-time link. */
	private Mono<Optional<String>> link(Language t, Managed found) {
		return Mono.justOrEmpty(found.booking().linkId())
			.flatMap((id) -> isGivenBack(found, id))
			.map((again) -> again ? t.say("cancel.link-again")
					: t.say("cancel.link-spent", found.calendar().owner().name()))
			.map(Optional::of)
			.defaultIfEmpty(Optional.empty());
	}

	/** One that is archived is not. */
	private Mono<Boolean> isGivenBack(Managed found, UUID linkId) {
		return this.links.findAll(found.booking().ownerId(), List.of(linkId))
			.next()
			.zipWhen((link) -> this.stored.mayBeGivenBack(link.ownerId(), link.id()))
			.map((link) -> link.getT2() && isGivenBack(found, link.getT1()))
			.defaultIfEmpty(false);
	}

	private boolean isGivenBack(Managed found, OneTimeLink link) {
		return !found.calendar().terms().keepsLinks() && !found.calendar().deleted()
				&& (link.expiresAt() == null || link.expiresAt().isAfter(this.clock.instant()));
	}

}
