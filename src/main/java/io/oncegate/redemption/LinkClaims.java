package io.oncegate.redemption;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

import io.oncegate.booking.Booking;
import io.oncegate.booking.Bookings;
import io.oncegate.booking.CommitOutcome;
import io.oncegate.booking.CommitOutcome.AlreadyBooked;
import io.oncegate.booking.CommitOutcome.Committed;
import io.oncegate.booking.Idempotency;
import io.oncegate.claim.ClaimOutcome;
import io.oncegate.claim.ClaimOutcome.Granted;
import io.oncegate.claim.ClaimOutcome.Unknown;
import io.oncegate.claim.Claims;
import io.oncegate.claim.ClaimsUnavailableException;
import io.oncegate.claim.LinkState;
import io.oncegate.claim.Refusal;
import io.oncegate.link.LinkStatus;
import io.oncegate.link.OneTimeLink;
import io.oncegate.link.TokenHash;
import io.oncegate.telemetry.Outcome;
import io.oncegate.telemetry.Step;
import io.oncegate.telemetry.Steps;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Service;

/**
 * The claims as a redemption needs them: links unknown to Redis are looked up in
 * PostgreSQL, which alone decides while Redis is down; and settling a claim never fails.
 */
@Service
public class LinkClaims {

	/**
	 * The timeout for PostgreSQL to look up what Redis does not know, in addition to that
	 * for Redis; nothing is lost by giving up.
	 */
	private static final Duration PATIENCE = Duration.ofSeconds(2);

	private final Claims claims;

	private final Bookings bookings;

	private final LinkLookups lookups;

	private final Leases leases;

	private final Steps steps;

	private final AtomicLong givenBack = new AtomicLong();

	LinkClaims(Claims claims, LinkLookups lookups, Bookings bookings, Leases leases, Steps steps) {
		this.claims = claims;
		this.lookups = lookups;
		this.bookings = bookings;
		this.leases = leases;
		this.steps = steps;
	}

	/** Reads the state of a link; empty if there is no such link. */
	public Mono<LinkState> resolve(TokenHash link) {
		return this.claims.resolve(link)
			.doOnNext((state) -> this.lookups.knownToRedis())
			.flatMap((state) -> (state.lapsedClaim() != null) ? this.lookups.find(link).map(LinkState::of)
					: Mono.just(state))
			.switchIfEmpty(Mono.defer(() -> restore(link).map(LinkState::of)))
			.onErrorResume(ClaimsUnavailableException.class, (fault) -> this.lookups.find(link).map(LinkState::of));
	}

	/** Claims a link for one attempt, if Redis knows it. */
	Mono<ClaimOutcome> claim(TokenHash link, UUID claimId, @Nullable Idempotency idempotency) {
		return this.claims.claim(link, claimId, idempotency).doOnNext((outcome) -> note(outcome, link, claimId));
	}

	private void note(ClaimOutcome outcome, TokenHash link, UUID claimId) {
		if (!(outcome instanceof Unknown)) {
			this.lookups.knownToRedis();
		}
		if (outcome instanceof Granted) {
			this.leases.begin(claimId, link);
		}
	}

	/** Claims a link that Redis does not know, if PostgreSQL does. */
	Mono<ClaimOutcome> claimUnknown(TokenHash link, UUID claimId, @Nullable Idempotency idempotency) {
		return restore(link).flatMap((found) -> claimRestored(claim(link, claimId, idempotency), found))
			.defaultIfEmpty(new Unknown())
			.timeout(PATIENCE)
			.onErrorResume((fault) -> claimAfter(fault, link, claimId));
	}

	/**
	 * Continues after a failed claim. While Redis is down nobody holds a link, and the
	 * commit alone decides. Redis may have made the claim nevertheless, so a later
	 * failure releases the link.
	 */
	Mono<ClaimOutcome> claimAfter(Throwable fault, TokenHash link, UUID claimId) {
		Mono<ClaimOutcome> claim = (fault instanceof ClaimsUnavailableException) ? decide(link) : Mono.error(fault);
		return claim.onErrorResume((failure) -> release(link, claimId).then(Mono.error(failure)));
	}

