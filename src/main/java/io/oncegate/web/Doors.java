package io.oncegate.web;

import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;

import io.oncegate.booking.BookingRequest;
import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.Calendars;
import io.oncegate.claim.LinkState;
import io.oncegate.link.LinkStatus;
import io.oncegate.link.LinkToken;
import io.oncegate.link.Tokens;
import io.oncegate.redemption.LinkClaims;
import io.oncegate.redemption.RedemptionOutcome;
import io.oncegate.redemption.RedemptionOutcome.Reason;
import io.oncegate.redemption.RedemptionOutcome.Redeemed;
import io.oncegate.redemption.RedemptionOutcome.Refused;
import io.oncegate.redemption.Redemptions;
import io.oncegate.web.RecentlyDead.Look;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/** Finds the door of an address; the one map from refusals to problems. */
@Component
class Doors {

	/** A claim seldom takes longer, even when its lease is. */
	private static final Duration SOON = Duration.ofSeconds(2);

	private static final Pattern SLUG = Pattern.compile(CalendarBody.SLUG, Pattern.CASE_INSENSITIVE);

	private final Tokens tokens;

	private final LinkClaims claims;

	private final Redemptions redemptions;

	private final Calendars calendars;

	private final RecentlyDead recentlyDead;

	Doors(Tokens tokens, LinkClaims claims, Redemptions redemptions, Calendars calendars, RecentlyDead recentlyDead) {
		this.tokens = tokens;
		this.claims = claims;
		this.redemptions = redemptions;
		this.calendars = calendars;
		this.recentlyDead = recentlyDead;
	}

	/** The door of a one-time link; a made-up token is refused without asking a store. */
	Mono<Door> oneTimeLink(String token) {
		DeadLinkException dead = this.recentlyDead.find(token);
		return (dead != null) ? Mono.just(new DeadDoor(token, dead)) : livingLink(token);
	}

	private Mono<Door> livingLink(String token) {
		return this.tokens.linkToken(token)
			.<Mono<Door>>map((link) -> Mono.just(new OneTimeDoor(link, this.recentlyDead.look(token))))
			.orElseGet(() -> Mono.error(ProblemException.of(Problem.LINK_UNKNOWN)));
	}

	/** The door of a permanent or scheduling link. */
	Mono<Door> calendar(String publicIdOrSlug) {
		return Uuids.read(publicIdOrSlug).map(this::permanentLink).orElseGet(() -> schedulingLink(publicIdOrSlug));
	}

	/** The door of a scheduling link; capitals in it make no difference. */
	Mono<Door> schedulingLink(String slug) {
		return door(SLUG.matcher(slug).matches() ? this.calendars.findRecentBySlug(slug.toLowerCase(Locale.ROOT))
				: Mono.empty(), Calendar::slug);
	}

	/** The door of a permanent link. */
	Mono<Door> permanentLink(String publicId) {
		return Uuids.read(publicId).map(this::permanentLink).orElseGet(() -> Mono.error(Doors::unshared));
	}

	private Mono<Door> permanentLink(UUID publicId) {
		return door(this.calendars.findRecentByPublicId(publicId), (calendar) -> calendar.publicId().toString());
	}

	private Mono<Door> door(Mono<Calendar> calendar, Function<Calendar, String> way) {
		return calendar.<Door>map((found) -> new OpenDoor(found, way.apply(found)))
			.switchIfEmpty(Mono.error(Doors::unshared));
	}

	/** The same whether there never was such a calendar, or its link is switched off. */
	private static ProblemException unshared() {
		return ProblemException.of(Problem.NOT_FOUND,
				"There is no such calendar, or it is no longer shared. Ask whoever sent you the link.",
				"missing.calendar");
	}

	private <T> Mono<T> refuse(Refused refused, Look look) {
		if (refused.reason() == Reason.UNSHARED) {
			return Mono.error(Doors::unshared);
		}
		Problem problem = problem(refused.reason());
		if (refused.retryAfter() != null) {
			Duration after = (refused.retryAfter().compareTo(SOON) < 0) ? refused.retryAfter() : SOON;
			return Mono.error(ProblemException.retry(problem, after));
		}
		return (problem == Problem.LINK_REDEEMED || problem == Problem.LINK_EXPIRED || problem == Problem.LINK_REVOKED)
				? dead(problem, refused.calendarId(), look) : Mono.error(ProblemException.of(problem));
	}

