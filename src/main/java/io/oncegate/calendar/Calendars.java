package io.oncegate.calendar;

import java.util.Collection;
import java.util.UUID;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The calendars in PostgreSQL. */
public interface Calendars {

	/**
	 * Adds a calendar.
	 * @return the calendar, or empty if its slug is taken
	 */
	Mono<Calendar> add(Calendar calendar);

	/** Finds a calendar, even a removed one, of an unknown owner. */
	Mono<Calendar> find(UUID id);

	/** Finds a calendar of an owner, even a removed one. */
	Mono<Calendar> find(UUID ownerId, UUID id);

	/** Finds those calendars that the owner has or has removed. */
	Flux<Calendar> findAll(UUID ownerId, Collection<UUID> ids);

	/**
	 * Finds a calendar, even a removed one, as of at most a second ago; it is read from
	 * the database at most three times a second.
	 */
	Mono<Calendar> findRecent(UUID id);

	/** Drops a cached calendar that turned out to be stale. */
	void forget(Calendar stale);

	/** Finds the calendar that a scheduling link opens, as of at most a second ago. */
	Mono<Calendar> findRecentBySlug(String slug);

	/**
	 * Tells whether any calendar has a slug.
	 * @param butFor a calendar that does not count, or null
	 */
	Mono<Boolean> isTaken(String slug, @Nullable UUID butFor);

	/** Finds the calendar that a permanent link opens, as of at most a second ago. */
	Mono<Calendar> findRecentByPublicId(UUID publicId);

	/** Finds one of the owner's calendars, unless it is removed. */
	Mono<Calendar> findOwned(UUID ownerId, UUID id);

	/**
	 * Lists the owner's calendars, oldest first.
	 * @param after the last calendar of the previous page, or the first page
	 */
	Flux<Calendar> list(UUID ownerId, @Nullable UUID after, int limit);

	/**
	 * Changes a calendar while none of its bookings is being committed. The version rises
	 * if the offered slots change; later bookings have to match it.
	 * @param change gets the current calendar
	 * @return the changed calendar, or empty if there is none or its new slug is taken
	 */
	Mono<Calendar> change(UUID ownerId, UUID id, UnaryOperator<Calendar> change);

	/**
	 * Removes a calendar; its links are then revoked, its bookings stay.
	 * @return whether there was one
	 */
	Mono<Boolean> remove(UUID ownerId, UUID id);

}
