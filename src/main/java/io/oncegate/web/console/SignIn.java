package io.oncegate.web.console;

import io.oncegate.link.TokenHash;
import io.oncegate.web.http.Forms;
import io.oncegate.web.http.Unsupported;
import io.oncegate.web.owner.KeyTrials;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.WebSession;

/** Signing in with the API key, and out. */
@Component
public class SignIn {

	private final KeyTrials keys;

	private final SignedIn signedIn;

	private final Csrf csrf;

	private final Views views;

	SignIn(KeyTrials keys, SignedIn signedIn, Csrf csrf, Views views) {
		this.keys = keys;
		this.signedIn = signedIn;
		this.csrf = csrf;
		this.views = views;
	}

	/** Shows the form, unless the owner is signed in. */
	public Mono<ServerResponse> open(ServerRequest request) {
		String to = WayBack.checked(request.queryParam("to").orElse(null));
		return this.signedIn.owner(request)
			.flatMap((owner) -> Views.goTo(to))
			.switchIfEmpty(Mono.defer(() -> begin(request)
				.flatMap((visit) -> this.views.show(request, "sign-in", new SignInPage(to, null)))));
	}

	public Mono<ServerResponse> signIn(ServerRequest request) {
		if (!request.headers()
			.contentType()
			.filter(MediaType.APPLICATION_FORM_URLENCODED::isCompatibleWith)
			.isPresent()) {
			return Mono.error(Unsupported.form(request.exchange(), MediaType.APPLICATION_FORM_URLENCODED));
		}
		return begin(request).then(request.formData()).flatMap((form) -> signIn(request, form));
	}

	private Mono<Visit> begin(ServerRequest request) {
		return this.csrf.check(request.exchange()).map((token) -> Visit.begin(request.exchange(), null, token));
	}

	private Mono<ServerResponse> signIn(ServerRequest request, MultiValueMap<String, String> form) {
		String typed = Forms.value(form, "key");
		String to = WayBack.checked(Forms.value(form, "to"));
		if (typed.isBlank()) {
			return refuse(request, new SignInPage(to, "Please enter your API key."));
		}
		TokenHash key = TokenHash.of(typed.strip());
		return this.keys.owner(request, key)
			.flatMap((owner) -> request.session()
				.flatMap((session) -> this.signedIn.begin(session, key))
				.then(Views.goTo(to)))
			.switchIfEmpty(Mono.defer(() -> refuse(request,
					new SignInPage(to, "This is not an API key of this gateway. Check that all of it was copied."))));
	}

	private Mono<ServerResponse> refuse(ServerRequest request, SignInPage page) {
		request.exchange().getResponse().getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
		return this.views.show(request, HttpStatus.UNAUTHORIZED, "sign-in", page);
	}

	public Mono<ServerResponse> signOut(ServerRequest request) {
		return request.session()
			.flatMap(WebSession::invalidate)
			.then(Views.goTo(Notice.SIGNED_OUT.at(WayBack.SIGN_IN)));
	}

}
