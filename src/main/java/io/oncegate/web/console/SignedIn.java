package io.oncegate.web.console;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import io.oncegate.calendar.Owner;
import io.oncegate.calendar.Owners;
import io.oncegate.link.TokenHash;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.HandlerFilterFunction;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.WebSession;
import org.springframework.web.server.session.WebSessionStore;

/**
 * Admits requests of signed-in owners, once {@link Csrf} has checked what they send and
 * if they are still signed in then; redirects all others to the sign-in.
 * <p>
 * A session holds the hash of the API key, so that it ends when the key stops working. It
 * also holds its beginning, so that it ends after a week, however it is used.
 */
@Component
public class SignedIn implements HandlerFilterFunction<ServerResponse, ServerResponse> {

	static final Duration LONGEST = Duration.ofDays(7);

	private static final String KEY = "key";

	/** In seconds since the epoch. */
	private static final String SINCE = "since";

	private final Owners owners;

	private final Csrf csrf;

	private final WebSessionStore sessions;

	private final Clock clock;

	SignedIn(Owners owners, Csrf csrf, WebSessionStore sessions, Clock clock) {
		this.owners = owners;
		this.csrf = csrf;
		this.sessions = sessions;
		this.clock = clock;
	}

	/** Signs an owner in, and changes the session id. */
	Mono<Void> begin(WebSession session, TokenHash apiKey) {
		session.getAttributes().put(SINCE, this.clock.instant().getEpochSecond());
		goOn(session, apiKey);
		// Otherwise the session would be saved again with the error page.
		return session.changeSessionId().doOnError((fault) -> session.getAttributes().clear());
	}

	/** Continues a session with the key that replaces its own. */
	static void goOn(WebSession session, TokenHash apiKey) {
		session.getAttributes().put(KEY, apiKey.value());
	}

	/** The hash of the API key of a session, if somebody is signed in. */
	static Optional<TokenHash> key(WebSession session) {
		return Optional.ofNullable(session.<String>getAttribute(KEY)).map(TokenHash::new);
	}

	@Override
	public Mono<ServerResponse> filter(ServerRequest request, HandlerFunction<ServerResponse> next) {
		return filter(request, next, SignedIn::toSignIn);
	}

	/** Admits a request of a signed-in owner; all others get another answer. */
	Mono<ServerResponse> filter(ServerRequest request, HandlerFunction<ServerResponse> next,
			HandlerFunction<ServerResponse> other) {
		return owner(request).map(Optional::of)
			.defaultIfEmpty(Optional.empty())
			.flatMap((owner) -> owner.isPresent() ? letIn(request, owner.get(), next) : other.handle(request));
	}

	/** Returns the signed-in owner, if any. Without a cookie, no store is asked. */
	Mono<Owner> owner(ServerRequest request) {
		return request.cookies().containsKey(Sessions.COOKIE) ? request.session().flatMap(this::owner) : Mono.empty();
	}

	private Mono<Owner> owner(WebSession session) {
		return Mono.justOrEmpty(key(session)).filter((key) -> isYoung(session)).flatMap(this.owners::findByApiKey);
	}

	private boolean isYoung(WebSession session) {
		Number since = session.getAttribute(SINCE);
		return since != null && this.clock.instant().isBefore(Instant.ofEpochSecond(since.longValue()).plus(LONGEST));
	}

	private Mono<ServerResponse> letIn(ServerRequest request, Owner owner, HandlerFunction<ServerResponse> next) {
		// For the error page if the check fails.
		Visit.begin(request.exchange(), owner, "");
		return this.csrf.check(request.exchange())
			.doOnNext((token) -> Visit.begin(request.exchange(), owner, token))
			.then(isStill(request))
			.flatMap((still) -> still ? next.handle(request) : toSignIn(request));
	}

	/**
	 * Tells whether the owner is still signed in once the whole request has arrived,
	 * which may take so long that they sign out elsewhere.
	 */
	private Mono<Boolean> isStill(ServerRequest request) {
		return (request.method() == HttpMethod.POST) ? request.session()
			.flatMap((session) -> this.sessions.retrieveSession(session.getId()))
			.flatMap(this::owner)
			.hasElement() : Mono.just(true);
	}

	static Mono<ServerResponse> toSignIn(ServerRequest request) {
		String address = WayBack.throughSignIn(request);
		return WayBack.isByHtmx(request) ? ServerResponse.ok().header("HX-Redirect", address).build()
				: Views.goTo(address);
	}

}
