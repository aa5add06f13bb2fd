package io.oncegate.redemption;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeoutException;

import io.oncegate.booking.BookingRequest;
import io.oncegate.booking.Bookings;
import io.oncegate.booking.CommitOutcome;
import io.oncegate.booking.CommitOutcome.Committed;
import io.oncegate.booking.Deadline;
import io.oncegate.booking.NewBooking;
import io.oncegate.booking.OutcomeUnknownException;
import io.oncegate.booking.OverloadedException;
import io.oncegate.calendar.Calendars;
import io.oncegate.claim.ClaimOutcome;
import io.oncegate.claim.ClaimOutcome.Granted;
import io.oncegate.link.Ids;
import io.oncegate.link.LinkToken;
import io.oncegate.link.TokenHash;
import io.oncegate.redemption.RedemptionOutcome.Redeemed;
import io.micrometer.core.instrument.Counter;
import io.oncegate.telemetry.FaultLog;
import io.oncegate.telemetry.Measure;
import io.oncegate.telemetry.Meters;
import io.oncegate.telemetry.Step;
import io.oncegate.telemetry.Steps;
import io.oncegate.telemetry.Traced;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
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

	private static final String UNKNOWN = "It is not known whether a booking was committed; PostgreSQL is asked for it."
			+ " Its link stays claimed until that is known, or the lease ends";

	/** So that the commit and the confirmation end within the redemption's patience. */
	private static final Duration BEFORE_THE_COMMIT = Duration.ofSeconds(3);

	/** Shorter than a claim's lease. What takes longer leaves its claim to the lease. */
	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final Duration TRUTH_PATIENCE = Duration.ofSeconds(2);

	private static final Duration TRUTH_PAUSE = Duration.ofMillis(500);

	private final FaultLog unknown = new FaultLog(logger);

	private final LinkClaims claims;

	private final Bookings bookings;

	private final Calendars calendars;

	private final Answers answers;

	private final Detached detached;

	private final Steps steps;

	private final Counter links;

	Redemptions(LinkClaims claims, Bookings bookings, Calendars calendars, Answers answers, Detached detached,
			Steps steps, Meters meters) {
		this.claims = claims;
		this.bookings = bookings;
		this.calendars = calendars;
		this.answers = answers;
		this.detached = detached;
		this.steps = steps;
		this.links = meters.counter(Measure.LINKS_REDEEMED);
	}

	/** Books with a one-time link, which is then spent. */
	public Mono<RedemptionOutcome> redeem(LinkToken link, BookingRequest request) {
		return run(Mono.defer(() -> {
			if (this.bookings.areFull()) {
				// Sooner than after a claim that would have to be released.
				return Mono.error(OverloadedException.ofPostgres());
			}
			UUID claimId = Ids.next();
			Deadline deadline = Deadline.in(BEFORE_THE_COMMIT);
			return this.claims.claim(link.hash(), claimId, request.idempotency())
				.flatMap((claim) -> (claim instanceof Granted granted)
						? book(link.hash(),
								NewBooking.byLink(claimId, granted.calendarId(), granted.linkId(), request, deadline))
						: this.answers.of(claim, request));
		}));
	}

	/**
	 * Books with a scheduling or permanent link, which stays good.
	 * @param way the slug or public id of the link
	 */
	public Mono<RedemptionOutcome> book(UUID calendarId, String way, BookingRequest request) {
		return run(Mono
			.defer(() -> commit(NewBooking.byWay(Ids.next(), calendarId, way, request, Deadline.in(BEFORE_THE_COMMIT)))
				.flatMap((outcome) -> this.answers.of(outcome, calendarId, request))));
	}

	private Mono<RedemptionOutcome> book(TokenHash link, NewBooking booking) {
		return commit(booking).doOnNext(this::count)
			.flatMap((outcome) -> this.claims.settle(link, booking.id(), outcome)
				.then(this.answers.of(outcome, booking.calendarId(), booking.request())))
			.onErrorResume((fault) -> !(fault instanceof OutcomeUnknownException),
					(fault) -> this.claims.release(link, booking.id()).then(Mono.error(fault)));
	}

	private void count(CommitOutcome outcome) {
		if (outcome instanceof Committed) {
			this.links.increment();
		}
	}

	private Mono<CommitOutcome> commit(NewBooking booking) {
		return this.steps
			.observe(Step.COMMIT, this.bookings.commit(booking), OutcomeNames::of, OutcomeNames::ofCommitFault)
			.onErrorResume(OutcomeUnknownException.class, (fault) -> say(fault).then(truth(booking, fault)));
	}

	private Mono<Void> say(OutcomeUnknownException fault) {
		return Mono.deferContextual((context) -> {
			Traced.log(context,
					() -> this.unknown.log(Level.WARN, UNKNOWN, fault, () -> String.valueOf(fault.getCause())));
			return Mono.empty();
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

	/** Runs to the end, and measures and logs what came of it. */
	private Mono<RedemptionOutcome> run(Mono<RedemptionOutcome> redemption) {
		Mono<RedemptionOutcome> bounded = redemption.timeout(PATIENCE,
				Mono.error(() -> new OutcomeUnknownException(new TimeoutException("It took too long"))),
				Timeouts.scheduler());
		return this.detached.run(measured(bounded), () -> measured(Detached.refusal()));
	}

	private Mono<RedemptionOutcome> measured(Mono<RedemptionOutcome> redemption) {
		return this.steps.observe(Step.REDEMPTION, logger.isDebugEnabled() ? logged(redemption) : redemption,
				OutcomeNames::of, OutcomeNames::ofFault);
	}

	private static Mono<RedemptionOutcome> logged(Mono<RedemptionOutcome> redemption) {
		return Mono.deferContextual((context) -> redemption
			.doOnNext((outcome) -> Traced.log(context, () -> logger.debug("A redemption ended: {}", line(outcome))))
			.doOnError((fault) -> Traced.log(context, () -> logger.debug("A redemption ended: {}, {}",
					OutcomeNames.ofFault(fault).label(), fault.getClass().getName()))));
	}

	/** Ids only: nothing by which somebody could book, and nothing of the invitee. */
	private static String line(RedemptionOutcome outcome) {
		String name = OutcomeNames.of(outcome).label();
		return (outcome instanceof Redeemed redeemed)
				? name + ", booking " + redeemed.booking().id() + ", link " + redeemed.booking().linkId() : name;
	}

}