	private Mono<ClaimOutcome> decide(TokenHash link) {
		return this.lookups.find(link).flatMap(this::decide).defaultIfEmpty(new Unknown()).timeout(PATIENCE);
	}

	/** Claims again, unless Redis has lost the link once more. */
	private Mono<ClaimOutcome> claimRestored(Mono<ClaimOutcome> claim, OneTimeLink found) {
		return claim.flatMap((outcome) -> (outcome instanceof Unknown) ? decide(found) : Mono.just(outcome));
	}

	/** The outcome of a claim by PostgreSQL alone. */
	private Mono<ClaimOutcome> decide(OneTimeLink link) {
		if (link.bookingId() != null) {
			return this.bookings.find(link.ownerId(), link.bookingId())
				.map((booking) -> new ClaimOutcome.Redeemed(link.calendarId(), booking.id(), booking.idempotency()));
		}
		return Mono.just((link.status() == LinkStatus.ACTIVE) ? new Granted(link.id(), link.calendarId())
				: new ClaimOutcome.Dead(link.calendarId(), link.status()));
	}

	/** Restores the link from PostgreSQL; empty if it does not know it. */
	private Mono<OneTimeLink> restore(TokenHash link) {
		return this.lookups.find(link)
			.delayUntil((found) -> Mono.justOrEmpty(found.bookingId())
				.flatMap((id) -> this.bookings.find(found.ownerId(), id))
				.flatMap((booking) -> this.claims.publish(found, booking))
				.switchIfEmpty(Mono.defer(() -> this.claims.publish(found, null)))
				.onErrorComplete(ClaimsUnavailableException.class));
	}

	/**
	 * Ends a claim according to the outcome of its commit. If Redis does not respond, the
	 * auditor tells it later, or the lease expires and the next claim learns the truth
	 * from PostgreSQL.
	 */
	Mono<Boolean> settle(TokenHash link, UUID claimId, CommitOutcome outcome) {
		if (outcome instanceof Committed committed) {
			return confirm(link, claimId, committed.booking());
		}
		if (outcome instanceof AlreadyBooked already) {
			return already.booking().holdsLink() ? confirm(link, claimId, already.booking()) : release(link, claimId);
		}
		return switch ((CommitOutcome.Refused) outcome) {
			case SLOT_TAKEN -> release(link, claimId, Refusal.SLOT_TAKEN);
			case SLOT_UNAVAILABLE -> release(link, claimId, Refusal.SLOT_UNAVAILABLE);
			case LINK_EXPIRED, UNSHARED -> release(link, claimId);
			case LINK_REVOKED -> end(claimId, Step.REVOKE, this.claims.revoke(link, null));
		};
	}

	/** Makes a link active again whose booking was cancelled and released it. */
	Mono<Boolean> giveBack(TokenHash link, UUID bookingId) {
		return quietly(Step.GIVE_BACK, this.claims.forget(link, bookingId))
			.doOnTerminate(this.givenBack::incrementAndGet);
	}

	/** Counts the spent links that this gateway has made active again. */
	public long givenBack() {
		return this.givenBack.get();
	}

	Mono<Boolean> release(TokenHash link, UUID claimId) {
		return release(link, claimId, null);
	}

	private Mono<Boolean> release(TokenHash link, UUID claimId, @Nullable Refusal refusal) {
		return end(claimId, Step.RELEASE, this.claims.release(link, claimId, refusal));
	}

	private Mono<Boolean> confirm(TokenHash link, UUID claimId, Booking booking) {
		// Not held: the lease has expired, or Redis did not know the claim.
		return end(claimId, Step.CONFIRM, this.claims.confirm(link, claimId, booking)
			.flatMap((held) -> held ? Mono.just(true) : this.claims.redeem(link, booking).thenReturn(false)));
	}

	private Mono<Boolean> end(UUID claimId, Step step, Mono<Boolean> work) {
		return quietly(step, work).doOnNext((done) -> this.leases.end(claimId));
	}

	private Mono<Boolean> quietly(Step step, Mono<Boolean> work) {
		return this.steps
			.observe(step, work, (done) -> done ? Outcome.DONE : Outcome.NOT_HELD, (fault) -> Outcome.ERROR)
			.onErrorComplete();
	}

}
