package io.oncegate.calendar;

import io.oncegate.link.TokenHash;
import reactor.core.publisher.Mono;

/** The owners in PostgreSQL, known by the hash of their API key. */
public interface Owners {

	Mono<Owner> findByApiKey(TokenHash apiKey);

	/**
	 * Sees to it that there is a first owner.
	 * @param name the name of a new one
	 * @param apiKey their API key; replaces the one that they had
	 * @return the owner
	 */
	Mono<Owner> first(String name, TokenHash apiKey);

	/** Tells whether there is an owner. */
	Mono<Boolean> any();

}
