package io.oncegate.web.invitee;

import java.time.Duration;
import java.util.function.LongSupplier;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import io.oncegate.redemption.LinkClaims;
import io.oncegate.web.http.DeadLinkException;
import io.oncegate.web.http.Problem;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Remembers one-time links that were just found dead, so that one that everybody clicks
 * is looked up only twice a second.
 * <p>
 * Spent and expired links are remembered for half a second, because cancelling a booking
 * gives its link back: this gateway notices at once, others within that half second. A
 * revoked link stays revoked, so it is remembered for minutes, but its contact is recent
 * for only half a second as well.
 */
@Component
class RecentlyDead {

	private static final Duration RECENT = Duration.ofMillis(500);

	/** Invitees of a revoked campaign keep coming for minutes. */
	private static final Duration FINAL = Duration.ofMinutes(5);

	/** Some 10 MB. */
	private static final int MOST = 50_000;

	private final Cache<String, Found> found;

	private final LongSupplier givenBack;

	private final Ticker ticker;

	@Autowired
	RecentlyDead(LinkClaims claims) {
		this(claims::givenBack, Ticker.systemTicker());
	}

	RecentlyDead(LongSupplier givenBack, Ticker ticker) {
		this.found = Caffeine.newBuilder()
			.ticker(ticker)
			.expireAfter(Expiry.<String, Found>writing((token, dead) -> dead.isFinal() ? FINAL : RECENT))
			.maximumSize(MOST)
			.build();
		this.givenBack = givenBack;
		this.ticker = ticker;
	}

	/** Returns what was found out about a dead link, if that still holds. */
	@Nullable Found find(String token) {
		Found known = this.found.getIfPresent(token);
		return (known != null && (known.isFinal() || known.givenBack == this.givenBack.getAsLong())) ? known : null;
	}

	/** Begins to look up a link, to remember what is found. */
	Look look(String token) {
		long before = this.givenBack.getAsLong();
		return (why) -> this.found.put(token, new Found(why, before));
	}

	/** A lookup of a link: what it finds counts from when it began. */
	interface Look {

		/** Remembers that the link is dead. */
		void isDead(DeadLinkException why);

	}

	/** Why a link is dead. */
	final class Found {

		private final DeadLinkException why;

		/** How many links had been given back when the lookup began. */
		private final long givenBack;

		private final long at = RecentlyDead.this.ticker.read();

		private Found(DeadLinkException why, long givenBack) {
			this.why = why;
			this.givenBack = givenBack;
		}

		DeadLinkException why() {
			return this.why;
		}

		/** Tells whether whom to contact is still known, too. */
		boolean isRecent() {
			return RecentlyDead.this.ticker.read() - this.at < RECENT.toNanos();
		}

		private boolean isFinal() {
			return this.why.problem() == Problem.LINK_REVOKED;
		}

	}

}