	/** While the database is away a dead link is called dead all the same. */
	private <T> Mono<T> dead(Problem problem, @Nullable UUID calendarId, Look look) {
		return Mono.justOrEmpty(calendarId)
			.flatMap(this.calendars::findRecent)
			.onErrorComplete(Faults::isOfStore)
			.map((calendar) -> new DeadLinkException(problem, calendar))
			.doOnNext(look::isDead)
			.flatMap(Mono::<T>error)
			.switchIfEmpty(Mono.error(() -> ProblemException.of(problem)));
	}

	private static Problem problem(Reason reason) {
		return switch (reason) {
			case LINK_UNKNOWN -> Problem.LINK_UNKNOWN;
			case LINK_REDEEMED -> Problem.LINK_REDEEMED;
			case LINK_EXPIRED -> Problem.LINK_EXPIRED;
			case LINK_REVOKED -> Problem.LINK_REVOKED;
			case LINK_CLAIMED -> Problem.LINK_CLAIMED;
			case SLOT_TAKEN -> Problem.SLOT_TAKEN;
			case SLOT_UNAVAILABLE -> Problem.SLOT_UNAVAILABLE;
			case UNSHARED -> Problem.NOT_FOUND;
			case KEY_REUSED -> Problem.IDEMPOTENCY_KEY_REUSED;
			case KEY_IN_FLIGHT -> Problem.IDEMPOTENCY_KEY_IN_FLIGHT;
		};
	}

	private abstract class AnyDoor implements Door {

		private final Look look;

		AnyDoor(Look look) {
			this.look = look;
		}

		Look look() {
			return this.look;
		}

		@Override
		public Mono<Redeemed> orProblem(RedemptionOutcome outcome) {
			return (outcome instanceof Redeemed redeemed) ? Mono.just(redeemed) : refuse((Refused) outcome, this.look);
		}

	}

	/** A one-time link that was dead a moment ago. */
	private final class DeadDoor extends AnyDoor {

		private final String token;

		private final DeadLinkException dead;

		DeadDoor(String token, DeadLinkException dead) {
			super(Doors.this.recentlyDead.look(token));
			this.token = token;
			this.dead = dead;
		}

		@Override
		public Framing framing() {
			return Framing.BY_NOBODY;
		}

		@Override
		public Mono<Opening> open() {
			return Mono.error(this.dead);
		}

		@Override
		public Mono<Redeemed> book(Mono<BookingRequest> request, boolean repeatable) {
			return repeatable ? super.book(request, true)
					: Doors.this.redemptions.refuse(Reason.valueOf(this.dead.problem().name()))
						.then(Mono.error(this.dead));
		}

		@Override
		public Mono<RedemptionOutcome> tryToBook(BookingRequest request) {
			return livingLink(this.token).flatMap((door) -> door.tryToBook(request));
		}

	}

	private final class OneTimeDoor extends AnyDoor {

		private final LinkToken token;

		OneTimeDoor(LinkToken token, Look look) {
			super(look);
			this.token = token;
		}

		@Override
		public Framing framing() {
			return Framing.BY_NOBODY;
		}

		@Override
		public Mono<Opening> open() {
			return Doors.this.claims.resolve(this.token.hash())
				.flatMap(this::open)
				.switchIfEmpty(Mono.error(() -> ProblemException.of(Problem.LINK_UNKNOWN)));
		}

		private Mono<Opening> open(LinkState link) {
			if (link.status() != LinkStatus.ACTIVE) {
				return refuse(new Refused(Reason.valueOf("LINK_" + link.status()), link.calendarId(),
						(link.status() == LinkStatus.CLAIMED) ? link.leaseLeft() : null), look());
			}
			return Doors.this.calendars.findRecent(link.calendarId())
				.flatMap((calendar) -> calendar.deleted() ? dead(Problem.LINK_REVOKED, calendar.id(), look())
						: Mono.just(new Opening(calendar, link.expiresAt())));
		}

		@Override
		public Mono<RedemptionOutcome> tryToBook(BookingRequest request) {
			return Doors.this.redemptions.redeem(this.token, request);
		}

	}

	private final class OpenDoor extends AnyDoor {

		private final Calendar calendar;

		private final String way;

		OpenDoor(Calendar calendar, String way) {
			super((why) -> {
			});
			this.calendar = calendar;
			this.way = way;
		}

		@Override
		public Framing framing() {
			return Framing.of(this.calendar);
		}

		@Override
		public Mono<Opening> open() {
			return Mono.just(new Opening(this.calendar, null));
		}

		@Override
		public Mono<RedemptionOutcome> tryToBook(BookingRequest request) {
			return Doors.this.redemptions.book(this.calendar.id(), this.way, request);
		}

	}

}
