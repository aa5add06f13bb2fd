package io.oncegate.redemption;

import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.UUID;
import java.util.concurrent.TimeoutException;

import io.oncegate.booking.BookingRequest;
import io.oncegate.booking.Bookings;
import io.oncegate.booking.CommitOutcome;
import io.oncegate.booking.CommitOutcome.AlreadyBooked;
import io.oncegate.booking.CommitOutcome.Committed;
import io.oncegate.booking.Deadline;
import io.oncegate.booking.Idempotency;
import io.oncegate.booking.NewBooking;
import io.oncegate.booking.OutcomeUnknownException;
import io.oncegate.calendar.Calendars;
import io.oncegate.claim.ClaimOutcome;
import io.oncegate.claim.ClaimOutcome.Granted;
import io.oncegate.claim.ClaimOutcome.Held;
import io.oncegate.link.LinkToken;
import io.oncegate.link.TokenHash;
import io.oncegate.redemption.RedemptionOutcome.Reason;
import io.oncegate.redemption.RedemptionOutcome.Redeemed;
import io.oncegate.redemption.RedemptionOutcome.Refused;
import io.oncegate.telemetry.Meters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

import org.springframework.stereotype.Service;

/**
 * Books with a link: claim, commit, then confirm or release, to the end whether or not
 * the client still waits.
 * <p>
 * A definite failure gives the link back before it is answered. If it is unknown whether
 * the commit took place, the claim keeps its lease, and the truth is read from
 * PostgreSQL.
 */
@Service
public class Redemptions {

	private static final Logger logger = LoggerFactory.getLogger(Redemptions.class);

	/** So that the commit and the confirmation end within the redemption's patience. */
	private static final Duration BEFORE_THE_COMMIT = Duration.ofSeconds(3);

	/** Shorter than a claim's lease. What takes longer leaves its claim to the lease. */
	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final Duration TRUTH_PATIENCE = Duration.ofSeconds(2);

	private static final Duration TRUTH_PAUSE = Duration.ofMillis(500);

	private final LinkClaims claims;

	private final Bookings bookings;

	private final Calendars calendars;

	private final Limits limits;

	private final Detached detached;

	private final Meters meters;

	Redemptions(LinkClaims claims, Bookings bookings, Calendars calendars, Limits limits, Detached detached,
			Meters meters) {
		this.claims = claims;
		this.bookings = bookings;
		this.calendars = calendars;
		this.limits = limits;
		this.detached = detached;
		this.meters = meters;
	}

	/** Books with a one-time link, which is then spent. */
	public Mono<RedemptionOutcome> redeem(LinkToken link, BookingRequest request) {
		return run(Mono.defer(() -> {
			if (this.limits.commitsAreFull()) {
				// Sooner than after a claim that would have to be released.
				return Mono.error(WaitingLine.refusal());
			}
			UUID claimId = UUID.randomUUID();
			Deadline deadline = Deadline.in(BEFORE_THE_COMMIT);
			return this.claims.claim(link.hash(), claimId, request.idempotency())
				.flatMap((claim) -> (claim instanceof Granted granted)
						? book(link.hash(),
								new NewBooking(claimId, granted.calendarId(), granted.linkId(), request, deadline))
						: decline(claim, request));
		}));
	}

	/** Books with a scheduling or permanent link, which stays good. */
	public Mono<RedemptionOutcome> book(UUID calendarId, BookingRequest request) {
		return run(Mono.defer(() -> commit(
				new NewBooking(UUID.randomUUID(), calendarId, null, request, Deadline.in(BEFORE_THE_COMMIT)))
			.flatMap((outcome) -> answer(outcome, calendarId, request))));
	}

	private Mono<RedemptionOutcome> book(TokenHash link, NewBooking booking) {
		return commit(booking)
			.flatMap((outcome) -> this.claims.settle(link, booking.id(), outcome)
				.then(answer(outcome, booking.calendarId(), booking.request())))
			.onErrorResume((fault) -> !(fault instanceof OutcomeUnknownException),
					(fault) -> this.claims.release(link, booking.id()).then(Mono.error(fault)));
	}

