package io.oncegate.claim;

import java.time.Duration;
import java.util.UUID;

import io.oncegate.booking.Idempotency;
import io.oncegate.link.LinkStatus;
import org.jspecify.annotations.Nullable;

/** The outcome of a claim. */
public sealed interface ClaimOutcome {

	/** The link is held by this claim until its lease expires. */
	record Granted(UUID linkId, UUID calendarId) implements ClaimOutcome {

	}

	/** Redis does not know the link. */
	record Unknown() implements ClaimOutcome {

	}

	/**
	 * Another claim holds the link.
	 *
	 * @param holder the mark of the request that made it, if it has one
	 */
	record Held(UUID linkId, Duration leaseLeft, @Nullable Idempotency holder) implements ClaimOutcome {

	}

	/**
	 * The link is spent.
	 *
	 * @param redeemer the mark of the request that spent it, if it has one
	 */
	record Redeemed(UUID calendarId, UUID bookingId, @Nullable Idempotency redeemer) implements ClaimOutcome {

	}

	/** The link's date has passed, or it is revoked. */
	record Dead(UUID calendarId, LinkStatus status) implements ClaimOutcome {

	}

	/** An attempt under the same idempotency key was refused before. */
	record RefusedBefore(Refusal refusal, @Nullable Idempotency attempt) implements ClaimOutcome {

	}

}
