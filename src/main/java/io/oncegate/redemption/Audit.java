package io.oncegate.redemption;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Counter;
import io.oncegate.booking.Bookings;
import io.oncegate.booking.Bookings.Made;
import io.oncegate.claim.Claims;
import io.oncegate.claim.LinkState;
import io.oncegate.claim.UnreadableLinkException;
import io.oncegate.link.LinkEndings;
import io.oncegate.link.LinkEndings.Ending;
import io.oncegate.link.LinkStatus;
import io.oncegate.telemetry.Measure;
import io.oncegate.telemetry.Meters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Looks for violations of the laws, and corrects Redis where its state of a link differs
 * from that in PostgreSQL.
 */
@Component
class Audit {

	private static final Logger logger = LoggerFactory.getLogger(Audit.class);

	/**
	 * Links compared concurrently: few, so that bookings are not kept waiting for the
	 * database.
	 */
	private static final int AT_ONCE = 4;

	private final Claims claims;

	private final LinkEndings links;

	private final Bookings bookings;

	private final Violations violations;

	private final LostConfirmations lost;

	private final Map<Resolution, Counter> mended = new EnumMap<>(Resolution.class);

	Audit(Claims claims, LinkEndings links, Bookings bookings, Violations violations, LostConfirmations lost,
			Meters meters) {
		this.claims = claims;
		this.links = links;
		this.bookings = bookings;
		this.violations = violations;
		this.lost = lost;
		for (Resolution resolution : Resolution.values()) {
			this.mended.put(resolution, meters.counter(Measure.CLAIMS_RECONCILED, resolution));
		}
	}

	/** Examines bookings and their links. */
	Mono<Void> ofBookings(List<Made> bookings) {
		return byOwner(bookings, Made::ownerId, this::ofBookings);
	}

	private Mono<Void> ofBookings(UUID ownerId, List<Made> bookings) {
		List<UUID> ids = bookings.stream().map(Made::id).toList();
		List<UUID> linkIds = bookings.stream().map(Made::linkId).filter(Objects::nonNull).toList();
		return this.bookings.overbooked(ownerId, ids)
			.doOnNext((id) -> this.violations.report(Law.NO_OVERBOOKING, id))
			.thenMany(this.bookings.unopened(ownerId, ids))
			.doOnNext((id) -> this.violations.report(Law.NOTHING_ELSE_OPENED, id))
			.then(this.links.find(ownerId, linkIds).collectList())
			.flatMap((links) -> ofLinks(ownerId, links));
	}

	/** Examines links. */
	Mono<Void> ofLinks(List<Ending> links) {
		return byOwner(links, Ending::ownerId, this::ofLinks);
	}

	private static <T> Mono<Void> byOwner(List<T> found, Function<T, UUID> owner,
			BiFunction<UUID, List<T>, Mono<Void>> examine) {
		return Flux.fromStream(() -> found.stream().collect(Collectors.groupingBy(owner)).entrySet().stream())
			.concatMapDelayError((owned) -> examine.apply(owned.getKey(), owned.getValue()))
			.then();
	}

	private Mono<Void> ofLinks(UUID ownerId, List<Ending> links) {
		return this.bookings.bookedTwice(ownerId, links.stream().map(Ending::id).toList())
			.doOnNext((id) -> this.violations.report(Law.ONE_BOOKING_PER_LINK, id))
			.thenMany(Flux.fromIterable(links))
			.flatMapDelayError(this::ofLink, AT_ONCE, AT_ONCE)
			.then();
	}

	private Mono<Void> ofLink(Ending link) {
		return this.claims.resolve(link.hash())
			.flatMap((state) -> mend(link, state))
			.onErrorResume(UnreadableLinkException.class, (fault) -> skip(link, fault));
	}

	/** One unreadable link must not keep the auditor from all others. */
	private static Mono<Void> skip(Ending link, UnreadableLinkException fault) {
		logger.warn(
				"The state of link {} in Redis is unreadable. Delete its key there; it is restored from PostgreSQL: {}",
				link.id(), fault.getMessage());
		return Mono.empty();
	}

	private Mono<Void> mend(Ending link, LinkState state) {
		if (link.bookingId() != null) {
			return link.bookingId().equals(state.bookingId()) ? Mono.empty() : redeem(link, state, link.bookingId());
		}
		if (state.bookingId() != null || (state.status() == LinkStatus.REVOKED && !link.isRevoked())) {
			return forget(link, state);
		}
		if (link.isRevoked()) {
			return (state.status() == LinkStatus.REVOKED) ? Mono.empty()
					: count(Resolution.REVOKED, this.claims.revoke(link.hash(), null));
		}
		return (state.lapsedClaim() != null)
				? count(Resolution.RELEASED, this.claims.release(link.hash(), state.lapsedClaim(), null))
				: Mono.empty();
	}

	private Mono<Void> redeem(Ending link, LinkState state, UUID bookingId) {
		return reportIfLost(link, state.bookingId()).then(this.bookings.find(link.ownerId(), bookingId))
			.flatMap((booking) -> count(Resolution.REDEEMED, this.claims.redeem(link.hash(), booking)));
	}

	/** Redis was read after PostgreSQL, which may have changed in between. */
	private Mono<Void> forget(Ending link, LinkState state) {
		return this.links.find(link.ownerId(), List.of(link.id()))
			.singleOrEmpty()
			.filter((now) -> Objects.equals(now.bookingId(), link.bookingId()) && now.isRevoked() == link.isRevoked())
			.flatMap((now) -> reportIfLost(link, state.bookingId())
				.then(count(Resolution.FORGOTTEN, this.claims.forget(link.hash(), state.bookingId()))));
	}

	/** A link is marked as redeemed after the commit, so its booking must exist. */
	private Mono<Void> reportIfLost(Ending link, @Nullable UUID bookingId) {
		return Mono.justOrEmpty(bookingId)
			.filterWhen((id) -> this.bookings.find(link.ownerId(), id).hasElement().map((found) -> !found))
			.flatMap((id) -> this.lost.found(id, link));
	}

	private Mono<Void> count(Resolution resolution, Mono<Boolean> mending) {
		return mending.filter((done) -> done)
			.doOnNext((done) -> Objects.requireNonNull(this.mended.get(resolution)).increment())
			.then();
	}

	/** What Redis was told about a link. */
	private enum Resolution {

		/** That a booking was made with the link. */
		REDEEMED,

		/** That the owner has revoked it. */
		REVOKED,

		/** That a claim whose lease had expired made no booking. */
		RELEASED,

		/** To forget a booking or a revocation that PostgreSQL knows nothing of. */
		FORGOTTEN

	}

}
