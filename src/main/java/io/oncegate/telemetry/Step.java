package io.oncegate.telemetry;

import java.util.EnumSet;
import java.util.Set;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.docs.ObservationDocumentation;

import static io.oncegate.telemetry.Outcome.ALREADY_BOOKED;
import static io.oncegate.telemetry.Outcome.COMMITTED;
import static io.oncegate.telemetry.Outcome.DONE;
import static io.oncegate.telemetry.Outcome.ERROR;
import static io.oncegate.telemetry.Outcome.EXPIRED;
import static io.oncegate.telemetry.Outcome.GRANTED;
import static io.oncegate.telemetry.Outcome.HELD;
import static io.oncegate.telemetry.Outcome.INVALID;
import static io.oncegate.telemetry.Outcome.LINK_CLAIMED;
import static io.oncegate.telemetry.Outcome.LINK_EXPIRED;
import static io.oncegate.telemetry.Outcome.LINK_REDEEMED;
import static io.oncegate.telemetry.Outcome.LINK_REVOKED;
import static io.oncegate.telemetry.Outcome.LINK_UNKNOWN;
import static io.oncegate.telemetry.Outcome.NOT_HELD;
import static io.oncegate.telemetry.Outcome.OVERLOADED;
import static io.oncegate.telemetry.Outcome.REDEEMED;
import static io.oncegate.telemetry.Outcome.REFUSED_BEFORE;
import static io.oncegate.telemetry.Outcome.REPLAYED;
import static io.oncegate.telemetry.Outcome.REVOKED;
import static io.oncegate.telemetry.Outcome.SLOT_TAKEN;
import static io.oncegate.telemetry.Outcome.SLOT_UNAVAILABLE;
import static io.oncegate.telemetry.Outcome.UNAVAILABLE;
import static io.oncegate.telemetry.Outcome.UNKNOWN;
import static io.oncegate.telemetry.Outcome.UNSHARED;
import static io.oncegate.telemetry.Outcome.WRITTEN;

/**
 * The steps of a redemption, each observed: timed by what became of it, and a span of its
 * trace.
 */
public enum Step implements ObservationDocumentation {

	/** The whole of it. */
	REDEMPTION("oncegate.redemption", "An attempt to book, from reading its request to knowing its answer.",
			EnumSet.of(REDEEMED, REPLAYED, LINK_REDEEMED, LINK_CLAIMED, LINK_UNKNOWN, LINK_EXPIRED, LINK_REVOKED,
					SLOT_TAKEN, INVALID, OVERLOADED, UNAVAILABLE, UNKNOWN)),

	/** Claiming its link. */
	CLAIM("oncegate.claim",
			"Claiming its link in Redis, or looking it up in PostgreSQL if Redis does not know it or is down.",
			EnumSet.of(GRANTED, HELD, REDEEMED, EXPIRED, REVOKED, UNKNOWN, REFUSED_BEFORE, ERROR)),

	/** Making its booking. */
	COMMIT("oncegate.commit", "Committing it in PostgreSQL, including the wait for a batch.",
			EnumSet.of(COMMITTED, ALREADY_BOOKED, SLOT_TAKEN, SLOT_UNAVAILABLE, LINK_EXPIRED, LINK_REVOKED, UNSHARED,
					OVERLOADED, UNKNOWN, ERROR)),

	/** One statement for all bookings of a batch. */
	COMMIT_BATCH("oncegate.commit.batch",
			"A batch: one PostgreSQL statement that commits all bookings that waited for it.",
			EnumSet.of(WRITTEN, UNKNOWN, ERROR)),

	/** Marking its link as spent. */
	CONFIRM("oncegate.confirm", "Marking its link as spent in Redis.", EnumSet.of(DONE, NOT_HELD, ERROR)),

	/** Releasing the link. */
	RELEASE("oncegate.release", "Releasing the link in Redis after a definite failure.",
			EnumSet.of(DONE, NOT_HELD, ERROR)),

	/** Marking its link as revoked. */
	REVOKE("oncegate.revoke", "Marking a link as revoked in Redis, after PostgreSQL.",
			EnumSet.of(DONE, NOT_HELD, ERROR)),

	/** Making the link of a cancelled booking good again. */
	GIVE_BACK("oncegate.give.back", "Making the link of a cancelled booking good again in Redis, after PostgreSQL.",
			EnumSet.of(DONE, NOT_HELD, ERROR));

	private final String meter;

	private final String description;

	private final Set<Outcome> outcomes;

	Step(String meter, String description, Set<Outcome> outcomes) {
		this.meter = meter;
		this.description = description;
		this.outcomes = outcomes;
	}

	@Override
	public String getName() {
		return this.meter;
	}

	@Override
	public KeyName[] getLowCardinalityKeyNames() {
		return Tag.names(Tag.OUTCOME);
	}

	String description() {
		return this.description;
	}

	/** What may become of it. */
	public Set<Outcome> outcomes() {
		return this.outcomes;
	}

	/** The outcome, or if it is none of this step's, that nobody knows. */
	Outcome documented(Outcome outcome) {
		return this.outcomes.contains(outcome) ? outcome : this.outcomes.contains(ERROR) ? ERROR : UNKNOWN;
	}

}
