package io.oncegate.web.invitee;

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
import io.oncegate.web.http.DeadLinkException;
import io.oncegate.web.http.Framing;
import io.oncegate.web.http.Problem;
import io.oncegate.web.http.ProblemException;
import io.oncegate.web.http.Uuids;
import io.oncegate.web.invitee.RecentlyDead.Look;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/** Finds the door of an address. */
@Component
public class Doors {

	private static final Pattern SLUG = Pattern.compile(Calendar.SLUG, Pattern.CASE_INSENSITIVE);

	private final Tokens tokens;

	private final LinkClaims claims;

	private final Redemptions redemptions;

	private final Calendars calendars;

	private final RecentlyDead recentlyDead;

	private final BookingRefusals refusals;

	Doors(Tokens tokens, LinkClaims claims, Redemptions redemptions, Calendars calendars, RecentlyDead recentlyDead) {
		this.tokens = tokens;
		this.claims = claims;
		this.redemptions = redemptions;
		this.calendars = calendars;
		this.recentlyDead = recentlyDead;
		this.refusals = new BookingRefusals(calendars);
	}

	/**
	 * Returns the door of a one-time link; a forged token is refused without asking a
	 * store.
	 */
	public Mono<Door> oneTimeLink(String token) {
		RecentlyDead.Found found = this.recentlyDead.find(token);
		if (found == null) {
			return livingLink(token);
		}
		return found.isRecent() ? Mono.just(new DeadDoor(token, found.why())) : revokedLink(token, found.why());
	}

	/**
	 * The contact is read again, because it may have changed since the link was found
	 * revoked.
	 */
	private Mono<Door> revokedLink(String token, DeadLinkException then) {
		return this.refusals.why(then.problem(), then.calendar().id(), this.recentlyDead.look(token))
			.<Door>map((why) -> new DeadDoor(token, why))
			.switchIfEmpty(Mono.defer(() -> livingLink(token)));
	}

	private Mono<Door> livingLink(String token) {
		return this.tokens.linkToken(token)
			.<Mono<Door>>map((link) -> Mono.just(new OneTimeDoor(link, this.recentlyDead.look(token))))
			.orElseGet(() -> Mono.error(ProblemException.of(Problem.LINK_UNKNOWN)));
	}

	/** Returns the door of a permanent or scheduling link. */
	public Mono<Door> calendar(String publicIdOrSlug) {
		return Uuids.read(publicIdOrSlug).map(this::permanentLink).orElseGet(() -> schedulingLink(publicIdOrSlug));
	}

	/** Returns the door of a scheduling link, whose case does not matter. */
	public Mono<Door> schedulingLink(String slug) {
		return door(SLUG.matcher(slug).matches() ? this.calendars.findRecentBySlug(slug.toLowerCase(Locale.ROOT))
				: Mono.empty(), Calendar::slug);
	}

	/** Returns the door of a permanent link. */
	public Mono<Door> permanentLink(String publicId) {
		return Uuids.read(publicId).map(this::permanentLink).orElseGet(() -> Mono.error(BookingRefusals::unshared));
	}

	private Mono<Door> permanentLink(UUID publicId) {
		return door(this.calendars.findRecentByPublicId(publicId), (calendar) -> calendar.publicId().toString());
	}

	private Mono<Door> door(Mono<Calendar> calendar, Function<Calendar, String> way) {
		return calendar.<Door>map((found) -> new OpenDoor(found, way.apply(found), this.redemptions, this.refusals))
			.switchIfEmpty(Mono.error(BookingRefusals::unshared));
	}

	/** A one-time link that was dead a moment ago. */
	private final class DeadDoor extends RefusingDoor {

		private final String token;

		private final DeadLinkException dead;

		DeadDoor(String token, DeadLinkException dead) {
			super(Doors.this.refusals, Doors.this.recentlyDead.look(token));
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

	private final class OneTimeDoor extends RefusingDoor {

		private final LinkToken token;

		OneTimeDoor(LinkToken token, Look look) {
			super(Doors.this.refusals, look);
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
				return Doors.this.refusals.of(new Refused(Reason.valueOf("LINK_" + link.status()), link.calendarId(),
						(link.status() == LinkStatus.CLAIMED) ? link.leaseLeft() : null), look());
			}
			return Doors.this.calendars.findRecent(link.calendarId())
				.flatMap((calendar) -> calendar.deleted()
						? Doors.this.refusals.dead(Problem.LINK_REVOKED, calendar.id(), look())
						: Mono.just(new Opening(calendar, link.expiresAt())));
		}

		@Override
		public Mono<RedemptionOutcome> tryToBook(BookingRequest request) {
			return Doors.this.redemptions.redeem(this.token, request);
		}

	}

}
