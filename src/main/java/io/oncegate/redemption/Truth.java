package io.oncegate.redemption;

import java.time.Duration;

import io.oncegate.booking.Bookings;
import io.oncegate.booking.CommitOutcome;
import io.oncegate.booking.CommitOutcome.Committed;
import io.oncegate.booking.NewBooking;
import io.oncegate.booking.OutcomeUnknownException;
import io.oncegate.calendar.Calendars;
import io.oncegate.telemetry.FaultLog;
import io.oncegate.telemetry.Traced;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

import org.springframework.stereotype.Component;

/** Looks up in PostgreSQL whether a commit with an unknown outcome took place. */
@Component
class Truth {

	private static final Logger logger = LoggerFactory.getLogger(Redemptions.class);

	private static final String UNKNOWN = "It is unknown whether a booking was committed; looking it up in PostgreSQL."
			+ " Its link stays claimed until that is known, or the lease expires";

	private static final Duration PATIENCE = Duration.ofSeconds(2);

	private static final Duration PAUSE = Duration.ofMillis(500);

	private final FaultLog unknown = new FaultLog(logger);

	private final Bookings bookings;

	private final Calendars calendars;

	Truth(Bookings bookings, Calendars calendars) {
		this.bookings = bookings;
		this.calendars = calendars;
	}

	/**
	 * Reads whether the commit took place, retrying while PostgreSQL does not respond; if
	 * there is no booking, it may still arrive.
	 */
	Mono<CommitOutcome> of(NewBooking booking, OutcomeUnknownException fault) {
		return say(fault).then(find(booking)).switchIfEmpty(Mono.error(fault));
	}

	private Mono<Void> say(OutcomeUnknownException fault) {
		return Mono.deferContextual((context) -> {
			Traced.log(context,
					() -> this.unknown.log(Level.WARN, UNKNOWN, fault, () -> String.valueOf(fault.getCause())));
			return Mono.empty();
		});
	}

	private Mono<CommitOutcome> find(NewBooking booking) {
		return this.bookings.find(booking.id())
			.zipWhen((found) -> this.calendars.find(found.ownerId(), found.calendarId()))
			.<CommitOutcome>map((found) -> new Committed(found.getT1(), found.getT2()))
			.timeout(PATIENCE)
			.retryWhen(Retry.fixedDelay(Long.MAX_VALUE, PAUSE))
			.repeatWhenEmpty((times) -> times.take(1).delayElements(PAUSE));
	}

}
