package io.oncegate.web.invitee;

import java.time.Duration;
import java.util.UUID;

import io.oncegate.calendar.Calendars;
import io.oncegate.redemption.RedemptionOutcome.Reason;
import io.oncegate.redemption.RedemptionOutcome.Refused;
import io.oncegate.web.http.DeadLinkException;
import io.oncegate.web.http.Faults;
import io.oncegate.web.http.Problem;
import io.oncegate.web.http.ProblemException;
import io.oncegate.web.invitee.RecentlyDead.Look;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The only mapping from refusals to problems. */
final class BookingRefusals {

	/** A claim seldom lasts longer, even if its lease does. */
	private static final Duration SOON = Duration.ofSeconds(2);

	private final Calendars calendars;

	BookingRefusals(Calendars calendars) {
		this.calendars = calendars;
	}

	/** Fails with the problem of a refusal. */
	<T> Mono<T> of(Refused refused, Look look) {
		if (refused.reason() == Reason.UNSHARED) {
			return Mono.error(BookingRefusals::unshared);
		}
		Problem problem = problem(refused.reason());
		if (refused.retryAfter() != null) {
			Duration after = (refused.retryAfter().compareTo(SOON) < 0) ? refused.retryAfter() : SOON;
			return Mono.error(ProblemException.retry(problem, after));
		}
		return (problem == Problem.LINK_REDEEMED || problem == Problem.LINK_EXPIRED || problem == Problem.LINK_REVOKED)
				? dead(problem, refused.calendarId(), look) : Mono.error(ProblemException.of(problem));
	}

	/**
	 * Fails with the problem of a dead link, without a calendar if the database is
	 * unavailable.
	 */
	<T> Mono<T> dead(Problem problem, @Nullable UUID calendarId, Look look) {
		return Mono.justOrEmpty(calendarId)
			.flatMap((calendar) -> why(problem, calendar, look))
			.flatMap(Mono::<T>error)
			.switchIfEmpty(Mono.error(() -> ProblemException.of(problem)));
	}

	/** Returns why a link is dead; empty if the database is unavailable. */
	Mono<DeadLinkException> why(Problem problem, UUID calendarId, Look look) {
		return this.calendars.findRecent(calendarId)
			.onErrorComplete(Faults::isOfStore)
			.map((calendar) -> new DeadLinkException(problem, calendar))
			.doOnNext(look::isDead);
	}

	private static Problem problem(Reason reason) {
		return switch (reason) {
			case LINK_UNKNOWN -> Problem.LINK_UNKNOWN;
			case LINK_REDEEMED -> Problem.LINK_REDEEMED;
			case LINK_EXPIRED -> Problem.LINK_EXPIRED;
			case LINK_REVOKED -> Problem.LINK_REVOKED;
			case LINK_CLAIMED -> Problem.LINK_CLAIMED;
			case SLOT_TAKEN -> Problem.SLOT_TAKEN;
			case SLOT_UNAVAILABLE -> Problem.SLOT_UNAVAILABLE;
			case UNSHARED -> Problem.NOT_FOUND;
			case KEY_REUSED -> Problem.IDEMPOTENCY_KEY_REUSED;
			case KEY_IN_FLIGHT -> Problem.IDEMPOTENCY_KEY_IN_FLIGHT;
		};
	}

	/** Does not reveal whether the calendar never existed or its link is switched off. */
	static ProblemException unshared() {
		return ProblemException.of(Problem.NOT_FOUND,
				"There is no such calendar, or it is no longer shared. Ask whoever sent you the link.",
				"missing.calendar");
	}

}
