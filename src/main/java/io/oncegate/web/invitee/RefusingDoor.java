package io.oncegate.web.invitee;

import io.oncegate.redemption.RedemptionOutcome;
import io.oncegate.redemption.RedemptionOutcome.Redeemed;
import io.oncegate.redemption.RedemptionOutcome.Refused;
import io.oncegate.web.invitee.RecentlyDead.Look;
import reactor.core.publisher.Mono;

/** A door that turns refusals into problems, and remembers dead links. */
abstract class RefusingDoor implements Door {

	private final BookingRefusals refusals;

	private final Look look;

	RefusingDoor(BookingRefusals refusals, Look look) {
		this.refusals = refusals;
		this.look = look;
	}

	Look look() {
		return this.look;
	}

	@Override
	public Mono<Redeemed> orProblem(RedemptionOutcome outcome) {
		return (outcome instanceof Redeemed redeemed) ? Mono.just(redeemed)
				: this.refusals.of((Refused) outcome, this.look);
	}

}
