package io.oncegate.campaign;

import io.oncegate.claim.Claims;
import io.oncegate.claim.ClaimsUnavailableException;
import io.oncegate.link.LinkStatus;
import io.oncegate.link.Links;
import io.oncegate.link.OneTimeLink;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Takes back the links that nobody received, as only their hashes are known: they are
 * revoked and removed from the campaign, last first, so that its progress is correct at
 * any time.
 */
@Component
class Rewind {

	private static final int CHUNK = 1000;

	private static final int PIPELINE = 256;

	private final CampaignTable campaigns;

	private final Links links;

	private final Claims claims;

	Rewind(CampaignTable campaigns, Links links, Claims claims) {
		this.campaigns = campaigns;
		this.links = links;
		this.claims = claims;
	}

	/**
	 * Takes back the links of rows that were not received.
	 * @throws UploadConflictException if one of them is spent or being spent
	 */
	Mono<Void> to(Upload upload) {
		int unreceived = upload.issued() - upload.received();
		return Flux.range(0, (unreceived + CHUNK - 1) / CHUNK)
			.map((n) -> upload.issued() - n * CHUNK)
			.concatMap((issued) -> chunk(upload, Math.max(issued - CHUNK, upload.received()), issued), 1)
			.then();
	}

	private Mono<Void> chunk(Upload upload, int after, int issued) {
		return this.links.listCampaign(upload.ownerId(), upload.campaignId(), after, issued)
			.filterWhen(this::isInUse, PIPELINE)
			.count()
			.filter((inUse) -> inUse == 0)
			.flatMap((free) -> revoke(upload, after, issued).then(this.campaigns.rewind(upload, issued, after)))
			.filter((rewound) -> rewound)
			.switchIfEmpty(Mono.error(() -> new UploadConflictException("A link of rows " + (after + 1) + " to "
					+ issued + " is spent, or somebody is booking with it, so it was received.")))
			.then();
	}

	private Mono<Void> revoke(Upload upload, int after, int until) {
		return this.links.revokeRows(upload.ownerId(), upload.campaignId(), after, until)
			// Redis is told once this is committed.
			.collectList()
			.flatMapIterable((hashes) -> hashes)
			.flatMap((hash) -> this.claims.revoke(hash, upload.calendarId())
				.onErrorComplete(ClaimsUnavailableException.class), PIPELINE)
			.then();
	}

	private Mono<Boolean> isInUse(OneTimeLink link) {
		return (link.status() == LinkStatus.REDEEMED) ? Mono.just(true)
				: (link.status() == LinkStatus.REVOKED) ? Mono.just(false) : isClaimed(link);
	}

	/** Tells whether somebody is booking with the link, which only Redis knows. */
	private Mono<Boolean> isClaimed(OneTimeLink link) {
		return this.claims.resolve(link.hash())
			.onErrorComplete(ClaimsUnavailableException.class)
			.map((state) -> state.status() == LinkStatus.CLAIMED && state.lapsedClaim() == null)
			.defaultIfEmpty(false);
	}

}
