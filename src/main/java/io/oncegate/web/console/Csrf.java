package io.oncegate.web.console;

import java.time.Duration;

import io.oncegate.redemption.Timeouts;
import io.oncegate.web.http.Problem;
import io.oncegate.web.http.ProblemException;
import io.oncegate.web.http.PublicUrl;
import io.oncegate.web.owner.campaign.CampaignFiles;
import reactor.core.publisher.Mono;

import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.web.server.csrf.CookieServerCsrfTokenRepository;
import org.springframework.security.web.server.csrf.CsrfToken;
import org.springframework.security.web.server.csrf.CsrfWebFilter;
import org.springframework.security.web.server.csrf.XorServerCsrfTokenRequestAttributeHandler;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

/**
 * Makes sure that requests to the console come from one of its own pages.
 * <p>
 * The browser keeps a random token in a cookie that no script can read. Each page
 * contains a copy, masked differently each time so that compression does not reveal it
 * (BREACH). Every request except GET and HEAD must send both: the cookie, and the page's
 * copy as the field {@code _csrf} of its form, urlencoded or multipart, or as the header
 * {@code X-CSRF-TOKEN}, which htmx sends. A foreign page can make the browser send the
 * cookie, but does not know the copy. This needs no session, so the sign-in is protected
 * as well.
 * <p>
 * Handlers need not check anything ({@link SignedIn}); a form needs only
 * {@code @template.console.csrf(visit)}.
 * <p>
 * The cookie is {@code SameSite=Lax}: with {@code Strict}, following a link in an email
 * would replace the token, and the pages already open would be refused.
 */
@Component
class Csrf {

	static final String COOKIE = "console-csrf";

	static final String FIELD = "_csrf";

	static final String HEADER = "X-CSRF-TOKEN";

	/** How long a client may take to send a form. */
	private static final Duration PATIENCE = Duration.ofSeconds(8);

	/** For a file; an idle connection is closed earlier. */
	private static final Duration PATIENCE_FOR_FILES = Duration.ofHours(1);

	private final CsrfWebFilter filter = new CsrfWebFilter();

	private final CampaignFiles files;

	Csrf(PublicUrl publicUrl, CampaignFiles files) {
		this.files = files;
		this.filter.setCsrfTokenRepository(cookie(publicUrl.isSecure()));
		XorServerCsrfTokenRequestAttributeHandler masked = new XorServerCsrfTokenRequestAttributeHandler();
		masked.setTokenFromMultipartDataEnabled(true);
		this.filter.setRequestHandler(masked);
		this.filter.setAccessDeniedHandler((exchange, denied) -> Mono.error(ProblemException.of(Problem.FORBIDDEN,
				"The page you sent this from is out of date. Reload the page and try again.")));
	}

	private static CookieServerCsrfTokenRepository cookie(boolean secure) {
		CookieServerCsrfTokenRepository repository = new CookieServerCsrfTokenRepository();
		repository.setCookieName(COOKIE);
		repository.setCookiePath("/console");
		repository.setParameterName(FIELD);
		repository.setHeaderName(HEADER);
		repository.setCookieCustomizer((cookie) -> cookie.secure(secure).httpOnly(true).sameSite("Lax"));
		return repository;
	}

	/**
	 * Checks a request once its form has arrived. Returns the token for the forms of the
	 * answer, or fails with a problem.
	 */
	Mono<String> check(ServerWebExchange exchange) {
		Mono<Void> check = this.filter.filter(exchange, (passed) -> passed.getMultipartData().then());
		return isFile(exchange.getRequest())
				? checked(exchange, this.files.receive(exchange.getRequest(), check), PATIENCE_FOR_FILES)
				: checked(exchange, check, PATIENCE);
	}

	private static boolean isFile(ServerHttpRequest request) {
		try {
			return MediaType.MULTIPART_FORM_DATA.isCompatibleWith(request.getHeaders().getContentType());
		}
		catch (InvalidMediaTypeException ex) {
			return false;
		}
	}

	private static Mono<String> checked(ServerWebExchange exchange, Mono<Void> check, Duration patience) {
		return check.timeout(patience, Mono.error(ProblemException::late), Timeouts.scheduler())
			.then(Mono.defer(() -> token(exchange)));
	}

	private static Mono<String> token(ServerWebExchange exchange) {
		Mono<CsrfToken> token = exchange.getRequiredAttribute(CsrfToken.class.getName());
		return token.map(CsrfToken::getToken);
	}

}
