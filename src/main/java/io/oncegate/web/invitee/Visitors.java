package io.oncegate.web.invitee;

import java.util.regex.Pattern;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.oncegate.campaign.Visits;
import io.oncegate.link.Tokens;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Tells who opens a link. Whoever reads its page may be anybody: link scanners come
 * within seconds of an e-mail, some with the name of a browser. A person is who then
 * touches, scrolls or types, of which the page's script tells; a scanner is who says so,
 * says nothing, or only asks for the head of the page.
 */
@Component
public class Visitors {

	private static final Pattern SCANNER = Pattern
		.compile("(?i)bot\\b|crawl|spider|slurp|scan|preview|prefetch|monitor|safelinks|mimecast|proofpoint|barracuda"
				+ "|facebookexternalhit|whatsapp|headless|curl|wget|python|java/|okhttp|go-http|libwww|httpclient");

	private static final int MOST = 10_000;

	/** Browsers say less; what follows says nothing new. */
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

	/** Notes that the page of a one-time link is read. */
	public void read(ServerRequest request) {
		ServerHttpRequest read = request.exchange().getRequest();
		if (isScanner(read)) {
			this.tokens.linkToken(request.pathVariable("token"))
				.ifPresent((token) -> this.visits.byScanner(token.hash()));
		}
		// The page that is open may fetch another day of itself.
		else if (!"empty".equals(read.getHeaders().getFirst("Sec-Fetch-Dest"))) {
			this.visits.byUnknown();
		}
	}

	/** Notes that a person has opened a one-time link. */
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
