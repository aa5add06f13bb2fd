package io.oncegate.campaign;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import io.micrometer.core.instrument.Counter;
import io.oncegate.claim.Claims;
import io.oncegate.claim.ClaimsUnavailableException;
import io.oncegate.link.Ids;
import io.oncegate.link.LinkStatus;
import io.oncegate.link.LinkToken;
import io.oncegate.link.Links;
import io.oncegate.link.Links.Position;
import io.oncegate.link.NewLink;
import io.oncegate.link.OneTimeLink;
import io.oncegate.link.Recipient;
import io.oncegate.link.Tokens;
import io.oncegate.telemetry.Measure;
import io.oncegate.telemetry.Meters;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Service;

/**
 * Issues, lists and revokes one-time links: first in PostgreSQL, which holds the truth,
 * then in Redis, which gets it from there later if it does not respond now.
 */
@Service
public class OneTimeLinks {

	private final Links links;

	private final Claims claims;

	private final Tokens tokens;

	private final Counter issued;

	OneTimeLinks(Links links, Claims claims, Tokens tokens, Meters meters) {
		this.links = links;
		this.claims = claims;
		this.tokens = tokens;
		this.issued = meters.counter(Measure.LINKS_ISSUED);
	}

	/**
	 * Issues a link.
	 * @param metadata a JSON object defined by the owner
	 */
	public Mono<IssuedLink> issue(UUID ownerId, UUID calendarId, @Nullable Recipient recipient,
			@Nullable Instant expiresAt, @Nullable String metadata) {
		return Mono.defer(() -> {
			LinkToken token = this.tokens.newLinkToken();
			return this.links
				.add(new NewLink(Ids.next(), ownerId, calendarId, token.hash(), recipient, expiresAt, metadata))
				.delayUntil((link) -> quietly(this.claims.publish(link, null)))
				.map((link) -> new IssuedLink(link, token))
				.doOnNext((issued) -> this.issued.increment());
		});
	}

	/**
	 * Lists a page of the links of a calendar, newest first. With a status it looks at a
	 * limited number of links, so that a page may hold few links and yet not be the last.
	 * @param status only links with this status, or all
	 * @param campaignId only links of this campaign, or all
	 * @param after where the previous page ended, or the first page
	 */
	public Mono<Found> page(UUID ownerId, UUID calendarId, @Nullable LinkStatus status, @Nullable UUID campaignId,
			@Nullable Position after, int limit) {
		return found(this.links.list(ownerId, calendarId, stored(status), campaignId, after, limit + 1), status, limit,
				(status != null) ? this.links.lookedAt(ownerId, calendarId, campaignId, after) : Mono.empty());
	}

	/**
	 * Searches the links of a calendar by recipient, newest first.
	 * @param text part of the recipient's name, email or reference, in any case
	 */
	public Mono<Found> search(UUID ownerId, UUID calendarId, @Nullable LinkStatus status, String text,
			@Nullable Position after, int limit) {
		return found(this.links.search(ownerId, calendarId, stored(status), text, after, limit + 1), status, limit,
				Mono.empty());
	}

	private Mono<Found> found(Flux<OneTimeLink> read, @Nullable LinkStatus status, int limit, Mono<Position> lookedAt) {
		return read.flatMapSequential(this::orClaimed)
			.collectList()
			.flatMap((links) -> ((links.size() > limit) ? Mono.just(position(links.get(limit - 1))) : lookedAt)
				.map(Optional::of)
				.defaultIfEmpty(Optional.empty())
				.map((next) -> new Found(links.stream()
					.limit(limit)
					.filter((link) -> status == null || link.status() == status)
					.toList(), next.orElse(null))));
	}

	private static Position position(OneTimeLink link) {
		return new Position(link.createdAt(), link.id());
	}

	/** Only Redis knows which of the active links are claimed. */
	private static @Nullable LinkStatus stored(@Nullable LinkStatus status) {
		return (status != LinkStatus.CLAIMED) ? status : LinkStatus.ACTIVE;
	}

	/**
	 * Permanently revokes a link, even while somebody is booking with it.
	 * @return the resulting link, which is not revoked if it is spent; empty if the owner
	 * has no such link
	 */
	public Mono<OneTimeLink> revoke(UUID ownerId, UUID id) {
		return this.links.findOwned(ownerId, id)
			.flatMap((link) -> this.links.revoke(ownerId, link.id()))
			.delayUntil((link) -> (link.status() == LinkStatus.REVOKED)
					? quietly(this.claims.revoke(link.hash(), link.calendarId())) : Mono.empty());
	}

	/** Adds what only Redis knows: whether somebody is booking with the link. */
	private Mono<OneTimeLink> orClaimed(OneTimeLink link) {
		if (link.status() != LinkStatus.ACTIVE) {
			return Mono.just(link);
		}
		return this.claims.resolve(link.hash())
			.onErrorComplete(ClaimsUnavailableException.class)
			.filter((state) -> state.status() == LinkStatus.CLAIMED && state.lapsedClaim() == null)
			.map((state) -> link.claimed())
			.defaultIfEmpty(link);
	}

	/** If Redis is down, it is not told: it gets the link from PostgreSQL later. */
	private static Mono<Boolean> quietly(Mono<Boolean> work) {
		return work.onErrorComplete(ClaimsUnavailableException.class);
	}

	/**
	 * A page of links.
	 *
	 * @param next where it ends; null if it is the last
	 */
	public record Found(List<OneTimeLink> links, @Nullable Position next) {

	}

}
