package io.oncegate.redemption;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import io.oncegate.booking.CommitOutcome;
import io.oncegate.booking.OutcomeUnknownException;
import io.oncegate.booking.OverloadedException;
import io.oncegate.claim.ClaimOutcome;
import io.oncegate.claim.Refusal;
import io.oncegate.link.LinkStatus;
import io.oncegate.redemption.RedemptionOutcome.Reason;
import io.oncegate.redemption.RedemptionOutcome.Refused;
import io.oncegate.telemetry.Outcome;
import io.oncegate.telemetry.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Every outcome has a name that the meters have from the start. */
class OutcomeNamesTests {

	private static final UUID ID = UUID.randomUUID();

	@Test
	void ofClaims() {
		assertThat(Stream
			.of(new ClaimOutcome.Granted(ID, ID), new ClaimOutcome.Unknown(),
					new ClaimOutcome.Held(ID, Duration.ZERO, null), new ClaimOutcome.Redeemed(ID, ID, null),
					new ClaimOutcome.Dead(ID, LinkStatus.EXPIRED), new ClaimOutcome.Dead(ID, LinkStatus.REVOKED),
					new ClaimOutcome.RefusedBefore(Refusal.SLOT_TAKEN, null))
			.map(OutcomeNames::of))
			.containsExactly(Outcome.GRANTED, Outcome.UNKNOWN, Outcome.HELD, Outcome.REDEEMED, Outcome.EXPIRED,
					Outcome.REVOKED, Outcome.REFUSED_BEFORE)
			.allMatch(Step.CLAIM.outcomes()::contains);
	}

	@ParameterizedTest
	@EnumSource(CommitOutcome.Refused.class)
	void ofCommits(CommitOutcome.Refused refused) {
		Outcome outcome = OutcomeNames.of(refused);
		assertThat(outcome.label()).isEqualToIgnoringCase(refused.name());
		assertThat(outcome).isIn(Step.COMMIT.outcomes());
	}

	@ParameterizedTest
	@EnumSource(Reason.class)
	void ofRedemptions(Reason reason) {
		Outcome outcome = OutcomeNames.of(Refused.of(reason));
		assertThat(outcome.label()).isIn("link_unknown", "link_redeemed", "link_expired", "link_revoked",
				"link_claimed", "slot_taken", "invalid");
		assertThat(outcome).isIn(Step.REDEMPTION.outcomes());
	}

	@Test
	void ofFaults() {
		List<Throwable> faults = List.of(OverloadedException.ofPostgres(),
				new OutcomeUnknownException(new TimeoutException()), new IllegalStateException());
		assertThat(faults).extracting(OutcomeNames::ofFault)
			.containsExactly(Outcome.OVERLOADED, Outcome.UNKNOWN, Outcome.UNAVAILABLE)
			.allMatch(Step.REDEMPTION.outcomes()::contains);
		assertThat(faults).extracting(OutcomeNames::ofCommitFault)
			.containsExactly(Outcome.OVERLOADED, Outcome.UNKNOWN, Outcome.ERROR)
			.allMatch(Step.COMMIT.outcomes()::contains);
	}

}
