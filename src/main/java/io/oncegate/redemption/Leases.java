package io.oncegate.redemption;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import io.oncegate.claim.Claims;
import io.oncegate.link.TokenHash;
import io.oncegate.telemetry.Measure;
import io.oncegate.telemetry.Meters;

import org.springframework.stereotype.Component;

/**
 * The claims that this gateway was granted by Redis, and of which Redis has not yet been
 * told how they ended.
 */
@Component
class Leases {

	/** Far more than can be under way; what exceeds it is found among all links. */
	private static final int MOST = 100_000;

	/** By how much a redemption may be late beside its lease. */
	private static final Duration GRACE = Duration.ofSeconds(1);

	private final Map<UUID, Lease> leases = new ConcurrentHashMap<>();

	private final Duration length;

	Leases(Claims claims, Meters meters) {
		this.length = claims.lease().plus(GRACE);
		meters.gauge(Measure.LEASES_OUTSTANDING, this.leases, Map::size);
		meters.gauge(Measure.LEASES_OVERDUE, this, (leases) -> leases.overdue().count());
	}

	void begin(UUID claimId, TokenHash link) {
		if (this.leases.size() < MOST) {
			this.leases.put(claimId, new Lease(claimId, link, System.nanoTime()));
		}
	}

	void end(UUID claimId) {
		this.leases.remove(claimId);
	}

	/** Those that have run out by now. */
	Stream<Lease> overdue() {
		long now = System.nanoTime();
		return this.leases.values().stream().filter((lease) -> now - lease.began > this.length.toNanos());
	}

	/**
	 * A claim of a link.
	 *
	 * @param began by {@link System#nanoTime()}
	 */
	record Lease(UUID claimId, TokenHash link, long began) {

	}

}
