package io.oncegate.calendar;

import java.time.Duration;
import java.util.UUID;
import java.util.function.UnaryOperator;

import io.oncegate.link.TokenHash;
import reactor.core.publisher.Mono;

/**
 * The owners in PostgreSQL, identified by the hash of their API key.
 * <p>
 * An owner has one key, and for a while at most one former key that still works. A
 * replaced key is never accepted as a key again, however it is set.
 */
public interface Owners {

	/** Finds the owner of a working key, by the clock of the database. */
	Mono<Owner> findByApiKey(TokenHash apiKey);

	/** Finds the first owner, if there is one. */
	Mono<Owner> first();

	/**
	 * Adds the first owner, unless there is one.
	 * @return the added owner, or empty
	 */
	Mono<Owner> addFirst(Owner owner, TokenHash apiKey);

	/**
	 * Changes an owner's name and contact.
	 * @param change gets the current owner
	 * @return the changed owner
	 */
	Mono<Owner> change(UUID id, UnaryOperator<Owner> change);

	/**
	 * Replaces a key; any earlier key stops working at once.
	 * @param replaced the owner's key
	 * @param fresh the new key
	 * @param grace how long the replaced one still works
	 * @return whether it was the owner's key; false if it was already replaced
	 */
	Mono<Boolean> replaceKey(TokenHash replaced, TokenHash fresh, Duration grace);

	/**
	 * Sets the key of an owner, unless it was replaced before; all others stop working at
	 * once.
	 * @return whether this changed their key
	 */
	Mono<Boolean> setKey(UUID id, TokenHash apiKey);

	/** Tells whether this is an owner's key, and not a former one. */
	Mono<Boolean> hasKey(UUID id, TokenHash apiKey);

}
