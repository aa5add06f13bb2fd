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

	/** Finds a calendar, removed ones too. */
	Mono<Calendar> find(UUID id);

	/** Finds the calendars that there are of these ids, removed ones too. */
	Flux<Calendar> findAll(Collection<UUID> ids);

	/**
	 * Finds a calendar as it was at most a second ago, removed ones too; the database is
	 * asked for it three times a second at most.
	 */
	Mono<Calendar> findRecent(UUID id);

	/** Forgets a recent calendar that turned out to be no longer as it is. */
	void forget(Calendar stale);

	/** Finds the calendar that its scheduling link opens, as of at most a second ago. */
	Mono<Calendar> findRecentBySlug(String slug);

	/**
	 * Tells whether a slug belongs to a calendar, of whomever.
	 * @param butFor the calendar that does not count, if there is one
	 */
	Mono<Boolean> isTaken(String slug, @Nullable UUID butFor);

	/** Finds the calendar that its permanent link opens, as of at most a second ago. */
	Mono<Calendar> findRecentByPublicId(UUID publicId);

	/** Finds a calendar of the owner's that is not removed. */
	Mono<Calendar> findOwned(UUID ownerId, UUID id);

	/**
	 * Lists the owner's calendars, the oldest first.
	 * @param after the last calendar of the page before, or the first page
	 */
	Flux<Calendar> list(UUID ownerId, @Nullable UUID after, int limit);

	/**
	 * Changes a calendar while no booking of it is under way. The version rises if the
	 * times offered change, which settles what later bookings have to respect.
	 * @param change gets the calendar as it is
	 * @return the calendar as it is afterwards, or empty if there is none or its new slug
	 * is taken
	 */
	Mono<Calendar> change(UUID ownerId, UUID id, UnaryOperator<Calendar> change);

	/**
	 * Removes a calendar; its links are then withdrawn, its bookings stay.
	 * @return whether there was one
	 */
	Mono<Boolean> remove(UUID ownerId, UUID id);

}
