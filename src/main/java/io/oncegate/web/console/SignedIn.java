package io.oncegate.web.console;

import java.util.Optional;

import io.oncegate.calendar.Owner;
import io.oncegate.calendar.Owners;
import io.oncegate.link.TokenHash;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.HandlerFilterFunction;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.WebSession;

/**
 * Lets in whoever is signed in, once {@link Csrf} has passed what they send; sends
 * everybody else to the sign-in.
 * <p>
 * The session holds the hash of the API key, so that it ends when the key is changed.
 */
@Component
class SignedIn implements HandlerFilterFunction<ServerResponse, ServerResponse> {

	private static final String KEY = "key";

	private final Owners owners;

	private final Csrf csrf;

	SignedIn(Owners owners, Csrf csrf) {
		this.owners = owners;
		this.csrf = csrf;
	}

	/** Signs an owner in, under another session id than they had. */
	static Mono<Void> begin(WebSession session, TokenHash apiKey) {
		session.getAttributes().put(KEY, apiKey.value());
		// Else the session would be saved once more, with the page of the fault.
		return session.changeSessionId().doOnError((fault) -> session.getAttributes().remove(KEY));
	}

	@Override
	public Mono<ServerResponse> filter(ServerRequest request, HandlerFunction<ServerResponse> next) {
		return owner(request).map(Optional::of)
			.defaultIfEmpty(Optional.empty())
			.flatMap((owner) -> owner.isPresent() ? letIn(request, owner.get(), next) : toSignIn(request));
	}

	/**
	 * The owner who is signed in, if there is one. Without a cookie no store is asked.
	 */
	Mono<Owner> owner(ServerRequest request) {
		return request.cookies().containsKey(Sessions.COOKIE) ? request.session()
			.flatMap((session) -> Mono.justOrEmpty(session.<String>getAttribute(KEY)))
			.flatMap((key) -> this.owners.findByApiKey(new TokenHash(key))) : Mono.empty();
	}

	private Mono<ServerResponse> letIn(ServerRequest request, Owner owner, HandlerFunction<ServerResponse> next) {
		// What is shown should the check fail.
		Visit.begin(request.exchange(), owner, "");
		return this.csrf.check(request.exchange()).flatMap((token) -> {
			Visit.begin(request.exchange(), owner, token);
			return next.handle(request);
		});
	}

	private static Mono<ServerResponse> toSignIn(ServerRequest request) {
		String address = WayBack.throughSignIn(request);
		return WayBack.isByHtmx(request) ? ServerResponse.ok().header("HX-Redirect", address).build()
				: Views.goTo(address);
	}

}
