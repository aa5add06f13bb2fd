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
 * The claims that Redis granted to this gateway and that are neither confirmed nor
 * released yet.
 */
@Component
class Leases {

	/**
	 * Far more than can be in flight; any excess is found while going through all links.
	 */
	private static final int MOST = 100_000;

	/** How late a redemption may be relative to its lease. */
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

	/** The claims whose lease has expired. */
	Stream<Lease> overdue() {
		long now = System.nanoTime();
		return this.leases.values().stream().filter((lease) -> now - lease.began > this.length.toNanos());
	}

	/**
	 * A claim of a link.
	 *
	 * @param began as {@link System#nanoTime()}
	 */
	record Lease(UUID claimId, TokenHash link, long began) {

	}

}
