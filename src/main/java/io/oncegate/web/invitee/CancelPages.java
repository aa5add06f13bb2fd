package io.oncegate.web.invitee;

import java.time.Clock;
import java.util.Optional;

import io.oncegate.booking.Bookings;
import io.oncegate.booking.Cancellation.By;
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

	private final BookingChanges changes;

	private final Languages languages;

	private final Templates templates;

	private final Clock clock;

	CancelPages(Managed.Finder bookings, Bookings stored, BookingChanges changes, Languages languages,
			Templates templates, Clock clock) {
		this.bookings = bookings;
		this.stored = stored;
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
			.flatMap((id) -> this.stored.isGivenBack(found.booking().ownerId(), id))
			.map((again) -> again ? t.say("cancel.link-again")
					: t.say("cancel.link-spent", found.calendar().owner().name()))
			.map(Optional::of)
			.defaultIfEmpty(Optional.empty());
	}

}
