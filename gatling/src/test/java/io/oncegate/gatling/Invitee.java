package io.oncegate.gatling;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.http.HttpRequestActionBuilder;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.asLongAsDuring;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.doIfOrElse;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.stopLoadGeneratorIf;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

/**
 * What people do with a link, as steps of a scenario. Whoever gets no answer, or is asked
 * to try again, repeats the same request until they know its outcome.
 */
final class Invitee {

	/** The session attribute for the link in somebody's hands. */
	static final String INVITATION = "invitation";

	static final String OPEN = "open";

	static final String TIMES = "times";

	static final String BOOK = "book";

	private static final String ATTEMPT = "attempt";

	private static final String NEXT = "next";

	/** Longer than any claim's lease. */
	static final Duration PATIENCE = Duration.ofMinutes(5);

	private static final String LIMITED = "The gateway limits how often one client may book. Start it with ONCEGATE_RATE_LIMIT=off.";

	private static final AtomicBoolean SAID = new AtomicBoolean();

	private final Campaign campaign;

	private final Ledger ledger;

	private final boolean patient;

	Invitee(Campaign campaign, Ledger ledger) {
		this(campaign, ledger, true);
	}

	private Invitee(Campaign campaign, Ledger ledger, boolean patient) {
		this.campaign = campaign;
		this.ledger = ledger;
		this.patient = patient;
	}

	/** The same, but somebody who gives up if another person is booking with the link. */
	Invitee givingWay() {
		return new Invitee(this.campaign, this.ledger, false);
	}

	ChainBuilder opensPage() {
		return reads(http(OPEN + " page").get(Invitee::page));
	}

	static String page(Session session) {
		return "/l/" + token(session);
	}

	ChainBuilder opensJson() {
		return reads(http(OPEN + " JSON").get((session) -> "/api/v1/links/" + token(session)));
	}

	/** Replaces the link in hand. */
	ChainBuilder has(UnaryOperator<Invitation> other) {
		return exec((session) -> session.set(INVITATION, other.apply(invitation(session))));
	}

	/** Provides the times without a request. */
	ChainBuilder knows(List<String> times) {
		return exec((session) -> session.set(TIMES, times));
	}

	/** Asks for the times of a random week. */
	ChainBuilder asksForTimes() {
		return exec((session) -> session.remove(TIMES)).exec(reads(http(TIMES).get((session) -> {
			LocalDate from = firstDay().plusWeeks(ThreadLocalRandom.current().nextInt(this.campaign.weeks()));
			return "/api/v1/links/" + token(session) + "/slots?from=" + from + "&to=" + from.plusDays(6);
		}).check(jsonPath("$.slots[*].start").findAll().optional().saveAs(TIMES))));
	}

	static LocalDate firstDay() {
		return LocalDate.now(ZoneOffset.UTC).plusDays(1);
	}

	/** Chooses one of the known times, and books it; chooses again if it is taken. */
	ChainBuilder books() {
		return chooses((session) -> invitation(session).choose(session.getList(TIMES)))
			.exec(asLongAsDuring((session) -> next(session) == Next.CHOOSE, PATIENCE, false).on(asksForTimes(),
					chooses((session) -> invitation(session).chooseAgain(session.getList(TIMES)))));
	}

	/** The same, with the first of the times. */
	ChainBuilder booksFirst() {
		return exec((session) -> session.contains(TIMES) ? session.set(TIMES, session.getList(TIMES).subList(0, 1))
				: session)
			.exec(books());
	}

	/**
	 * Without times there is nothing to choose: the link has been spent, or all times are
	 * taken.
	 */
	private ChainBuilder chooses(Function<Session, Attempt> choice) {
		return doIfOrElse((session) -> session.contains(TIMES))
			.then(exec((session) -> session.set(ATTEMPT, choice.apply(session))).exec(sends()))
			.orElse(exec((session) -> {
				this.ledger.findNoTime(token(session));
				return session.set(NEXT, Next.DONE);
			}));
	}

	/** Repeats the request although it was answered. */
	ChainBuilder repeats() {
		return doIf((session) -> session.contains(ATTEMPT)).then(sends());
	}

	private ChainBuilder sends() {
		HttpRequestActionBuilder request = http(BOOK)
			.post((session) -> "/api/v1/links/" + token(session) + "/redemptions")
			.header("Content-Type", "application/json")
			.header("Idempotency-Key", (session) -> attempt(session).id())
			.body(StringBody((session) -> attempt(session).body()))
			.check(status().saveAs(Answer.STATUS), status().in(201, 404, 409, 410, 503),
					jsonPath("$.type").optional().saveAs(Answer.PROBLEM),
					jsonPath("$.bookingId").optional().saveAs(Answer.BOOKING));
		return untilTold(request, (session, answer) -> this.ledger.hear(attempt(session), answer, this.patient))
			.exec(stopLoadGeneratorIf((session) -> limited(), (session) -> next(session) == Next.LIMITED));
	}

	/** Prints the reason, which Gatling would only log. */
	private static String limited() {
		if (SAID.compareAndSet(false, true)) {
			System.out.println("\n" + LIMITED + "\n");
		}
		return LIMITED;
	}

	private ChainBuilder reads(HttpRequestActionBuilder request) {
		return untilTold(request.check(status().saveAs(Answer.STATUS), status().in(200, 404, 409, 410, 503)),
				(session, answer) -> this.ledger.hearReader(answer));
	}

	/**
	 * Repeats a request as long as the answer asks for it. A round is never cut off, so
	 * that an answer that arrived is recorded.
	 */
	private ChainBuilder untilTold(HttpRequestActionBuilder request, BiFunction<Session, Answer, Next> hearing) {
		return exec((session) -> session.set(NEXT, Next.AGAIN))
			.exec(asLongAsDuring((session) -> next(session) == Next.AGAIN, PATIENCE, false).on(exec(Answer::forget),
					exec(request), exec((session) -> session.set(NEXT, hearing.apply(session, Answer.of(session)))),
					doIf((session) -> next(session) == Next.AGAIN)
						.then(pause(Duration.ofSeconds(2), Duration.ofSeconds(5)))))
			.exec(doIf((session) -> next(session) == Next.AGAIN).then(exec((session) -> {
				this.ledger.putOff(token(session));
				return session.set(NEXT, Next.DONE);
			})));
	}

	private static Next next(Session session) {
		return session.get(NEXT);
	}

	private static String token(Session session) {
		return invitation(session).token();
	}

	private static Invitation invitation(Session session) {
		return session.get(INVITATION);
	}

	private static Attempt attempt(Session session) {
		return session.get(ATTEMPT);
	}

}
