package io.oncegate.campaign;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Counter;
import io.oncegate.claim.Claims;
import io.oncegate.claim.ClaimsUnavailableException;
import io.oncegate.link.Ids;
import io.oncegate.link.LinkStatus;
import io.oncegate.link.OneTimeLink;
import io.oncegate.link.Tokens;
import io.oncegate.telemetry.Measure;
import io.oncegate.telemetry.Meters;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

import org.springframework.stereotype.Service;

/**
 * Issues the links of campaigns, chunk by chunk: each is stored atomically, published to
 * Redis, and passed on while the next one is processed. A campaign records its progress,
 * so that an interrupted upload can be resumed.
 */
@Service
public class Uploads {

	/** Attempts to record how an upload ended, for some three seconds. */
	private static final int TRIES = 5;

	private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

	/** The owner does not wait longer than this to be told that it failed. */
	private static final Duration WRITTEN_DOWN = Duration.ofSeconds(4);

	private final CampaignTable campaigns;

	private final IssueStatement statement;

	private final Rewind rewind;

	private final Claims claims;

	private final Tokens tokens;

	private final Counter issued;

	Uploads(CampaignTable campaigns, IssueStatement statement, Rewind rewind, Claims claims, Tokens tokens,
			Meters meters) {
		this.campaigns = campaigns;
		this.statement = statement;
		this.rewind = rewind;
		this.claims = claims;
		this.tokens = tokens;
		this.issued = meters.counter(Measure.LINKS_ISSUED);
	}

	/**
	 * Starts to resume a campaign.
	 * @param received how many of its rows reached the owner with links, or null for all
	 * that have links
	 * @throws UploadConflictException if another upload is in progress, or it is revoked
	 * or archived
	 */
	public Mono<Upload> resume(UUID ownerId, UUID calendarId, UUID id, @Nullable Integer received) {
		UUID uploadId = UUID.randomUUID();
		return this.campaigns.resume(ownerId, calendarId, id, uploadId)
			.map((campaign) -> new Upload(id, ownerId, calendarId, uploadId,
					(received != null) ? received : campaign.issued(), campaign.issued(), null, campaign.expiresAt(),
					null))
			.switchIfEmpty(Mono.error(() -> new UploadConflictException(
					"The campaign is revoked or archived, or an upload of it was in progress within the last 30 seconds.")));
	}

	/**
	 * Issues links. The campaign is complete when the last chunk has been passed on, and
	 * broken if that fails or is cancelled. Links that were not received are taken back
	 * when the first row arrives that needs one.
	 * @param chunks all rows in order, without gaps; rows that need no link are skipped
	 * @param reason says for the owner why it failed
	 */
	public Flux<List<IssuedRow>> issue(Upload upload, Flux<List<Row>> chunks, Function<Throwable, String> reason) {
		return Flux.usingWhen(Mono.just(upload), (begun) -> issue(begun, chunks),
				(ended) -> end(ended, CampaignStatus.COMPLETE, null),
				(broken, fault) -> end(broken, CampaignStatus.BROKEN, reason.apply(fault)).onErrorComplete(),
				(left) -> end(left, CampaignStatus.BROKEN, "The client disconnected."));
	}

	/**
	 * Retries if the database fails, which may be why the upload failed, and continues
	 * when nobody waits for it any longer.
	 */
	private Mono<Void> end(Upload upload, CampaignStatus status, @Nullable String failure) {
		return uncancelled(this.campaigns.end(upload, status, failure).retryWhen(Retry.backoff(TRIES, FIRST_PAUSE)))
			.timeout(WRITTEN_DOWN);
	}

	private Flux<List<IssuedRow>> issue(Upload upload, Flux<List<Row>> chunks) {
		Mono<Void> reopened = uncancelled(reopen(upload)).cache();
		Flux<List<IssuedRow>> rows = NeededRows.of(upload, chunks).map(this::withTokens);
		Flux<List<IssuedRow>> stored = InTurn.map(rows,
				(chunk) -> reopened.then(uncancelled(this.statement.store(upload, chunk)))
					.doOnNext((done) -> this.issued.increment(done.size())));
		return InTurn.map(stored, (chunk) -> publish(upload, chunk).thenReturn(chunk));
	}

	/** A campaign that gets no new links stays as it is. */
	private Mono<Void> reopen(Upload upload) {
		return (upload.name() != null) ? Mono.empty() : this.campaigns.reopen(upload).then(this.rewind.to(upload));
	}

	/**
	 * The ids are in row order, so that the indexes grow at their ends.
	 */
	private List<IssuedRow> withTokens(List<Row> chunk) {
		Iterator<UUID> ids = Stream.generate(Ids::next).limit(chunk.size()).sorted().iterator();
		return chunk.stream().map((row) -> new IssuedRow(row, ids.next(), this.tokens.newLinkToken())).toList();
	}

	/** If Redis is down, it is not told: it gets the links from PostgreSQL later. */
	private Mono<Void> publish(Upload upload, List<IssuedRow> chunk) {
		Instant now = Instant.now();
		return uncancelled(this.claims.publishNew(chunk.stream().map((issued) -> link(upload, issued, now)).toList()))
			.onErrorComplete(Uploads::isOfRedis);
	}

	/** Of many pending commands, several fail at once. */
	private static boolean isOfRedis(Throwable fault) {
		return Exceptions.unwrapMultiple(fault).stream().allMatch(ClaimsUnavailableException.class::isInstance);
	}

	private static OneTimeLink link(Upload upload, IssuedRow issued, Instant now) {
		return new OneTimeLink(issued.linkId(), upload.ownerId(), upload.calendarId(), issued.token().hash(),
				LinkStatus.ACTIVE, issued.row().recipient(), issued.row().metadata(), now, upload.expiresAt(), null,
				null, upload.campaignId(), null, null);
	}

	/**
	 * A step that continues after its client has disconnected: if cancelled at a bad
	 * moment, the PostgreSQL driver leaks the buffers that it is about to send.
	 */
	private static <T> Mono<T> uncancelled(Mono<T> step) {
		return Mono.defer(() -> Mono.fromFuture(step.toFuture(), true)).publishOn(Schedulers.parallel());
	}

}
