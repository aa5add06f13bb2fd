package io.oncegate.redemption;

import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.UUID;

import io.oncegate.booking.BookingRequest;
import io.oncegate.booking.Bookings;
import io.oncegate.booking.CommitOutcome;
import io.oncegate.booking.CommitOutcome.AlreadyBooked;
import io.oncegate.booking.CommitOutcome.Committed;
import io.oncegate.booking.Idempotency;
import io.oncegate.booking.OutcomeUnknownException;
import io.oncegate.calendar.Calendars;
import io.oncegate.claim.ClaimOutcome;
import io.oncegate.claim.ClaimOutcome.Held;
import io.oncegate.redemption.RedemptionOutcome.Reason;
import io.oncegate.redemption.RedemptionOutcome.Redeemed;
import io.oncegate.redemption.RedemptionOutcome.Refused;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/** Returns the outcome of an attempt, and the same outcome again to the same request. */
@Component
class Answers {

	/**
	 * The timeout for a lookup in PostgreSQL, after which a repeated request counts as in
	 * flight.
	 */
	private static final Duration PATIENCE = Duration.ofSeconds(2);

	private final Bookings bookings;

	private final Calendars calendars;

	private final LookupLimit limit;

	Answers(Bookings bookings, Calendars calendars, LookupLimit limit) {
		this.bookings = bookings;
		this.calendars = calendars;
		this.limit = limit;
	}

	/** Returns the outcome of a commit. */
	Mono<RedemptionOutcome> of(CommitOutcome outcome, UUID calendarId, BookingRequest request) {
		if (outcome instanceof Committed committed) {
			return Mono.just(new Redeemed(committed.booking(), committed.calendar(), false));
		}
		if (outcome instanceof AlreadyBooked already) {
			return redeemed(calendarId, already.booking().id(), already.booking().idempotency(), request);
		}
		return Mono.just(new Refused(Reason.valueOf(((CommitOutcome.Refused) outcome).name()), calendarId, null));
	}

	/** Returns why there was no claim. */
	Mono<RedemptionOutcome> of(ClaimOutcome claim, BookingRequest request) {
		if (claim instanceof ClaimOutcome.Redeemed redeemed) {
			return redeemed(redeemed.calendarId(), redeemed.bookingId(), redeemed.redeemer(), request);
		}
		if (claim instanceof Held held) {
			Reason reason = repeated(held.holder(), request, Reason.KEY_IN_FLIGHT, Reason.LINK_CLAIMED);
			Mono<RedemptionOutcome> refused = Mono.just(new Refused(reason, null, held.leaseLeft()));
			return (reason == Reason.KEY_IN_FLIGHT) ? replay(held.linkId(), request).switchIfEmpty(refused) : refused;
		}
		if (claim instanceof ClaimOutcome.RefusedBefore before) {
			Reason reason = Reason.valueOf(before.refusal().name());
			return Mono.just(Refused.of(repeated(before.attempt(), request, reason, reason)));
		}
		if (claim instanceof ClaimOutcome.Dead dead) {
			return Mono.just(new Refused(Reason.valueOf("LINK_" + dead.status()), dead.calendarId(), null));
		}
		return Mono.just(Refused.of(Reason.LINK_UNKNOWN));
	}

	/**
	 * Answers a repeated request whose first try was booked without its client knowing;
	 * empty if it was not, or if that cannot be read now.
	 */
	private Mono<RedemptionOutcome> replay(UUID linkId, BookingRequest request) {
		return this.limit.lookup(this.bookings.findByLink(linkId))
			.timeout(PATIENCE)
			.onErrorComplete()
			.flatMap((booking) -> redeemed(booking.calendarId(), booking.id(), booking.idempotency(), request));
	}

	/** Returns that there is a booking: this request's own, or somebody else's. */
	private Mono<RedemptionOutcome> redeemed(UUID calendarId, UUID bookingId, @Nullable Idempotency redeemer,
			BookingRequest request) {
		if (redeemer == null || !redeemer.equals(request.idempotency())) {
			return Mono.just(new Refused(repeated(redeemer, request, Reason.LINK_REDEEMED, Reason.LINK_REDEEMED),
					calendarId, null));
		}
		return this.calendars.find(calendarId)
			.zipWhen((calendar) -> this.bookings.find(calendar.owner().id(), bookingId))
			.<RedemptionOutcome>map((found) -> new Redeemed(found.getT2(), found.getT1(), true))
			.switchIfEmpty(
					Mono.error(() -> new NoSuchElementException("Redis has a booking that PostgreSQL does not have")))
			.onErrorMap(OutcomeUnknownException::new);
	}

	/**
	 * Chooses the outcome by whether an earlier attempt had the same key and the same
	 * request.
	 */
	private static Reason repeated(@Nullable Idempotency earlier, BookingRequest request, Reason same, Reason other) {
		Idempotency mine = request.idempotency();
		if (earlier == null || mine == null || !earlier.sameKey(mine)) {
			return other;
		}
		return earlier.equals(mine) ? same : Reason.KEY_REUSED;
	}

}
