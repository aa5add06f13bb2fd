package io.oncegate.claim;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

import io.oncegate.booking.Booking;
import io.oncegate.booking.Idempotency;
import io.oncegate.link.LinkStatus;
import io.oncegate.link.OneTimeLink;
import io.oncegate.link.TokenHash;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;
import org.springframework.stereotype.Repository;

/**
 * The {@link Claims} of Redis: one hash a link.
 *
 * <pre>
 * HGETALL link:FbVx…      (the token's hash)
 *   id        link id
 *   calendar  calendar id
 *   expires   ms since the epoch, if the link expires
 *   state     active | claimed | redeemed | revoked
 *   claim     who holds a claimed link        lease    until when, ms since the epoch
 *   booking   what a redeemed link was spent on
 *   key       idempotency key of the last attempt that had one
 *   request   and what it asked for           refusal  and why it was refused
 * </pre>
 *
 * Each operation is one script on that one key, so that links spread over the shards of a
 * cluster.
 */
@Repository
class RedisClaims implements Claims {

	private static final LinkStatus[] STATUS = { null, LinkStatus.ACTIVE, LinkStatus.CLAIMED, LinkStatus.REDEEMED,
			LinkStatus.REVOKED, LinkStatus.EXPIRED };

	private final ReactiveStringRedisTemplate redis;

	private final Duration lease;

	RedisClaims(ReactiveStringRedisTemplate redis, ClaimProperties properties) {
		this.redis = redis;
		this.lease = properties.claimLease();
	}

	@Override
	public Mono<Boolean> publish(OneTimeLink link, @Nullable Booking booking) {
		LinkStatus state = (link.status() != LinkStatus.EXPIRED) ? link.status() : LinkStatus.ACTIVE;
		return run(Scripts.PUBLISH, link.hash(), link.id().toString(), link.calendarId().toString(),
				millis(link.expiresAt()), state.name().toLowerCase(Locale.ROOT),
				(booking != null) ? booking.id().toString() : "", key(booking), request(booking))
			.map(RedisClaims::isTrue);
	}

	@Override
	public Mono<LinkState> resolve(TokenHash link) {
		return run(Scripts.RESOLVE, link).map(Reply::new)
			.filter((reply) -> reply.status() != 0)
			.map((reply) -> new LinkState(STATUS[reply.status()], reply.linkId(), reply.calendarId(),
					reply.text(4).isEmpty() ? null : Instant.ofEpochMilli(Long.parseLong(reply.text(4))),
					(reply.status() == 2) ? reply.leaseLeft() : Duration.ZERO,
					(reply.status() == 3) ? reply.bookingId() : null));
	}

	@Override
	public Mono<ClaimOutcome> claim(TokenHash link, UUID claimId, @Nullable Idempotency idempotency) {
		return run(Scripts.CLAIM, link, claimId.toString(), Long.toString(this.lease.toMillis()),
				(idempotency != null) ? idempotency.key() : "", (idempotency != null) ? idempotency.request() : "")
			.map(Reply::new)
			.map(RedisClaims::outcome);
	}

	private static ClaimOutcome outcome(Reply reply) {
		return switch (reply.status()) {
			case 0 -> new ClaimOutcome.Unknown();
			case 1 -> new ClaimOutcome.Granted(reply.linkId(), reply.calendarId());
			case 2 -> new ClaimOutcome.Held(reply.leaseLeft(), reply.idempotency());
			case 3 -> new ClaimOutcome.Redeemed(reply.calendarId(), reply.bookingId(), reply.idempotency());
			case 6 -> new ClaimOutcome.RefusedBefore(Refusal.valueOf(reply.detail()),
					new Idempotency(reply.text(4), reply.text(5)));
			default -> new ClaimOutcome.Dead(reply.calendarId(), STATUS[reply.status()]);
		};
	}

	@Override
	public Mono<Boolean> confirm(TokenHash link, UUID claimId, Booking booking) {
		return run(Scripts.CONFIRM, link, claimId.toString(), booking.id().toString(), key(booking), request(booking))
			.map(RedisClaims::isTrue);
	}

	@Override
	public Mono<Boolean> release(TokenHash link, UUID claimId, @Nullable Refusal refusal) {
		return run(Scripts.RELEASE, link, claimId.toString(), (refusal != null) ? refusal.name() : "")
			.map(RedisClaims::isTrue);
	}

	@Override
	public Mono<Boolean> revoke(TokenHash link) {
		return run(Scripts.REVOKE, link).map(RedisClaims::isTrue);
	}

	private <T> Mono<T> run(RedisScript<T> script, TokenHash link, String... arguments) {
		return this.redis.execute(script, List.of("link:" + link.value()), List.of(arguments)).next();
	}

	private static boolean isTrue(Long reply) {
		return reply == 1;
	}

	private static String millis(@Nullable Instant instant) {
		return (instant != null) ? Long.toString(instant.toEpochMilli()) : "";
	}

	private static String key(@Nullable Booking booking) {
		return (booking != null && booking.idempotency() != null) ? booking.idempotency().key() : "";
	}

	private static String request(@Nullable Booking booking) {
		return (booking != null && booking.idempotency() != null) ? booking.idempotency().request() : "";
	}

	/** A status, the link, its calendar, a detail, and the mark of an attempt. */
	private record Reply(List<?> values) {

		int status() {
			return ((Long) this.values.get(0)).intValue();
		}

		String text(int index) {
			return (String) this.values.get(index);
		}

		UUID linkId() {
			return UUID.fromString(text(1));
		}

		UUID calendarId() {
			return UUID.fromString(text(2));
		}

		String detail() {
			return text(3);
		}

		Duration leaseLeft() {
			return Duration.ofMillis(Long.parseLong(detail()));
		}

		UUID bookingId() {
			return UUID.fromString(detail());
		}

		@Nullable Idempotency idempotency() {
			return text(4).isEmpty() ? null : new Idempotency(text(4), text(5));
		}

	}

}
