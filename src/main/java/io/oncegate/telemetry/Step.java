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
	REDEMPTION("oncegate.redemption",
			"A booking that somebody tried to make, from when its request was read until its answer is known.",
			EnumSet.of(REDEEMED, REPLAYED, LINK_REDEEMED, LINK_CLAIMED, LINK_UNKNOWN, LINK_EXPIRED, LINK_REVOKED,
					SLOT_TAKEN, INVALID, OVERLOADED, UNAVAILABLE, UNKNOWN)),

	/** Claiming its link. */
	CLAIM("oncegate.claim",
			"The claim of its link in Redis; while Redis does not know the link or is away, what PostgreSQL says.",
			EnumSet.of(GRANTED, HELD, REDEEMED, EXPIRED, REVOKED, UNKNOWN, REFUSED_BEFORE, ERROR)),

	/** Making its booking. */
	COMMIT("oncegate.commit", "Its commit in PostgreSQL, with its wait for a batch.",
			EnumSet.of(COMMITTED, ALREADY_BOOKED, SLOT_TAKEN, SLOT_UNAVAILABLE, LINK_EXPIRED, LINK_REVOKED, UNSHARED,
					OVERLOADED, UNKNOWN, ERROR)),

	/** One statement for all bookings of a batch. */
	COMMIT_BATCH("oncegate.commit.batch",
			"A batch: one statement of PostgreSQL, which commits all bookings that waited for it.",
			EnumSet.of(WRITTEN, UNKNOWN, ERROR)),

	/** Marking its link as spent. */
	CONFIRM("oncegate.confirm", "Telling Redis that its link is spent.", EnumSet.of(DONE, NOT_HELD, ERROR)),

	/** Giving its link back. */
	RELEASE("oncegate.release", "Giving its link back after a definite failure.", EnumSet.of(DONE, NOT_HELD, ERROR)),

	/** Marking its link as withdrawn. */
	REVOKE("oncegate.revoke", "Telling Redis that its link was withdrawn, as PostgreSQL knows.",
			EnumSet.of(DONE, NOT_HELD, ERROR)),

	/** Making the link of a cancelled booking good again. */
	GIVE_BACK("oncegate.give.back", "Telling Redis that a cancelled booking has given its link back.",
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
