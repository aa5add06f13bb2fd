package io.oncegate.web.invitee;

import java.net.URI;
import java.util.Optional;
import java.util.UUID;

import io.oncegate.booking.Booking;
import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.Calendars;
import io.oncegate.campaign.LinkRequest;
import io.oncegate.campaign.LinkRequest.Status;
import io.oncegate.campaign.LinkRequests;
import io.oncegate.link.LinkToken;
import io.oncegate.link.Tokens;
import io.oncegate.redemption.LookupLimit;
import io.oncegate.web.http.DeadLinkException;
import io.oncegate.web.http.KeyedBody;
import io.oncegate.web.http.MediaTypes;
import io.oncegate.web.http.Problem;
import io.oncegate.web.http.ProblemException;
import io.oncegate.web.http.PublicUrl;
import io.oncegate.web.http.Renderings;
import io.oncegate.web.page.Language;
import io.oncegate.web.page.Languages;
import io.oncegate.web.page.MessagePage;
import io.oncegate.web.page.Templates;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpCookie;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Answers requests for one-time links that do not work. The browser that booked with the
 * link is redirected to the confirmation, and one that requested a new link, to the new
 * link. Others see what happened, who to contact, and how to request a new link.
 */
@Component
public class DeadLinks {

	private static final String LINK = "/l/";

	/** The booking that this browser made with the link. */
	private static final String BOOKED = "booked";

	/** The link that this browser made the booking with. */
	private static final String BOOKED_WITH = "booked-with";

	/** The new link that this browser requested. */
	private static final String ASKED = "asked";

	private final Tokens tokens;

	private final LinkRequests requests;

	private final LookupLimit limit;

	private final Calendars calendars;

	private final Languages languages;

	private final Templates templates;

	private final PublicUrl publicUrl;

	private final Renderings renderings;

	/** Stands for the token; random, so that it occurs nowhere else. */
	private final String placeholder;

	DeadLinks(Tokens tokens, LinkRequests requests, LookupLimit limit, Calendars calendars, Languages languages,
			Templates templates, PublicUrl publicUrl, Renderings renderings) {
		this.tokens = tokens;
		this.requests = requests;
		this.limit = limit;
		this.calendars = calendars;
		this.languages = languages;
		this.templates = templates;
		this.publicUrl = publicUrl;
		this.renderings = renderings;
		this.placeholder = tokens.newLinkToken().value();
	}

	/** Lets this browser find the booking that it made with a link. */
	ResponseCookie booked(ServerRequest request, Booking booking) {
		return cookie(BOOKED, this.tokens.manageToken(booking.id()), Mangled.link(request));
	}

	/** Lets this browser find the link that it made a booking with. */
	ResponseCookie bookedWith(ServerRequest request, String booking) {
		return cookie(BOOKED_WITH, Mangled.link(request).substring(LINK.length()), booking);
	}

	/** The path of the link that this browser made the booking with, if it did. */
	Optional<String> bookedWith(ServerRequest request) {
		return value(request, BOOKED_WITH).filter((token) -> this.tokens.linkToken(token).isPresent())
			.map((token) -> LINK + token);
	}

	/** Lets this browser find the new link that it requested. */
	ResponseCookie asked(ServerRequest request, LinkToken fresh) {
		return cookie(ASKED, fresh.value(), Mangled.link(request));
	}

	/** A cookie that is sent only with requests for one link or booking. */
	private ResponseCookie cookie(String name, String value, String path) {
		return ResponseCookie.from(name, value)
			.path(path)
			.maxAge(Language.REMEMBERED)
			.httpOnly(true)
			.secure(this.publicUrl.isSecure())
			.sameSite("Lax")
			.build();
	}

	/** Answers a request for a link, or explains why the link does not work. */
	public Mono<ServerResponse> orWhy(ServerRequest request, Mono<ServerResponse> answer) {
		return answer.onErrorResume(DeadLinkException.class, (dead) -> dead(request, dead))
			.onErrorResume(ProblemException.class, (problem) -> (problem.problem() == Problem.LINK_UNKNOWN)
					? asked(request).switchIfEmpty(Mono.error(problem)) : Mono.error(problem));
	}

	private Mono<ServerResponse> dead(ServerRequest request, DeadLinkException dead) {
		return comeBack(request, dead)
			.map((address) -> ServerResponse.seeOther(URI.create(address + this.languages.of(request).query())).build())
			.orElseGet(() -> page(request, dead));
	}

	private Optional<String> comeBack(ServerRequest request, DeadLinkException dead) {
		Optional<String> asked = value(request, ASKED).filter((token) -> this.tokens.linkToken(token).isPresent())
			.map((token) -> LINK + token);
		return asked.or(() -> value(request, BOOKED).filter((token) -> dead.problem() == Problem.LINK_REDEEMED)
			.filter((token) -> this.tokens.bookingId(token).isPresent())
			.map((token) -> "/b/" + token));
	}

	private static Optional<String> value(ServerRequest request, String cookie) {
		return Optional.ofNullable(request.cookies().getFirst(cookie)).map(HttpCookie::getValue);
	}

	private Mono<ServerResponse> page(ServerRequest request, DeadLinkException dead) {
		Language t = this.languages.of(request);
		Calendar calendar = dead.calendar();
		if (calendar.deleted()) {
			return html(dead.status(), t, MessagePage.of(t, dead, null, null));
		}
		String link = Mangled.link(request);
		return Mono.just(this.renderings
			.of(new Key(calendar.id(), dead.problem(), t), calendar,
					() -> new KeyedBody(render(t, dead), this.placeholder))
			.with(link.substring(link.length() - Tokens.LENGTH))
			.answer(request, dead.status(), MediaTypes.HTML, t::describe));
	}

	private byte[] render(Language t, DeadLinkException dead) {
		return this.templates.render("page/message.jte", t,
				MessagePage.of(t, dead, null, null).withAsk(LINK + this.placeholder + "/ask" + t.query()));
	}

	/**
	 * Says what became of a request for a new link. Only whoever made the request knows
	 * this address.
	 */
	private Mono<ServerResponse> asked(ServerRequest request) {
		return Mono.justOrEmpty(this.tokens.linkToken(request.pathVariable("token")))
			.flatMap((token) -> this.limit.lookup(this.requests.find(token.hash())))
			.zipWhen((asked) -> this.calendars.findRecent(asked.calendarId()))
			.flatMap((found) -> asked(request, found.getT1(), found.getT2()));
	}

	private Mono<ServerResponse> asked(ServerRequest request, LinkRequest asked, Calendar calendar) {
		Language t = this.languages.of(request);
		boolean declined = asked.status() == Status.DECLINED || calendar.deleted();
		String key = declined ? "asked.declined" : "asked.sent";
		return html(HttpStatus.OK, t, new MessagePage(t.say(key), t.say(key + "-text", calendar.owner().name()),
				calendar.contactOrOwner(), null, null, null, null, false));
	}

	private Mono<ServerResponse> html(HttpStatus status, Language t, MessagePage page) {
		return this.templates.answer(status, t, "page/message.jte", page);
	}

	private record Key(UUID calendar, Problem problem, Language language) {

	}

}
