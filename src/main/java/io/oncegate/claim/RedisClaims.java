package io.oncegate.claim;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;

import io.oncegate.booking.Booking;
import io.oncegate.booking.Idempotency;
import io.oncegate.link.LinkStatus;
import io.oncegate.link.OneTimeLink;
import io.oncegate.link.TokenHash;
import io.oncegate.setting.StartException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.stereotype.Component;

/**
 * The {@link Claims} in Redis: one hash per link; a million take some 165 MB.
 *
 * <pre>
 * HGETALL link:FbVx…      (the first 22 characters of the token's hash)
 *   i  link id                  c  calendar id          as 16 bytes each
 *   x  ms since the epoch, if the link expires
 *   s  absent while the link is active, else c claimed, r redeemed, v revoked
 *   h  who holds a claimed link       l  until when, ms since the epoch
 *   b  what a redeemed link was spent on
 *   k  idempotency key of the last attempt that had one, as 32 bytes
 *   q  and its request                f  and why it was refused
 * </pre>
 *
 * A dead link keeps only what is needed to answer for it, and expires after a week. Each
 * operation is one script on that one key, so that links can be sharded in a cluster;
 * without a cluster, new links are published in bulk.
 */
@Component
class RedisClaims implements Claims {

	private static final int KEY_CHARACTERS = 22;

	private final Scripts scripts;

	private final NewLinks newLinks;

	private final Duration lease;

	private final byte[] leaseMillis;

	/**
	 * Keeps claims in Redis.
	 * @param lease how long a claim whose outcome is unknown keeps its link
	 */
	RedisClaims(Scripts scripts, NewLinks newLinks,
			@Value("${oncegate.claim-lease:30s}") @DurationUnit(ChronoUnit.SECONDS) Duration lease) {
		if (lease.toMillis() <= 0) {
			throw new StartException("ONCEGATE_CLAIM_LEASE is " + lease.toSeconds()
					+ "s. Set it to a duration longer than zero, like 30s.", null);
		}
		this.scripts = scripts;
		this.newLinks = newLinks;
		this.lease = lease;
		this.leaseMillis = Bytes.of(Long.toString(this.lease.toMillis()));
	}

	@Override
	public Mono<Boolean> publish(OneTimeLink link, @Nullable Booking booking) {
		String state = switch (link.status()) {
			case REDEEMED -> "r";
			case REVOKED -> "v";
			// Whether it is claimed or expired is decided by Redis, by its own clock.
			case ACTIVE, CLAIMED, EXPIRED -> "";
		};
		Idempotency idempotency = (booking != null) ? booking.idempotency() : null;
		return this.scripts.publish(key(link.hash()), Bytes.of(link.id()), Bytes.of(link.calendarId()),
				millis(link.expiresAt()), Bytes.of(state), Bytes.of((booking != null) ? booking.id() : null),
				key(idempotency), request(idempotency));
	}

	@Override
	public Mono<Void> publishNew(Collection<OneTimeLink> links) {
		return this.newLinks.publish(links);
	}

	@Override
	public Mono<LinkState> resolve(TokenHash link) {
		return this.scripts.resolve(RedisClaims::known, key(link)).flatMap(Mono::justOrEmpty);
	}

	private static Optional<LinkState> known(Reply reply) {
		return (reply.status() == 0) ? Optional.empty() : Optional.of(state(reply));
	}

	private static LinkState state(Reply reply) {
		UUID calendar = reply.uuid(1);
		Instant expiresAt = reply.instant(3);
		return switch (reply.status()) {
			case 2 -> new LinkState(LinkStatus.CLAIMED, calendar, expiresAt, reply.millis(2), null, null);
			case 3 -> new LinkState(LinkStatus.REDEEMED, calendar, null, Duration.ZERO, reply.uuid(2), null);
			case 4 -> new LinkState(LinkStatus.REVOKED, calendar, null, Duration.ZERO, null, null);
			case 5 -> new LinkState(LinkStatus.EXPIRED, calendar, expiresAt, Duration.ZERO, null, null);
			case 7 -> new LinkState(LinkStatus.CLAIMED, calendar, expiresAt, Duration.ZERO, null, reply.uuid(2));
			default -> new LinkState(LinkStatus.ACTIVE, calendar, expiresAt, Duration.ZERO, null, null);
		};
	}

	@Override
	public Mono<ClaimOutcome> claim(TokenHash link, UUID claimId, @Nullable Idempotency idempotency) {
		return this.scripts.claim(RedisClaims::outcome, key(link), Bytes.of(claimId), this.leaseMillis,
				key(idempotency), request(idempotency));
	}

	private static ClaimOutcome outcome(Reply reply) {
		return switch (reply.status()) {
			case 0 -> new ClaimOutcome.Unknown();
			case 1 -> new ClaimOutcome.Granted(reply.uuid(1), reply.uuid(2));
			case 2 -> new ClaimOutcome.Held(reply.uuid(1), reply.millis(3), reply.attempt(4));
			case 3 -> new ClaimOutcome.Redeemed(reply.uuid(2), reply.uuid(3), reply.attempt(4));
			case 4 -> new ClaimOutcome.Dead(reply.uuid(2), LinkStatus.REVOKED);
			case 5 -> new ClaimOutcome.Dead(reply.uuid(2), LinkStatus.EXPIRED);
			default -> new ClaimOutcome.RefusedBefore(Refusal.valueOf(reply.text(3)), reply.attempt(4));
		};
	}

	@Override
	public Mono<Boolean> confirm(TokenHash link, UUID claimId, Booking booking) {
		return this.scripts.confirm(key(link), Bytes.of(claimId), Bytes.of(booking.id()), key(booking.idempotency()),
				request(booking.idempotency()));
	}

	@Override
	public Mono<Boolean> release(TokenHash link, UUID claimId, @Nullable Refusal refusal) {
		return this.scripts.release(key(link), Bytes.of(claimId), Bytes.of((refusal != null) ? refusal.name() : ""));
	}

	@Override
	public Mono<Boolean> revoke(TokenHash link, @Nullable UUID calendarId) {
		return this.scripts.revoke(key(link), Bytes.of(calendarId));
	}

	@Override
	public Mono<Boolean> redeem(TokenHash link, Booking booking) {
		return this.scripts.redeem(key(link), Bytes.of(booking.id()), key(booking.idempotency()),
				request(booking.idempotency()));
	}

	@Override
	public Mono<Boolean> forget(TokenHash link, @Nullable UUID bookingId) {
		return this.scripts.forget(key(link), Bytes.of(bookingId));
	}

	@Override
	public Duration lease() {
		return this.lease;
	}

	@Override
	public long connections() {
		return this.scripts.connected();
	}

	/** 132 bits of the hash identify a link as reliably as all of it. */
	static byte[] key(TokenHash link) {
		return Bytes.of("link:" + link.value().substring(0, KEY_CHARACTERS));
	}

	static byte[] millis(@Nullable Instant instant) {
		return Bytes.of((instant != null) ? Long.toString(instant.toEpochMilli()) : "");
	}

	private static byte[] key(@Nullable Idempotency idempotency) {
		return Bytes.ofHash((idempotency != null) ? idempotency.key() : null);
	}

	private static byte[] request(@Nullable Idempotency idempotency) {
		return Bytes.ofHash((idempotency != null) ? idempotency.request() : null);
	}

}
