package io.oncegate.web.console;

import java.io.IOException;

import reactor.core.publisher.Mono;

import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.session.ReactiveSessionRepository;
import org.springframework.session.Session;

/**
 * Sessions that may end while a request uses them, because somebody signs out in another
 * tab. The request is answered nevertheless, as it has been carried out, and the session
 * stays ended. A connection to Redis that is lost is a fault of a store.
 */
record EndableSessions<S extends Session>(ReactiveSessionRepository<S> stored) implements ReactiveSessionRepository<S> {

	@Override
	public Mono<S> createSession() {
		return this.stored.createSession();
	}

	/**
	 * A session that no longer exists is not saved; Spring would report that as a fault.
	 */
	@Override
	public Mono<Void> save(S session) {
		return this.stored.save(session)
			.onErrorComplete(IllegalStateException.class)
			.onErrorMap(IOException.class, EndableSessions::away);
	}

	@Override
	public Mono<S> findById(String id) {
		return this.stored.findById(id).onErrorMap(IOException.class, EndableSessions::away);
	}

	@Override
	public Mono<Void> deleteById(String id) {
		return this.stored.deleteById(id).onErrorMap(IOException.class, EndableSessions::away);
	}

	/**
	 * Lettuce passes on the plain fault of a connection that is reset. Spring does not
	 * translate it, and it looks like that of a client that has left.
	 */
	private static RedisConnectionFailureException away(IOException reset) {
		return new RedisConnectionFailureException("The connection to Redis was lost", reset);
	}

}
