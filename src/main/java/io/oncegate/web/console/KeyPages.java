package io.oncegate.web.console;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

import io.oncegate.link.TokenHash;
import io.oncegate.web.http.Forms;
import io.oncegate.web.http.Problem;
import io.oncegate.web.http.ProblemException;
import io.oncegate.web.http.PublicUrl;
import io.oncegate.web.owner.ApiKeys;
import io.oncegate.web.owner.KeyTrials;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpCookie;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.WebSession;

/**
 * Replaces the API key, and shows the new one once.
 * <p>
 * A cookie carries the key from the form to the page that shows it, which deletes the
 * cookie. So nothing keeps more than its hash, and reloading the page does not create
 * another key. The owner's session continues with the new key; all other sessions of the
 * old key end with it. If the owner's session has ended meanwhile, the key is shown
 * nevertheless, because the old one may no longer work.
 */
@Component
public class KeyPages {

	public static final String ADDRESS = "/console/settings/api-key";

	public static final String FRESH = ADDRESS + "/new";

	static final String COOKIE = "console-key";

	/** Enough to get from the form to the next page. */
	private static final Duration ON_THE_WAY = Duration.ofMinutes(1);

	private final ApiKeys keys;

	private final KeyTrials trials;

	private final SignedIn signedIn;

	private final Views views;

	private final boolean secure;

	KeyPages(ApiKeys keys, KeyTrials trials, SignedIn signedIn, Views views, PublicUrl publicUrl) {
		this.keys = keys;
		this.trials = trials;
		this.signedIn = signedIn;
		this.views = views;
		this.secure = publicUrl.isSecure();
	}

	public Mono<ServerResponse> confirm(ServerRequest request) {
		return this.views.show(request, "api-key", Grace.NONE);
	}

	public Mono<ServerResponse> replace(ServerRequest request) {
		return Mono.zip(request.session(), request.formData())
			.flatMap((found) -> replace(found.getT1(), Grace.of(Forms.find(found.getT2(), "grace").orElse(null))))
			.onErrorResume(ProblemException.class, (problem) -> (problem.problem() == Problem.CONFLICT)
					? Views.goTo(Notice.KEY_WAS_REPLACED.at(SettingsPages.ADDRESS)) : Mono.error(problem));
	}

	private Mono<ServerResponse> replace(WebSession session, Grace grace) {
		return Mono.justOrEmpty(SignedIn.key(session))
			.flatMap((key) -> this.keys.replace(key, grace.duration()))
			.doOnNext((fresh) -> SignedIn.goOn(session, TokenHash.of(fresh)))
			.flatMap((fresh) -> ServerResponse.seeOther(URI.create(FRESH + "?grace=" + grace.parameter()))
				.cookie(cookie(fresh, ON_THE_WAY))
				.build());
	}

	/** Shows the new key to the owner it was created for. */
	public Mono<ServerResponse> show(ServerRequest request) {
		return this.signedIn.filter(request, this::showSignedIn, this::showSignedOut);
	}

	private Mono<ServerResponse> showSignedIn(ServerRequest request) {
		// Only the session's own key: a different one may have been planted.
		return request.session()
			.flatMap((session) -> show(request,
					sent(request).filter((fresh) -> SignedIn.key(session).equals(Optional.of(TokenHash.of(fresh))))));
	}

	/**
	 * Shows any valid key: whoever could plant one here could as well plant a session.
	 */
	private Mono<ServerResponse> showSignedOut(ServerRequest request) {
		return Mono.justOrEmpty(sent(request))
			.filterWhen((fresh) -> this.trials.owner(request, TokenHash.of(fresh)).hasElement())
			.flatMap((fresh) -> show(request, Optional.of(fresh)))
			.switchIfEmpty(Mono.defer(() -> SignedIn.toSignIn(request)));
	}

	private static Optional<String> sent(ServerRequest request) {
		return Optional.ofNullable(request.cookies().getFirst(COOKIE)).map(HttpCookie::getValue);
	}

	private Mono<ServerResponse> show(ServerRequest request, Optional<String> key) {
		NewKeyPage page = new NewKeyPage(key.orElse(null), Grace.of(request.queryParam("grace").orElse(null)));
		sent(request).ifPresent((fresh) -> request.exchange().getResponse().addCookie(cookie("", Duration.ZERO)));
		return this.views.show(request, "new-api-key", page);
	}

	private ResponseCookie cookie(String key, Duration age) {
		return ResponseCookie.from(COOKIE, key)
			.path(FRESH)
			.maxAge(age)
			.httpOnly(true)
			.secure(this.secure)
			.sameSite("Strict")
			.build();
	}

}
