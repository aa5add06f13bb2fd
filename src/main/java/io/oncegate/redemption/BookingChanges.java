package io.oncegate.redemption;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.oncegate.booking.Booking;
import io.oncegate.booking.Bookings;
import io.oncegate.booking.Cancellation.By;
import io.oncegate.booking.RescheduleOutcome;
import io.oncegate.link.Links;
import io.oncegate.link.OneTimeLink;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Service;

/**
 * Cancels and reschedules bookings, to the end whether or not the client still waits:
 * PostgreSQL first, which holds the truth, then Redis, which is mended by the auditor if
 * it does not answer now.
 */
@Service
public class BookingChanges {

	private final Bookings bookings;

	private final Links links;

	private final LinkClaims claims;

	private final Detached detached;

	BookingChanges(Bookings bookings, Links links, LinkClaims claims, Detached detached) {
		this.bookings = bookings;
		this.links = links;
		this.claims = claims;
		this.detached = detached;
	}

	/**
	 * Cancels a booking that has not begun, and gives its one-time link back unless the
	 * calendar keeps it or it is expired.
	 * @param message a word to the other side
	 * @return the booking as it is afterwards, which is confirmed if it has begun
	 */
	public Mono<Booking> cancel(Booking booking, By by, @Nullable String message) {
		return this.detached.run(this.bookings.cancel(booking, by, message).delayUntil(this::giveBack));
	}

	private Mono<Void> giveBack(Booking booking) {
		return (booking.linkId() == null || booking.holdsLink()) ? Mono.empty()
				: this.links.findAll(booking.ownerId(), List.of(booking.linkId()))
					.map(OneTimeLink::hash)
					.flatMap((link) -> this.claims.giveBack(link, booking.id()))
					.onErrorComplete()
					.then();
	}

	/** Gives a booking another time, or says why not; its link stays spent. */
	public Mono<RescheduleOutcome> reschedule(Booking booking, Instant start) {
		return this.detached.run(this.bookings.reschedule(booking, start));
	}

}
