package io.oncegate.claim;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.UUID;

import io.oncegate.booking.Booking;
import io.oncegate.booking.Idempotency;
import io.oncegate.link.LinkStatus;
import io.oncegate.link.OneTimeLink;
import io.oncegate.link.TokenHash;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

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
@Component
class RedisClaims implements Claims {

	private static final LinkStatus[] STATUS = { null, LinkStatus.ACTIVE, LinkStatus.CLAIMED, LinkStatus.REDEEMED,
			LinkStatus.REVOKED, LinkStatus.EXPIRED };

	private static final int PIPELINE = 256;

	private final Scripts scripts;

	private final Duration lease;

	RedisClaims(Scripts scripts, ClaimProperties properties) {
		this.scripts = scripts;
		this.lease = properties.claimLease();
	}

	@Override
	public Mono<Boolean> publish(OneTimeLink link, @Nullable Booking booking) {
		LinkStatus state = switch (link.status()) {
			case REDEEMED, REVOKED -> link.status();
			// Whether it is claimed or expired is for Redis to say, by its own clock.
			case ACTIVE, CLAIMED, EXPIRED -> LinkStatus.ACTIVE;
		};
		return this.scripts.publish(key(link.hash()), link.id().toString(), link.calendarId().toString(),
				millis(link.expiresAt()), state.name().toLowerCase(Locale.ROOT),
				(booking != null) ? booking.id().toString() : "", key(booking), request(booking));
	}

	@Override
	public Mono<Void> publishNew(Collection<OneTimeLink> links) {
		return Flux.fromIterable(links).flatMap((link) -> publish(link, null), PIPELINE).then();
	}

	@Override
	public Mono<LinkState> resolve(TokenHash link) {
		return this.scripts.resolve(key(link))
			.filter((reply) -> reply.status() != 0)
			.map(RedisClaims::state)
			.onErrorMap(RedisClaims::isUnreadable, UnreadableLinkException::new);
	}

	private static LinkState state(Reply reply) {
		int status = reply.status();
		return new LinkState((status == 7) ? LinkStatus.CLAIMED : STATUS[status], reply.linkId(), reply.calendarId(),
				reply.expiresAt(), (status == 2) ? reply.leaseLeft() : Duration.ZERO,
				(status == 3) ? reply.bookingId() : null, (status == 7) ? reply.claimId() : null);
	}

	@Override
	public Mono<ClaimOutcome> claim(TokenHash link, UUID claimId, @Nullable Idempotency idempotency) {
		return this.scripts
			.claim(key(link), claimId.toString(), Long.toString(this.lease.toMillis()),
					(idempotency != null) ? idempotency.key() : "", (idempotency != null) ? idempotency.request() : "")
			.map(RedisClaims::outcome)
			.onErrorMap(RedisClaims::isUnreadable, UnreadableLinkException::new);
	}

	private static boolean isUnreadable(Throwable ex) {
		return ex instanceof IllegalArgumentException || ex instanceof IndexOutOfBoundsException;
	}

	private static ClaimOutcome outcome(Reply reply) {
		return switch (reply.status()) {
			case 0 -> new ClaimOutcome.Unknown();
			case 1 -> new ClaimOutcome.Granted(reply.linkId(), reply.calendarId());
			case 2 -> new ClaimOutcome.Held(reply.linkId(), reply.leaseLeft(), reply.attempt());
			case 3 -> new ClaimOutcome.Redeemed(reply.calendarId(), reply.bookingId(), reply.attempt());
			case 6 -> new ClaimOutcome.RefusedBefore(Refusal.valueOf(reply.detail()), reply.attempt());
			default -> new ClaimOutcome.Dead(reply.calendarId(), STATUS[reply.status()]);
		};
	}

	@Override
	public Mono<Boolean> confirm(TokenHash link, UUID claimId, Booking booking) {
		return this.scripts.confirm(key(link), claimId.toString(), booking.id().toString(), key(booking),
				request(booking));
	}

	@Override
	public Mono<Boolean> release(TokenHash link, UUID claimId, @Nullable Refusal refusal) {
		return this.scripts.release(key(link), claimId.toString(), (refusal != null) ? refusal.name() : "");
	}

	@Override
	public Mono<Boolean> revoke(TokenHash link) {
		return this.scripts.revoke(key(link));
	}

	@Override
	public Mono<Boolean> redeem(TokenHash link, Booking booking) {
		return this.scripts.redeem(key(link), booking.id().toString(), key(booking), request(booking));
	}

	@Override
	public Mono<Boolean> forget(TokenHash link, @Nullable UUID bookingId) {
		return this.scripts.forget(key(link), (bookingId != null) ? bookingId.toString() : "");
	}

	@Override
	public long connections() {
		return this.scripts.connected();
	}

	private static String key(TokenHash link) {
		return "link:" + link.value();
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

}
