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

/** The bookings in PostgreSQL, whose constraints decide who gets a time. */
public interface Bookings {

	/**
	 * Commits a booking, or says why not.
	 * @throws OutcomeUnknownException if it may have been committed all the same
	 * @throws OverloadedException if too many wait, or it had to wait too long
	 * @throws java.util.concurrent.TimeoutException if it was not sent before its
	 * deadline
	 */
	Mono<CommitOutcome> commit(NewBooking booking);

	/** Tells whether a commit would be refused now, for too many wait. */
	boolean areFull();

	Mono<Booking> find(UUID id);

	/**
	 * Cancels a booking that has not begun; what is begun or cancelled stays as it is.
	 * @param message a word to the other side
	 * @return the booking as it is afterwards; empty if there is none
	 */
	Mono<Booking> cancel(UUID id, Cancellation.By by, @Nullable String message);

	/**
	 * Tells whether cancelling by its invitee gives a link back: a few times it does, if
	 * nothing else keeps it.
	 */
	Mono<Boolean> mayBeGivenBack(UUID linkId);

	/**
	 * Gives a booking another time of its calendar, or says why not. It keeps its id and
	 * its link. Rescheduling it to the time that it has does nothing.
	 */
	Mono<RescheduleOutcome> reschedule(Booking booking, Instant start);

	/** Finds the booking that a one-time link is spent by. */
	Mono<Booking> findByLink(UUID linkId);

	/** Lists the times of a calendar that still have seats, of those given. */
	Flux<FreeSlot> free(Calendar calendar, List<Slot> slots);

	/**
	 * Lists the times to which a booking can be rescheduled, of those given: its own seat
	 * counts as free.
	 */
	Flux<FreeSlot> freeToReschedule(Booking booking, Calendar calendar, List<Slot> slots);

	/**
	 * Lists the times that would have seats if a calendar were changed to offer these
	 * times instead.
	 */
	Flux<FreeSlot> freeAfterChange(Calendar changed, List<Slot> slots);

	/**
	 * Lists the times of a calendar that still have seats, as they were less than a
	 * second ago, those of {@value RecentTimes#AHEAD} days and perhaps of some before and
	 * after. As long as it is read again from memory it is the same list.
	 * @param from the first of the days, in the zone of the calendar
	 */
	Mono<List<FreeSlot>> recentlyFree(Calendar calendar, LocalDate from);

	/**
	 * Lists the bookings of an owner's calendars by their start: cancelled ones too, and
	 * those of calendars that were removed.
	 * @param calendarId only bookings of this calendar, or of all
	 * @param from only bookings that start then or later
	 * @param to only bookings that start earlier
	 * @param after the last booking of the page before, or the first page
	 */
	Flux<Booking> list(UUID ownerId, @Nullable UUID calendarId, @Nullable Instant from, @Nullable Instant to,
			@Nullable Position after, int limit);

	/**
	 * Lists the bookings of an owner's calendars that start before a time, the last
	 * first.
	 * @param after the last booking of the page before, or the first page
	 */
	Flux<Booking> listBackwards(UUID ownerId, @Nullable UUID calendarId, Instant to, @Nullable Position after,
			int limit);

	/**
	 * Lists the bookings of every calendar in the order in which they were made or last
	 * changed, but for those of the last seconds, which may still be under way.
	 * @param after the last booking of the page before, or the bookings of the last
	 * quarter of an hour
	 */
	Flux<Made> recent(@Nullable Made after, int limit);

	/** Finds those of the links that have more than one booking: law 1. */
	Flux<UUID> bookedTwice(Collection<UUID> linkIds);

	/**
	 * Finds those of the bookings that no link opened: made, or given back, after the
	 * link or its campaign was revoked, or without a one-time link while the calendar was
	 * not shared: law 9.
	 */
	Flux<UUID> unopened(Collection<UUID> ids);

	/** Finds those of the bookings whose time has more bookings than seats: law 5. */
	Flux<UUID> overbooked(Collection<UUID> ids);

	/** A place in the list. */
	record Position(Instant start, UUID id) {

	}

	/**
	 * A place among the bookings in the order in which they were made or last changed.
	 *
	 * @param linkId the one-time link of the booking there, if it has one
	 */
	record Made(Instant at, UUID id, @Nullable UUID linkId) {

	}

}
