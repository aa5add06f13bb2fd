package io.oncegate.redemption;

import java.util.Locale;
import java.util.UUID;

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
import io.oncegate.claim.LinkState;
import io.oncegate.claim.Refusal;
import io.oncegate.link.Links;
import io.oncegate.link.TokenHash;
import io.oncegate.telemetry.Meters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Service;

/**
 * The claims as a redemption needs them: a link that Redis has forgotten is brought back
 * from PostgreSQL, and settling a claim never fails.
 */
@Service
public class LinkClaims {

	private static final Logger logger = LoggerFactory.getLogger(LinkClaims.class);

	private final Claims claims;

	private final Links links;

	private final Bookings bookings;

	private final Meters meters;

	LinkClaims(Claims claims, Links links, Bookings bookings, Meters meters) {
		this.claims = claims;
		this.links = links;
		this.bookings = bookings;
		this.meters = meters;
	}

	/** Reads the state of a link; empty if there is no such link. */
	public Mono<LinkState> resolve(TokenHash link) {
		return this.claims.resolve(link).switchIfEmpty(Mono.defer(() -> restore(link).then(this.claims.resolve(link))));
	}

	Mono<ClaimOutcome> claim(TokenHash link, UUID claimId, @Nullable Idempotency idempotency) {
		// A claim that was not answered may have been made all the same.
		Mono<ClaimOutcome> claim = this.claims.claim(link, claimId, idempotency)
			.onErrorResume(
					(fault) -> this.claims.release(link, claimId, null).onErrorComplete().then(Mono.error(fault)));
		return this.meters.time("oncegate.claim",
				claim.flatMap((outcome) -> (outcome instanceof Unknown)
						? restore(link).flatMap((written) -> claim).defaultIfEmpty(outcome) : Mono.just(outcome)),
				LinkClaims::name);
	}

	/** Brings back what PostgreSQL knows of the link; empty if it knows none. */
	private Mono<Boolean> restore(TokenHash link) {
		return this.links.findByHash(link)
			.flatMap((found) -> Mono.justOrEmpty(found.bookingId())
				.flatMap(this.bookings::find)
				.flatMap((booking) -> this.claims.publish(found, booking))
				.switchIfEmpty(Mono.defer(() -> this.claims.publish(found, null))));
	}

	/**
	 * Ends a claim by what became of its commit. If Redis does not answer, the lease runs
	 * out, and the next claim learns the truth from PostgreSQL.
	 */
	Mono<Void> settle(TokenHash link, UUID claimId, CommitOutcome outcome) {
		if (outcome instanceof Committed committed) {
			return confirm(link, claimId, committed.booking());
		}
		if (outcome instanceof AlreadyBooked already) {
			return confirm(link, claimId, already.booking());
		}
		return switch ((CommitOutcome.Refused) outcome) {
			case SLOT_TAKEN -> release(link, claimId, Refusal.SLOT_TAKEN);
			case SLOT_UNAVAILABLE -> release(link, claimId, Refusal.SLOT_UNAVAILABLE);
			case LINK_EXPIRED -> release(link, claimId);
			case LINK_REVOKED -> quietly("revoke", this.claims.revoke(link));
		};
	}

	Mono<Void> release(TokenHash link, UUID claimId) {
		return release(link, claimId, null);
	}

	private Mono<Void> release(TokenHash link, UUID claimId, @Nullable Refusal refusal) {
		return quietly("release", this.claims.release(link, claimId, refusal));
	}

	private Mono<Void> confirm(TokenHash link, UUID claimId, Booking booking) {
		return quietly("confirm", this.claims.confirm(link, claimId, booking));
	}

	private Mono<Void> quietly(String step, Mono<Boolean> work) {
		return this.meters.time("oncegate." + step, work, (done) -> done ? "done" : "not_held")
			.doOnError((ex) -> logger.warn("A link was left claimed until its lease runs out: {} failed: {}", step,
					ex.toString()))
			.onErrorComplete()
			.then();
	}

	private static String name(ClaimOutcome outcome) {
		if (outcome instanceof ClaimOutcome.Dead dead) {
			return dead.status().name().toLowerCase(Locale.ROOT);
		}
		return (outcome instanceof Granted) ? "granted" : outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT);
	}

}
