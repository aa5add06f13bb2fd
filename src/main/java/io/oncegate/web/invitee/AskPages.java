package io.oncegate.web.invitee;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;

import io.github.bucket4j.TimeMeter;
import io.oncegate.booking.Invitee;
import io.oncegate.calendar.Calendar;
import io.oncegate.campaign.LinkRequests;
import io.oncegate.link.LinkToken;
import io.oncegate.link.Tokens;
import io.oncegate.web.http.Allowance;
import io.oncegate.web.http.Body;
import io.oncegate.web.http.Clients;
import io.oncegate.web.http.DeadLinkException;
import io.oncegate.web.http.Forms;
import io.oncegate.web.http.Problem;
import io.oncegate.web.http.ProblemException;
import io.oncegate.web.http.RateLimit;
import io.oncegate.web.invitee.AskPage.Form;
import io.oncegate.web.invitee.RedemptionBody.InviteeBody;
import io.oncegate.web.page.FormMistakes;
import io.oncegate.web.page.Language;
import io.oncegate.web.page.Languages;
import io.oncegate.web.page.Templates;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Requesting a new link in place of one that no longer works. */
@Component
public class AskPages {

	private static final Form EMPTY = new Form("", "", "");

	private static final Duration LATER = Duration.ofHours(1);

	/** Per client: enough for a company behind one address. */
	private final Allowance asking = new Allowance(30, 100, TimeMeter.SYSTEM_NANOTIME);

	private final Clients clients;

	private final boolean limited;

	private final LinkRequests requests;

	private final Tokens tokens;

	private final DeadLinks deadLinks;

	private final Languages languages;

	private final Templates templates;

	private final Body body;

	AskPages(LinkRequests requests, Tokens tokens, DeadLinks deadLinks, Languages languages, Templates templates,
			Body body, Clients clients, @Value("${oncegate.rate-limit:on}") String rateLimit) {
		this.clients = clients;
		this.limited = RateLimit.isOn(rateLimit);
		this.requests = requests;
		this.tokens = tokens;
		this.deadLinks = deadLinks;
		this.languages = languages;
		this.templates = templates;
		this.body = body;
	}

	public Mono<ServerResponse> open(ServerRequest request, Mono<Door> door) {
		return ifDead(request, door, (dead) -> page(request, HttpStatus.OK, dead, EMPTY, newAddress(), null, Map.of()));
	}

	/** Submits the request; the same form sent again is the same request. */
	public Mono<ServerResponse> ask(ServerRequest request, Mono<Door> door) {
		return Mono.zip(door, Forms.fields(request))
			.flatMap((sent) -> ifDead(request, Mono.just(sent.getT1()), (dead) -> ask(request, dead, sent.getT2())));
	}

	/**
	 * A link that works, or works again, is not replaced: its invitee is redirected to
	 * it.
	 */
	private Mono<ServerResponse> ifDead(ServerRequest request, Mono<Door> door,
			Function<DeadLinkException, Mono<ServerResponse>> then) {
		return door.flatMap(Door::open)
			.flatMap((opening) -> ServerResponse
				.seeOther(URI.create(Mangled.link(request) + this.languages.of(request).query()))
				.build())
			.onErrorResume(DeadLinkException.class,
					(dead) -> dead.calendar().deleted() ? Mono.error(dead) : then.apply(dead));
	}

	private Mono<ServerResponse> ask(ServerRequest request, DeadLinkException dead,
			MultiValueMap<String, String> fields) {
		Form form = new Form(Forms.value(fields, "name"), Forms.value(fields, "email"), Forms.value(fields, "notes"));
		LinkToken address = this.tokens.linkToken(Forms.value(fields, "address")).orElseGet(this::newAddress);
		if (Forms.onlyShows(fields)) {
			return page(request, HttpStatus.OK, dead, form, address, null, Map.of());
		}
		return Mono.fromSupplier(() -> this.body.check(new InviteeBody(form.name(), form.email(), null, form.notes())))
			.map(InviteeBody::toInvitee)
			.flatMap((invitee) -> mayAsk(request) ? ask(request, dead.calendar(), invitee, address) : Mono.just(false))
			.flatMap((asked) -> asked ? asked(request, address) : tooMany(request, dead, form, address))
			.onErrorResume(ProblemException.class,
					(problem) -> (problem.problem() == Problem.INVALID_REQUEST)
							? invalid(request, dead, form, address, problem) : Mono.error(problem))
			// The token is taken; the page makes a new one each time.
			.switchIfEmpty(Mono.error(ProblemException::unreadable));
	}

	private boolean mayAsk(ServerRequest request) {
		return !this.limited || this.asking.use(this.clients.of(request.exchange().getRequest())) == null;
	}

	private Mono<Boolean> ask(ServerRequest request, Calendar calendar, Invitee invitee, LinkToken address) {
		return Mono.justOrEmpty(this.tokens.linkToken(request.pathVariable("token")))
			.flatMap((dead) -> this.requests.ask(calendar.owner().id(), dead.hash(), address.hash(), invitee.name(),
					invitee.email(), invitee.notes()));
	}

	private Mono<ServerResponse> asked(ServerRequest request, LinkToken address) {
		return ServerResponse.seeOther(URI.create("/l/" + address.value() + this.languages.of(request).query()))
			.cookie(this.deadLinks.asked(request, address))
			.build();
	}

	private Mono<ServerResponse> tooMany(ServerRequest request, DeadLinkException dead, Form form, LinkToken address) {
		// Within this time, the limits of both the client and the link refill at least in
		// part.
		request.exchange().getResponse().getHeaders().set(HttpHeaders.RETRY_AFTER, String.valueOf(LATER.toSeconds()));
		return page(request, HttpStatus.TOO_MANY_REQUESTS, dead, form, address, "ask.too-many", Map.of());
	}

	private Mono<ServerResponse> invalid(ServerRequest request, DeadLinkException dead, Form form, LinkToken address,
			ProblemException problem) {
		return page(request, problem.status(), dead, form, address, "alert.invalid",
				FormMistakes.of(this.languages.of(request), problem));
	}

	private Mono<ServerResponse> page(ServerRequest request, HttpStatus status, DeadLinkException dead, Form form,
			LinkToken address, @Nullable String alert, Map<String, String> errors) {
		Language t = this.languages.of(request);
		String owner = dead.calendar().owner().name();
		return this.templates.answer(status, t, "invitee/ask.jte",
				new AskPage(owner, Mangled.link(request), address.value(), form,
						(alert != null) ? t.say(alert, owner) : null, errors, dead.calendar().contactOrOwner()));
	}

	private LinkToken newAddress() {
		return this.requests.newAddress();
	}

}
