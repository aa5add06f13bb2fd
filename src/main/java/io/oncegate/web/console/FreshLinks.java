package io.oncegate.web.console;

import java.time.Duration;
import java.util.Optional;

import io.oncegate.calendar.Calendar;
import io.oncegate.campaign.IssuedLink;
import io.oncegate.link.LinkStatus;
import io.oncegate.link.LinkToken;
import io.oncegate.link.Links;
import io.oncegate.link.OneTimeLink;
import io.oncegate.link.Tokens;
import io.oncegate.web.http.PublicUrl;
import io.oncegate.web.http.Uuids;
import reactor.core.publisher.Mono;

import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * Shows a link that was just created on the next page, also if that page is reloaded.
 * <p>
 * Only the owner's browser keeps its address: a cookie carries it to the calendar's share
 * pages for ten minutes, or until another link is created.
 */
@Component
class FreshLinks {

	static final String COOKIE = "console-link";

	/** The parameter that names the link. */
	static final String PARAMETER = "link";

	static final Duration SHOWN = Duration.ofMinutes(10);

	private final Links links;

	private final Tokens tokens;

	private final PublicUrl publicUrl;

	FreshLinks(Links links, Tokens tokens, PublicUrl publicUrl) {
		this.links = links;
		this.tokens = tokens;
		this.publicUrl = publicUrl;
	}

	FreshLink of(Calendar calendar, IssuedLink issued) {
		return new FreshLink(calendar, issued.link(), this.publicUrl.of(issued.token()));
	}

	/** The address of the page that shows it. */
	static String address(Calendar calendar, IssuedLink issued) {
		return SharePage.address(calendar, ShareTab.ONE_TIME) + "&" + PARAMETER + "=" + issued.link().id();
	}

	/** The cookie that carries it to that page. */
	ResponseCookie cookie(Calendar calendar, IssuedLink issued) {
		return ResponseCookie.from(COOKIE, issued.token().value())
			.path("/console/calendars/" + calendar.id() + "/share")
			.maxAge(SHOWN)
			.httpOnly(true)
			.secure(this.publicUrl.isSecure())
			.sameSite("Strict")
			.build();
	}

	/** Finds the link that a request names. */
	Mono<FreshLink> find(ServerRequest request, Calendar calendar) {
		return Mono.justOrEmpty(request.queryParam(PARAMETER).flatMap(Uuids::read))
			.flatMap((id) -> this.links.findOwned(calendar.owner().id(), id))
			.filter((link) -> link.calendarId().equals(calendar.id()))
			.map((link) -> new FreshLink(calendar, link, carried(request, link).map(this.publicUrl::of).orElse(null)));
	}

	/**
	 * The cookie's token if it is that of an active link: a different one may have been
	 * planted.
	 */
	private Optional<LinkToken> carried(ServerRequest request, OneTimeLink link) {
		return Optional.ofNullable(request.cookies().getFirst(COOKIE))
			.flatMap((cookie) -> this.tokens.linkToken(cookie.getValue()))
			.filter((token) -> token.hash().equals(link.hash()) && link.status() == LinkStatus.ACTIVE);
	}

}
