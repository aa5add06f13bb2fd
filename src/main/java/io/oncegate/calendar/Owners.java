package io.oncegate.calendar;

import java.time.Duration;
import java.util.UUID;
import java.util.function.UnaryOperator;

import io.oncegate.link.TokenHash;
import reactor.core.publisher.Mono;

/**
 * The owners in PostgreSQL, known by the hash of their API key.
 * <p>
 * An owner has one key, and for a while at most one former key that still works. A key
 * that was replaced is never taken as a key again, however it is set.
 */
public interface Owners {

	/** Finds the owner of a key that works, by the clock of the database. */
	Mono<Owner> findByApiKey(TokenHash apiKey);

	/** Finds the first owner, if there is one. */
	Mono<Owner> first();

	/**
	 * Adds the first owner, unless there is one.
	 * @return the owner that was added, or empty
	 */
	Mono<Owner> addFirst(Owner owner, TokenHash apiKey);

	/**
	 * Changes an owner's name and contact.
	 * @param change gets the owner as they are
	 * @return the owner as they are afterwards
	 */
	Mono<Owner> change(UUID id, UnaryOperator<Owner> change);

	/**
	 * Replaces a key; any key before it stops working at once.
	 * @param replaced the owner's key
	 * @param fresh the key that takes its place
	 * @param grace how long the replaced one still works
	 * @return whether it was the owner's key; it is not if it was replaced before
	 */
	Mono<Boolean> replaceKey(TokenHash replaced, TokenHash fresh, Duration grace);

	/**
	 * Sets the key of an owner, unless it is a key that was replaced; all others stop
	 * working at once.
	 * @return whether that changed their key
	 */
	Mono<Boolean> setKey(UUID id, TokenHash apiKey);

	/** Tells whether this is an owner's key, and not a former one. */
	Mono<Boolean> hasKey(UUID id, TokenHash apiKey);

}
