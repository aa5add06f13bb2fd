package io.oncegate.redemption;

import java.util.Locale;

import io.oncegate.booking.CommitOutcome;
import io.oncegate.booking.OutcomeUnknownException;
import io.oncegate.booking.OverloadedException;
import io.oncegate.claim.ClaimOutcome;
import io.oncegate.redemption.RedemptionOutcome.Redeemed;
import io.oncegate.redemption.RedemptionOutcome.Refused;

/** What the meters call the outcomes. */
final class OutcomeNames {

	private OutcomeNames() {
	}

	static String of(ClaimOutcome outcome) {
		return (outcome instanceof ClaimOutcome.Dead dead) ? lower(dead.status().name())
				: lower(outcome.getClass().getSimpleName());
	}

	static String of(CommitOutcome outcome) {
		return (outcome instanceof CommitOutcome.Refused refused) ? lower(refused.name())
				: (outcome instanceof CommitOutcome.Committed) ? "committed" : "already_booked";
	}

	static String of(RedemptionOutcome outcome) {
		if (outcome instanceof Redeemed redeemed) {
			return redeemed.replayed() ? "replayed" : "redeemed";
		}
		return switch (((Refused) outcome).reason()) {
			case SLOT_UNAVAILABLE, KEY_REUSED -> "invalid";
			case KEY_IN_FLIGHT -> "link_claimed";
			default -> lower(((Refused) outcome).reason().name());
		};
	}

	static String of(Throwable fault) {
		return (fault instanceof OverloadedException) ? "overloaded"
				: (fault instanceof OutcomeUnknownException) ? "unknown" : "unavailable";
	}

	private static String lower(String name) {
		return name.toLowerCase(Locale.ROOT);
	}

}