	private Mono<CommitOutcome> commit(NewBooking booking) {
		return this.meters.time("oncegate.commit", this.limits.commit(this.bookings.commit(booking)), OutcomeNames::of)
			.onErrorResume(OutcomeUnknownException.class, (fault) -> {
				logger.warn(
						"It is not known whether a booking was committed; PostgreSQL is asked for it. Its link stays"
								+ " claimed until that is known, or the lease ends: {}",
						String.valueOf(fault.getCause()));
				return truth(booking, fault);
			});
	}

	/**
	 * Reads whether the commit took place, again and again while PostgreSQL does not
	 * answer; if the booking is not there, it may still come.
	 */
	private Mono<CommitOutcome> truth(NewBooking booking, OutcomeUnknownException fault) {
		return this.bookings.find(booking.id())
			.zipWhen((found) -> this.calendars.find(found.calendarId()))
			.<CommitOutcome>map((found) -> new Committed(found.getT1(), found.getT2()))
			.timeout(TRUTH_PATIENCE)
			.retryWhen(Retry.fixedDelay(Long.MAX_VALUE, TRUTH_PAUSE))
			.repeatWhenEmpty((times) -> times.take(1).delayElements(TRUTH_PAUSE))
			.switchIfEmpty(Mono.error(fault));
	}

	private Mono<RedemptionOutcome> answer(CommitOutcome outcome, UUID calendarId, BookingRequest request) {
		if (outcome instanceof Committed committed) {
			return Mono.just(new Redeemed(committed.booking(), committed.calendar(), false));
		}
		if (outcome instanceof AlreadyBooked already) {
			return redeemed(calendarId, already.booking().id(), already.booking().idempotency(), request);
		}
		return Mono.just(new Refused(Reason.valueOf(((CommitOutcome.Refused) outcome).name()), calendarId, null));
	}

	private Mono<RedemptionOutcome> decline(ClaimOutcome claim, BookingRequest request) {
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
	 * Answers a repeated request whose first try was booked without knowing it; empty if
	 * it was not, or that cannot be read now.
	 */
	private Mono<RedemptionOutcome> replay(UUID linkId, BookingRequest request) {
		return this.limits.lookup(this.bookings.findByLink(linkId))
			.timeout(TRUTH_PATIENCE)
			.onErrorComplete()
			.flatMap((booking) -> redeemed(booking.calendarId(), booking.id(), booking.idempotency(), request));
	}

	/** Answers that there is a booking: this request's own, or somebody else's. */
	private Mono<RedemptionOutcome> redeemed(UUID calendarId, UUID bookingId, @Nullable Idempotency redeemer,
			BookingRequest request) {
		if (redeemer == null || !redeemer.equals(request.idempotency())) {
			return Mono.just(new Refused(repeated(redeemer, request, Reason.LINK_REDEEMED, Reason.LINK_REDEEMED),
					calendarId, null));
		}
		return this.bookings.find(bookingId)
			.zipWhen((booking) -> this.calendars.find(calendarId))
			.<RedemptionOutcome>map((found) -> new Redeemed(found.getT1(), found.getT2(), true))
			.switchIfEmpty(Mono.error(() -> new NoSuchElementException("Redis knows a booking, PostgreSQL does not")))
			.onErrorMap(OutcomeUnknownException::new);
	}

	/** Chooses by whether an earlier attempt had the same key, and the same request. */
	private static Reason repeated(@Nullable Idempotency earlier, BookingRequest request, Reason same, Reason other) {
		Idempotency mine = request.idempotency();
		if (earlier == null || mine == null || !earlier.sameKey(mine)) {
			return other;
		}
		return earlier.equals(mine) ? same : Reason.KEY_REUSED;
	}

	/** Runs to the end, measures what came of it, and says so if nobody knows. */
	private Mono<RedemptionOutcome> run(Mono<RedemptionOutcome> redemption) {
		Mono<RedemptionOutcome> bounded = redemption.timeout(PATIENCE,
				Mono.error(() -> new OutcomeUnknownException(new TimeoutException("It took too long"))));
		return this.detached.run(measured(bounded))
			.onErrorResume(OverloadedException.class, (fault) -> measured(Mono.error(fault)));
	}

	private Mono<RedemptionOutcome> measured(Mono<RedemptionOutcome> redemption) {
		return this.meters.time("oncegate.redemption", redemption, OutcomeNames::of, OutcomeNames::of);
	}

}
