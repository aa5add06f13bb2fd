package io.oncegate.web.console;

import reactor.core.publisher.Mono;

import org.springframework.session.ReactiveSessionRepository;
import org.springframework.session.Session;

/**
 * Sessions that may end while a request uses them: somebody signs out in another tab. The
 * request is answered all the same, for what it did is done, and the session stays ended.
 */
record EndableSessions<S extends Session>(ReactiveSessionRepository<S> stored) implements ReactiveSessionRepository<S> {

	@Override
	public Mono<S> createSession() {
		return this.stored.createSession();
	}

	/**
	 * Nothing is saved of a session that is no longer there, which Spring calls a fault.
	 */
	@Override
	public Mono<Void> save(S session) {
		return this.stored.save(session).onErrorComplete(IllegalStateException.class);
	}

	@Override
	public Mono<S> findById(String id) {
		return this.stored.findById(id);
	}

	@Override
	public Mono<Void> deleteById(String id) {
		return this.stored.deleteById(id);
	}

}
