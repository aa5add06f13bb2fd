package io.oncegate.campaign;

import java.time.Instant;
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
 * Issues, lists and revokes one-time links: PostgreSQL first, which holds the truth, then
 * Redis, which learns it from there if it does not answer now.
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
	 * @param metadata a JSON object of the owner's own
	 */
	public Mono<IssuedLink> issue(UUID calendarId, @Nullable Recipient recipient, @Nullable Instant expiresAt,
			@Nullable String metadata) {
		return Mono.defer(() -> {
			LinkToken token = this.tokens.newLinkToken();
			return this.links.add(new NewLink(Ids.next(), calendarId, token.hash(), recipient, expiresAt, metadata))
				.delayUntil((link) -> quietly(this.claims.publish(link, null)))
				.map((link) -> new IssuedLink(link, token))
				.doOnNext((issued) -> this.issued.increment());
		});
	}

	/**
	 * Lists the links of a calendar, the newest first.
	 * @param status only links of this status, or all
	 * @param campaignId only links of this campaign, or all
	 * @param after the last link of the page before, or the first page
	 */
	public Flux<OneTimeLink> list(UUID calendarId, @Nullable LinkStatus status, @Nullable UUID campaignId,
			@Nullable Position after, int limit) {
		return this.links.list(calendarId, stored(status), campaignId, after, limit).flatMapSequential(this::orClaimed);
	}

	/**
	 * Searches the links of a calendar by whom they are for, the newest first.
	 * @param text part of the recipient's name, e-mail or reference, in any case
	 */
	public Flux<OneTimeLink> search(UUID calendarId, @Nullable LinkStatus status, String text, @Nullable Position after,
			int limit) {
		return this.links.search(calendarId, stored(status), text, after, limit).flatMapSequential(this::orClaimed);
	}

	/** Only Redis knows which of the active ones are claimed. */
	private static @Nullable LinkStatus stored(@Nullable LinkStatus status) {
		return (status != LinkStatus.CLAIMED) ? status : LinkStatus.ACTIVE;
	}

	/**
	 * Revokes a link for good, also while somebody is booking with it.
	 * @return the link as it is afterwards, which is not revoked if it is spent; empty if
	 * the owner has no such link
	 */
	public Mono<OneTimeLink> revoke(UUID ownerId, UUID id) {
		return this.links.findOwned(ownerId, id)
			.flatMap((link) -> this.links.revoke(link.id()))
			.delayUntil((link) -> (link.status() == LinkStatus.REVOKED)
					? quietly(this.claims.revoke(link.hash(), link.calendarId())) : Mono.empty());
	}

	/** Adds what only Redis knows: that somebody is booking with the link. */
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

	/** While Redis is away it need not know: it learns from PostgreSQL later. */
	private static Mono<Boolean> quietly(Mono<Boolean> work) {
		return work.onErrorComplete(ClaimsUnavailableException.class);
	}

}
