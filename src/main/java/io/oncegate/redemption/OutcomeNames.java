package io.oncegate.redemption;

import io.oncegate.booking.CommitOutcome;
import io.oncegate.booking.OutcomeUnknownException;
import io.oncegate.booking.OverloadedException;
import io.oncegate.claim.ClaimOutcome;
import io.oncegate.redemption.RedemptionOutcome.Redeemed;
import io.oncegate.redemption.RedemptionOutcome.Refused;
import io.oncegate.telemetry.Outcome;

/** The names of the outcomes in the meters. */
final class OutcomeNames {

	private OutcomeNames() {
	}

	static Outcome of(ClaimOutcome outcome) {
		if (outcome instanceof ClaimOutcome.Dead dead) {
			return Outcome.valueOf(dead.status().name());
		}
		if (outcome instanceof ClaimOutcome.Granted) {
			return Outcome.GRANTED;
		}
		if (outcome instanceof ClaimOutcome.Held) {
			return Outcome.HELD;
		}
		if (outcome instanceof ClaimOutcome.Redeemed) {
			return Outcome.REDEEMED;
		}
		return (outcome instanceof ClaimOutcome.RefusedBefore) ? Outcome.REFUSED_BEFORE : Outcome.UNKNOWN;
	}

	static Outcome of(CommitOutcome outcome) {
		return (outcome instanceof CommitOutcome.Refused refused) ? Outcome.valueOf(refused.name())
				: (outcome instanceof CommitOutcome.Committed) ? Outcome.COMMITTED : Outcome.ALREADY_BOOKED;
	}

	static Outcome of(RedemptionOutcome outcome) {
		if (outcome instanceof Redeemed redeemed) {
			return redeemed.replayed() ? Outcome.REPLAYED : Outcome.REDEEMED;
		}
		return switch (((Refused) outcome).reason()) {
			case SLOT_UNAVAILABLE, KEY_REUSED -> Outcome.INVALID;
			case KEY_IN_FLIGHT -> Outcome.LINK_CLAIMED;
			case UNSHARED -> Outcome.LINK_UNKNOWN;
			default -> Outcome.valueOf(((Refused) outcome).reason().name());
		};
	}

	static Outcome ofFault(Throwable fault) {
		return (fault instanceof OverloadedException) ? Outcome.OVERLOADED
				: (fault instanceof OutcomeUnknownException) ? Outcome.UNKNOWN : Outcome.UNAVAILABLE;
	}

	static Outcome ofCommitFault(Throwable fault) {
		return (ofFault(fault) == Outcome.UNAVAILABLE) ? Outcome.ERROR : ofFault(fault);
	}

}
