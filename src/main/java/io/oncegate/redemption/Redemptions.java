package io.oncegate.redemption;

import java.util.UUID;
import java.util.function.Consumer;

import io.oncegate.booking.BookingRequest;
import io.oncegate.booking.Bookings;
import io.oncegate.link.LinkToken;
import io.oncegate.redemption.RedemptionOutcome.Reason;
import io.oncegate.redemption.RedemptionOutcome.Refused;
import io.oncegate.telemetry.Measure;
import io.oncegate.telemetry.Meters;
import io.oncegate.telemetry.Step;
import io.oncegate.telemetry.Steps;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Service;

/**
 * Books with a link, each {@link Attempt} to completion even if the client disconnects.
 */
@Service
public class Redemptions {

	private final Detached detached;

	private final Attempt.Tools tools;

	Redemptions(LinkClaims claims, Bookings bookings, Truth truth, Answers answers, Detached detached, Steps steps,
			Meters meters) {
		this.detached = detached;
		this.tools = new Attempt.Tools(claims, bookings, truth, answers, detached, steps,
				meters.counter(Measure.LINKS_REDEEMED));
	}

	/** Books with a one-time link, which is then spent. */
	public Mono<RedemptionOutcome> redeem(LinkToken link, BookingRequest request) {
		return run(request, (attempt) -> attempt.redeem(link.hash()));
	}

	/** Refuses to book, for a reason known in advance. */
	public Mono<RedemptionOutcome> refuse(Reason reason) {
		return measured(Mono.just(Refused.of(reason)));
	}

	/**
	 * Books with a scheduling or permanent link, which stays usable.
	 * @param way the slug or public id of the link
	 */
	public Mono<RedemptionOutcome> book(UUID calendarId, String way, BookingRequest request) {
		return run(request, (attempt) -> attempt.book(calendarId, way));
	}

	private Mono<RedemptionOutcome> run(BookingRequest request, Consumer<Attempt> first) {
		return Mono.deferContextual((context) -> {
			if (!this.detached.enter()) {
				return measured(Detached.refusal());
			}
			Attempt attempt = new Attempt(this.tools, request, context);
			return Mono.fromFuture(attempt.go(() -> first.accept(attempt)), true);
		});
	}

	private Mono<RedemptionOutcome> measured(Mono<RedemptionOutcome> outcome) {
		return this.tools.steps().observe(Step.REDEMPTION, outcome, OutcomeNames::of, OutcomeNames::ofFault);
	}

}
