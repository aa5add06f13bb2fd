package io.oncegate.web.invitee;

import java.time.Instant;

import io.oncegate.booking.BookingRequest;
import io.oncegate.calendar.Calendar;
import io.oncegate.redemption.RedemptionOutcome;
import io.oncegate.redemption.RedemptionOutcome.Redeemed;
import io.oncegate.web.http.Framing;
import io.oncegate.web.http.ProblemException;
import io.oncegate.web.http.Turns;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A link by which an invitee came: one-time, scheduling or permanent. A door that does
 * not open is an error, a {@link ProblemException}.
 */
public interface Door {

	/** Tells which web sites may show it in a frame. */
	Framing framing();

	/** Reads what is behind it; spends nothing. */
	Mono<Opening> open();

	/** Books, or says as a value why not. */
	Mono<RedemptionOutcome> tryToBook(BookingRequest request);

	/** Turns a refusal into its problem. */
	Mono<Redeemed> orProblem(RedemptionOutcome outcome);

	/**
	 * Books, or fails with the problem that says why not.
	 * @param request is read only if something may come of it
	 * @param repeatable whether it may have been booked already by the same request
	 */
	default Mono<Redeemed> book(Mono<BookingRequest> request, boolean repeatable) {
		return request.flatMap(this::tryToBook).flatMap(this::orProblem);
	}

	/**
	 * What is behind a door.
	 *
	 * @param expiresAt until when a one-time link can be used, if there is a date
	 */
	record Opening(Calendar calendar, @Nullable Instant expiresAt) {

	}

}
