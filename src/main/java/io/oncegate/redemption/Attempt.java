package io.oncegate.redemption;

import java.time.Duration;
import java.util.Objects;
import java.util.UUID;

import io.micrometer.core.instrument.Counter;
import io.oncegate.booking.BookingRequest;
import io.oncegate.booking.Bookings;
import io.oncegate.booking.CommitOutcome;
import io.oncegate.booking.CommitOutcome.Committed;
import io.oncegate.booking.Deadline;
import io.oncegate.booking.NewBooking;
import io.oncegate.booking.OutcomeUnknownException;
import io.oncegate.booking.OverloadedException;
import io.oncegate.claim.ClaimOutcome;
import io.oncegate.claim.ClaimOutcome.Granted;
import io.oncegate.claim.ClaimOutcome.Unknown;
import io.oncegate.link.Ids;
import io.oncegate.link.TokenHash;
import io.oncegate.telemetry.Outcome;
import io.oncegate.telemetry.Step;
import io.oncegate.telemetry.Steps;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/**
 * One attempt to book: claim, commit, then confirm or release.
 * <p>
 * A definite failure releases the link before it is answered. If it is unknown whether
 * the commit took place, the claim keeps its lease, and the truth is read from
 * PostgreSQL.
 */
final class Attempt extends Course {

	/** So that the commit and the confirmation end within the attempt's timeout. */
	private static final Duration BEFORE_THE_COMMIT = Duration.ofSeconds(3);

	private final Tools tools;

	private final BookingRequest request;

	private final UUID id = Ids.next();

	private final Deadline deadline = Deadline.in(BEFORE_THE_COMMIT);

	private @Nullable TokenHash link;

	private @Nullable NewBooking booking;

	Attempt(Tools tools, BookingRequest request, ContextView context) {
		super(tools.steps, context, tools.detached::leave);
		this.tools = tools;
		this.request = request;
	}

	/** Books with a one-time link. */
	void redeem(TokenHash link) {
		if (this.tools.bookings.areFull()) {
			// Cheaper than a claim that would have to be released.
			fail(OverloadedException.ofPostgres());
			return;
		}
		this.link = link;
		begin(Step.CLAIM);
		await(this.tools.claims.claim(link, this.id, this.request.idempotency()), (claim) -> asked(link, claim),
				(fault) -> await(this.tools.claims.claimAfter(fault, link, this.id), this::claimed, this::notClaimed));
	}

	private void asked(TokenHash link, ClaimOutcome claim) {
		if (claim instanceof Unknown) {
			await(this.tools.claims.claimUnknown(link, this.id, this.request.idempotency()), this::claimed,
					this::notClaimed);
		}
		else {
			claimed(claim);
		}
	}

	/** Books without a one-time link. */
	void book(UUID calendarId, String way) {
		commit(NewBooking.byWay(this.id, calendarId, way, this.request, this.deadline));
	}

	private void claimed(ClaimOutcome claim) {
		done(OutcomeNames.of(claim));
		if (claim instanceof Granted granted) {
			commit(NewBooking.byLink(this.id, granted.calendarId(), granted.linkId(), this.request, this.deadline));
		}
		else {
			await(this.tools.answers.of(claim, this.request), this::end, this::fail);
		}
	}

	private void notClaimed(Throwable fault) {
		failed(Outcome.ERROR, fault);
		fail(fault);
	}

	private void commit(NewBooking booking) {
		this.booking = booking;
		begin(Step.COMMIT);
		await(this.tools.bookings.commit(booking), this::committed, this::notCommitted);
	}

	private void committed(CommitOutcome outcome) {
		done(OutcomeNames.of(outcome));
		settle(outcome);
	}

	private void notCommitted(Throwable fault) {
		failed(OutcomeNames.ofCommitFault(fault), fault);
		if (fault instanceof OutcomeUnknownException unknown) {
			await(this.tools.truth.of(Objects.requireNonNull(this.booking), unknown), this::settle,
					this::releaseAndFail);
		}
		else {
			releaseAndFail(fault);
		}
	}

	private void settle(CommitOutcome outcome) {
		if (this.link == null) {
			answer(outcome);
			return;
		}
		if (outcome instanceof Committed) {
			this.tools.links.increment();
		}
		await(this.tools.claims.settle(this.link, this.id, outcome), (settled) -> answer(outcome),
				this::releaseAndFail);
	}

	private void answer(CommitOutcome outcome) {
		UUID calendarId = Objects.requireNonNull(this.booking).calendarId();
		await(this.tools.answers.of(outcome, calendarId, this.request), this::end, this::releaseAndFail);
	}

	/** Fails after releasing the link, unless there may be a booking. */
	private void releaseAndFail(Throwable fault) {
		if (this.link == null || fault instanceof OutcomeUnknownException) {
			fail(fault);
		}
		else {
			await(this.tools.claims.release(this.link, this.id), (done) -> fail(fault), (failure) -> fail(fault));
		}
	}

	@Override
	void stumble(RuntimeException fault) {
		releaseAndFail(fault);
	}

	/**
	 * The collaborators of an attempt.
	 *
	 * @param links counts the links that are spent
	 */
	record Tools(LinkClaims claims, Bookings bookings, Truth truth, Answers answers, Detached detached, Steps steps,
			Counter links) {

	}

}
