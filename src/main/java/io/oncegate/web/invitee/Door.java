package io.oncegate.web.invitee;

import java.time.Instant;

import io.oncegate.booking.BookingRequest;
import io.oncegate.calendar.Calendar;
import io.oncegate.redemption.RedemptionOutcome;
import io.oncegate.redemption.RedemptionOutcome.Redeemed;
import io.oncegate.web.http.Framing;
import io.oncegate.web.http.ProblemException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A link by which an invitee arrives: one-time, scheduling or permanent. A door that does
 * not open fails with a {@link ProblemException}.
 */
public interface Door {

	/** Which websites may embed its pages. */
	Framing framing();

	/** Reads what is behind the door, without spending a link. */
	Mono<Opening> open();

	/** Books, or returns the reason for the refusal. */
	Mono<RedemptionOutcome> tryToBook(BookingRequest request);

	/** Converts a refusal to its problem. */
	Mono<Redeemed> orProblem(RedemptionOutcome outcome);

	/**
	 * Books, or fails with the problem of the refusal.
	 * @param request only read if it may succeed
	 * @param repeatable whether it may repeat a request that has booked already
	 */
	default Mono<Redeemed> book(Mono<BookingRequest> request, boolean repeatable) {
		return request.flatMap(this::tryToBook).flatMap(this::orProblem);
	}

	/**
	 * What is behind a door.
	 *
	 * @param expiresAt when the one-time link expires, if it does
	 */
	record Opening(Calendar calendar, @Nullable Instant expiresAt) {

	}

}
