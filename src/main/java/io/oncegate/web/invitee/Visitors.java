package io.oncegate.web.invitee;

import java.util.regex.Pattern;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.oncegate.calendar.Calendar;
import io.oncegate.campaign.Visits;
import io.oncegate.link.Tokens;
import io.oncegate.web.http.DeadLinkException;
import io.oncegate.web.invitee.Door.Opening;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Finds out who opens a link. A request for its page proves nothing: link scanners follow
 * links within seconds of an email, some under the name of a browser. A visitor counts as
 * a person once they touch, scroll or type, which the page's script reports. A visitor
 * counts as a scanner by its user agent, by having none, or by a HEAD request.
 */
@Component
public class Visitors {

	private static final Pattern SCANNER = Pattern
		.compile("(?i)bot\\b|crawl|spider|slurp|scan|preview|prefetch|monitor|safelinks|mimecast|proofpoint|barracuda"
				+ "|facebookexternalhit|whatsapp|headless|curl|wget|python|java/|okhttp|go-http|libwww|httpclient");

	private static final int MOST = 10_000;

	/** More than browsers send; the rest adds nothing. */
	private static final int LONGEST = 256;

	private final LoadingCache<String, Boolean> scanners = Caffeine.newBuilder()
		.maximumSize(MOST)
		.build((agent) -> SCANNER.matcher(agent).find());

	private final Visits visits;

	private final Tokens tokens;

	Visitors(Visits visits, Tokens tokens) {
		this.visits = visits;
		this.tokens = tokens;
	}

	/**
	 * Records who requests the page of a one-time link, once it is known whose link it
	 * is.
	 */
	public Mono<Opening> watch(ServerRequest request, Mono<Opening> opening) {
		return opening.doOnNext((open) -> read(request, open.calendar()))
			.doOnError(DeadLinkException.class, (dead) -> read(request, dead.calendar()));
	}

	private void read(ServerRequest request, Calendar calendar) {
		ServerHttpRequest read = request.exchange().getRequest();
		if (isScanner(read)) {
			this.tokens.linkToken(request.pathVariable("token"))
				.ifPresent((token) -> this.visits.byScanner(calendar.owner().id(), token.hash()));
		}
		// The page that is open may fetch another day of itself.
		else if (!"empty".equals(read.getHeaders().getFirst("Sec-Fetch-Dest"))) {
			this.visits.byUnknown();
		}
	}

	/** Records that a person has opened a one-time link. */
	public Mono<ServerResponse> opened(ServerRequest request) {
		if (!isScanner(request.exchange().getRequest())) {
			this.tokens.linkToken(request.pathVariable("token"))
				.ifPresent((token) -> this.visits.byPerson(token.hash()));
		}
		return ServerResponse.noContent().build();
	}

	private boolean isScanner(ServerHttpRequest request) {
		String agent = request.getHeaders().getFirst(HttpHeaders.USER_AGENT);
		return agent == null || request.getMethod() == HttpMethod.HEAD
				|| this.scanners.get(agent.substring(0, Math.min(LONGEST, agent.length())));
	}

}
