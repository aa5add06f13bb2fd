package io.oncegate.web.invitee;

import java.time.Duration;
import java.util.UUID;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.oncegate.redemption.LinkClaims;
import io.oncegate.web.http.DeadLinkException;
import io.oncegate.web.http.Problem;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * The one-time links that were found dead a moment ago, so that one on which everybody
 * clicks is looked up twice a second. What is spent or out of date is known for half a
 * second: a cancelled booking gives its link back, which is heeded at once on this
 * gateway, and within that half second on others. What is revoked stays so, and is known
 * for some minutes, but its calendar, which says whom to ask, for half a second as well.
 */
@Component
class RecentlyDead {

	private static final Duration FRESH = Duration.ofMillis(500);

	private static final int MOST = 10_000;

	/** Those of a campaign that is over come back for as long. */
	private static final Duration FINAL = Duration.ofMinutes(5);

	/** Some 10 MB. */
	private static final int MOST_REVOKED = 50_000;

	private final Cache<String, Found> found = Caffeine.newBuilder().expireAfterWrite(FRESH).maximumSize(MOST).build();

	/** The calendars of revoked links. */
	private final Cache<String, UUID> revoked = Caffeine.newBuilder()
		.expireAfterWrite(FINAL)
		.maximumSize(MOST_REVOKED)
		.build();

	private final LinkClaims claims;

	RecentlyDead(LinkClaims claims) {
		this.claims = claims;
	}

	/** Says why a link is dead, if that was found out a moment ago. */
	@Nullable DeadLinkException find(String token) {
		Found known = this.found.getIfPresent(token);
		return (known != null && known.givenBack() == this.claims.givenBack()) ? known.why() : null;
	}

	/** The calendar of a link, if that was found revoked some minutes ago. */
	@Nullable UUID calendarOfRevoked(String token) {
		return this.revoked.getIfPresent(token);
	}

	/** Notes what is found out from now on of a link. */
	Look look(String token) {
		long givenBack = this.claims.givenBack();
		return (why) -> {
			this.found.put(token, new Found(why, givenBack));
			if (why.problem() == Problem.LINK_REVOKED) {
				this.revoked.get(token, (missing) -> why.calendar().id());
			}
		};
	}

	/** A look at a link, which began before it was asked for. */
	interface Look {

		/** Notes that it is dead. */
		void isDead(DeadLinkException why);

	}

	/**
	 * Why a link is dead.
	 *
	 * @param givenBack how many links had been given back when that was looked up
	 */
	private record Found(DeadLinkException why, long givenBack) {

	}

}
