package io.oncegate.web;

import java.time.Duration;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.oncegate.redemption.LinkClaims;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * The one-time links that were found dead within the last half second. What is spent, out
 * of date or withdrawn stays so, so that a link on which everybody clicks is looked up
 * twice a second; only a cancelled booking gives its link back, which is heeded at once
 * on this gateway, and within that half second on others.
 */
@Component
class RecentlyDead {

	private static final Duration FRESH = Duration.ofMillis(500);

	private static final int MOST = 10_000;

	private final Cache<String, Found> found = Caffeine.newBuilder().expireAfterWrite(FRESH).maximumSize(MOST).build();

	private final LinkClaims claims;

	RecentlyDead(LinkClaims claims) {
		this.claims = claims;
	}

	/** Says why a link is dead, if that was found out a moment ago. */
	@Nullable DeadLinkException find(String token) {
		Found known = this.found.getIfPresent(token);
		return (known != null && known.givenBack() == this.claims.givenBack()) ? known.why() : null;
	}

	/** Notes what is found out from now on of a link. */
	Look look(String token) {
		long givenBack = this.claims.givenBack();
		return (why) -> this.found.put(token, new Found(why, givenBack));
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
