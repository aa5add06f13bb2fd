package io.oncegate.booking;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.Slot;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The bookings in PostgreSQL, whose constraints decide who gets a slot. */
public interface Bookings {

	/**
	 * Commits a booking, or returns why not.
	 * @throws OutcomeUnknownException if it may have been committed nevertheless
	 * @throws OverloadedException if too many are waiting, or it waited too long
	 * @throws java.util.concurrent.TimeoutException if it was not sent before its
	 * deadline
	 */
	Mono<CommitOutcome> commit(NewBooking booking);

	/** Tells whether a commit would be refused now because too many are waiting. */
	boolean areFull();

	/** Finds a booking by its id alone, as the address of its confirmation has it. */
	Mono<Booking> find(UUID id);

	/** Finds a booking of an owner. */
	Mono<Booking> find(UUID ownerId, UUID id);

	/**
	 * Cancels a booking that has not begun; one that has begun or is cancelled stays as
	 * it is.
	 * @param message a message to the other party
	 * @return the booking as it is afterwards
	 */
	Mono<Booking> cancel(Booking booking, Cancellation.By by, @Nullable String message);

	/**
	 * Tells whether a one-time link works again if its invitee cancels its booking now.
	 */
	Mono<Boolean> isGivenBack(UUID ownerId, UUID linkId);

	/**
	 * Gives a booking another time of its calendar, or says why not. It keeps its id and
	 * its link. Rescheduling it to the time that it has does nothing.
	 */
	Mono<RescheduleOutcome> reschedule(Booking booking, Instant start);

	/** Finds the booking that spent a one-time link. */
	Mono<Booking> findByLink(UUID linkId);

	/** Lists those of the given slots of a calendar that still have seats. */
	Flux<FreeSlot> free(Calendar calendar, List<Slot> slots);

	/**
	 * Lists the times to which a booking can be rescheduled, of those given: its own seat
	 * counts as free.
	 */
	Flux<FreeSlot> freeToReschedule(Booking booking, Calendar calendar, List<Slot> slots);

	/**
	 * Lists those of the given slots that would have seats if the calendar were changed
	 * to offer them.
	 */
	Flux<FreeSlot> freeAfterChange(Calendar changed, List<Slot> slots);

	/**
	 * Lists the slots of a calendar that still have seats, as of less than a second ago,
	 * for {@value RecentTimes#AHEAD} days and perhaps some before and after. While it
	 * comes from memory it is the same list.
	 * @param from the first day, in the zone of the calendar
	 */
	Mono<List<FreeSlot>> recentlyFree(Calendar calendar, LocalDate from);

	/**
	 * Lists the bookings of an owner's calendars by their start, including cancelled ones
	 * and those of removed calendars.
	 * @param calendarId only bookings of this calendar, or of all
	 * @param from only bookings that start then or later
	 * @param to only bookings that start earlier
	 * @param after the last booking of the previous page, or the first page
	 */
	Flux<Booking> list(UUID ownerId, @Nullable UUID calendarId, @Nullable Instant from, @Nullable Instant to,
			@Nullable Position after, int limit);

	/**
	 * Lists the bookings of an owner's calendars that start before an instant, the latest
	 * first.
	 * @param after the last booking of the previous page, or the first page
	 */
	Flux<Booking> listBackwards(UUID ownerId, @Nullable UUID calendarId, Instant to, @Nullable Position after,
			int limit);

	/**
	 * Lists the bookings of all calendars in the order in which they were made or last
	 * changed, except those of the last seconds, which may still be in progress.
	 * @param after the last booking of the previous page, or the bookings of the last 15
	 * minutes
	 */
	Flux<Made> recent(@Nullable Made after, int limit);

	/** Finds which of an owner's links have more than one booking: law 1. */
	Flux<UUID> bookedTwice(UUID ownerId, Collection<UUID> linkIds);

	/**
	 * Finds which of an owner's bookings no link allowed: made, or released, after the
	 * link or its campaign was revoked, or made without a one-time link while the
	 * calendar was not shared: law 9.
	 */
	Flux<UUID> unopened(UUID ownerId, Collection<UUID> ids);

	/**
	 * Finds which of an owner's bookings are for a slot with more bookings than seats:
	 * law 5.
	 */
	Flux<UUID> overbooked(UUID ownerId, Collection<UUID> ids);

	/** A position in the list. */
	record Position(Instant start, UUID id) {

	}

	/**
	 * A position among the bookings in the order in which they were made or last changed.
	 *
	 * @param linkId the one-time link of that booking, if it has one
	 */
	record Made(Instant at, UUID id, UUID ownerId, @Nullable UUID linkId) {

	}

}
