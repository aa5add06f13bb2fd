package io.oncegate.campaign;

import java.util.UUID;

import io.micrometer.core.instrument.Counter;
import io.oncegate.claim.Claims;
import io.oncegate.claim.ClaimsUnavailableException;
import io.oncegate.link.Ids;
import io.oncegate.link.LinkToken;
import io.oncegate.link.Links;
import io.oncegate.link.Links.Position;
import io.oncegate.link.TokenHash;
import io.oncegate.link.Tokens;
import io.oncegate.telemetry.Measure;
import io.oncegate.telemetry.Meters;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Service;

/**
 * Requests for new links. The requester gets an address immediately, of which only a hash
 * is stored; it becomes a link when the owner grants the request, so that nobody has to
 * send it.
 */
@Service
public class LinkRequests {

	/**
	 * Within a day: if a link was forwarded to many people, several may request a new
	 * one.
	 */
	static final int MOST_OF_A_LINK = 5;

	/** Within a month: more than an owner would read. */
	static final int MOST_OPEN = 1000;

	private final LinkRequestTable requests;

	private final Links links;

	private final Claims claims;

	private final Tokens tokens;

	private final Counter issued;

	LinkRequests(LinkRequestTable requests, Links links, Claims claims, Tokens tokens, Meters meters) {
		this.requests = requests;
		this.links = links;
		this.claims = claims;
		this.tokens = tokens;
		this.issued = meters.counter(Measure.LINKS_ISSUED);
	}

	/** Makes an address for a potential requester; nothing of it is stored. */
	public LinkToken newAddress() {
		return this.tokens.newLinkToken();
	}

	/**
	 * Requests a new link.
	 * @param dead the link that no longer works
	 * @param fresh the address for the new link; requesting again with the same one
	 * changes nothing
	 * @return whether it is requested; false if there were too many requests for that
	 * link within a day, or unanswered ones for its calendar within a month; empty if
	 * there is no such link, or the address belongs to another one
	 */
	public Mono<Boolean> ask(UUID ownerId, TokenHash dead, TokenHash fresh, String name, String email,
			@Nullable String note) {
		return this.requests.isElsewhere(ownerId, fresh)
			.filter((elsewhere) -> !elsewhere)
			.flatMap((free) -> this.requests.ask(ownerId, Ids.next(), dead, fresh, name, email, note));
	}

	/** Finds the request that an address was given for. */
	public Mono<LinkRequest> find(TokenHash fresh) {
		return this.requests.find(fresh);
	}

	/**
	 * Lists requests to an owner, newest first.
	 * @param calendarId only requests for this calendar, or for all
	 * @param open whether to list unanswered or answered requests
	 * @param after the last request of the previous page, or the first page
	 */
	public Flux<AskedRequest> listOwned(UUID ownerId, @Nullable UUID calendarId, boolean open, @Nullable Position after,
			int limit) {
		return this.requests.listOwned(ownerId, calendarId, open, after, limit);
	}

	/** Finds a request of one of the owner's calendars. */
	public Mono<LinkRequest> findOwned(UUID ownerId, UUID id) {
		return this.requests.findOwned(ownerId, id);
	}

	/** Counts the unanswered requests of all calendars of an owner. */
	public Mono<Long> countOpen(UUID ownerId) {
		return this.requests.countOpen(ownerId);
	}

	/**
	 * Turns the given address into a link for the requester, with the reference,
	 * metadata, expiry and campaign of the link that it replaces. It belongs to no
	 * campaign if that one is revoked or archived; of an archived link, only the expiry
	 * of its campaign is left.
	 * @return the resulting request, which is not granted if it was declined before;
	 * empty if the owner has no such request
	 */
	public Mono<LinkRequest> grant(UUID ownerId, UUID id) {
		UUID linkId = Ids.next();
		return this.requests.grant(ownerId, id, linkId)
			.filter((granted) -> granted)
			.delayUntil((granted) -> this.links.findOwned(ownerId, linkId)
				.flatMap((link) -> this.claims.publish(link, null))
				// Redis gets it from PostgreSQL later.
				.onErrorComplete(ClaimsUnavailableException.class))
			.doOnNext((granted) -> this.issued.increment())
			.then(this.requests.findOwned(ownerId, id));
	}

	/**
	 * Declines a request.
	 * @return the resulting request, which is not declined if it was granted before;
	 * empty if the owner has no such request
	 */
	public Mono<LinkRequest> decline(UUID ownerId, UUID id) {
		return this.requests.decline(ownerId, id).then(this.requests.findOwned(ownerId, id));
	}

}
