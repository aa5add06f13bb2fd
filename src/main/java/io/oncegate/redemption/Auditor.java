package io.oncegate.redemption;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

import io.oncegate.booking.Bookings;
import io.oncegate.booking.Bookings.Made;
import io.oncegate.claim.Claims;
import io.oncegate.link.LinkEndings;
import io.oncegate.link.LinkEndings.Ending;
import io.oncegate.link.Links;
import io.oncegate.telemetry.Background;
import io.oncegate.telemetry.Measure;
import io.oncegate.telemetry.Meters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Compares the stores continuously, at a bounded rate: it follows new bookings and, in
 * parallel, keeps going through all links.
 * <p>
 * After a reconnection Redis may have lost data, so the bookings of the last 15 minutes
 * are followed once more, in parallel with those that it has not been told about; older
 * losses are found while going through all links.
 */
@Component
class Auditor extends Background {

	private static final Logger logger = LoggerFactory.getLogger(Auditor.class);

	static final int PAGE = 250;

	/** For a page: if it takes longer, it is retried. */
	private static final Duration PATIENCE = Duration.ofMinutes(1);

	/** How far to go back when Redis may have lost data. */
	private static final Duration AGAIN = Duration.ofMinutes(15);

	private static final Duration PAUSE = Duration.ofSeconds(1);

	/**
	 * The pause between pages of bookings while there are more: 500 a second at most,
	 * which costs a few hundredths of a core.
	 */
	private static final Duration SHORT_PAUSE = Duration.ofMillis(500);

	/**
	 * The pause after a pass through all links: an idle gateway has little else to do.
	 */
	private static final Duration REST = Duration.ofSeconds(5);

	private final Audit audit;

	private final Bookings bookings;

	private final Links links;

	private final LinkEndings endings;

	private final Claims claims;

	private final Leases leases;

	private volatile @Nullable Made lastBooking;

	private volatile @Nullable Made onceMore;

	private volatile @Nullable UUID lastLink;

	private volatile long connections;

	private volatile long knewAllBookings = System.nanoTime();

	private volatile long knewAllLinks = System.nanoTime();

	Auditor(Audit audit, Bookings bookings, Links links, LinkEndings endings, Claims claims, Leases leases,
			Meters meters) {
		this.audit = audit;
		this.bookings = bookings;
		this.links = links;
		this.endings = endings;
		this.claims = claims;
		this.leases = leases;
		meters.gauge(Measure.AUDIT_LAG, Followed.BOOKINGS, this, (auditor) -> seconds(auditor.knewAllBookings));
		meters.gauge(Measure.AUDIT_LAG, Followed.LINKS, this, (auditor) -> seconds(auditor.knewAllLinks));
	}

	private static double seconds(long since) {
		return (System.nanoTime() - since) / 1e9;
	}

	/**
	 * Examines the next bookings, and returns how many there were. Pauses while Redis is
	 * down.
	 */
	Mono<Integer> followBookings() {
		return Mono.defer(() -> follow(this.lastBooking, (page) -> {
			if (!page.isEmpty()) {
				this.lastBooking = last(page);
			}
			if (page.size() < PAGE) {
				this.knewAllBookings = System.nanoTime();
			}
		}));
	}

	/** Examines the next bookings after a reconnection, until it catches up. */
	Mono<Integer> followOnceMore() {
		return Mono.defer(() -> {
			long connections = this.claims.connections();
			if (connections != this.connections) {
				this.connections = connections;
				startOver();
			}
			Made from = this.onceMore;
			return (from != null) ? follow(from, (page) -> this.onceMore = (page.size() == PAGE) ? last(page) : null)
					: Mono.just(0);
		});
	}

	/** 15 minutes back, or from the current position if that is older. */
	void startOver() {
		Made last = this.lastBooking;
		Made onceMore = this.onceMore;
		if (last != null) {
			Instant from = last.at().minus(AGAIN);
			this.onceMore = (onceMore != null && onceMore.at().isBefore(from)) ? onceMore
					: new Made(from, last.id(), last.ownerId(), null);
		}
	}

	private Mono<Integer> follow(@Nullable Made after, Consumer<List<Made>> followed) {
		return this.bookings.recent(after, PAGE)
			.collectList()
			.flatMap((page) -> this.audit.ofBookings(page).thenReturn(page))
			.doOnNext(followed)
			.map(List::size);
	}

	private static Made last(List<Made> page) {
		return page.get(page.size() - 1);
	}

	/** Examines the next links, and returns how many there were. */
	Mono<Integer> goThroughLinks() {
		return Mono.defer(() -> this.endings.list(this.lastLink, PAGE).collectList())
			.flatMap((page) -> this.audit.ofLinks(page).then(Mono.fromSupplier(() -> wentThrough(page))));
	}

	private int wentThrough(List<Ending> page) {
		this.lastLink = (page.size() < PAGE) ? null : page.get(page.size() - 1).id();
		if (page.size() < PAGE) {
			this.knewAllLinks = System.nanoTime();
		}
		return page.size();
	}

	/** Examines links whose claim was left to its lease, and returns how many. */
	Mono<Integer> lookAtOverdue() {
		return Flux.defer(() -> Flux.fromStream(this.leases.overdue().limit(PAGE)))
			.concatMap((lease) -> this.links.findByHash(lease.link())
				.flatMap((link) -> this.audit.ofLinks(List.of(Ending.of(link))))
				.thenReturn(lease))
			.doOnNext((lease) -> this.leases.end(lease.claimId()))
			.collectList()
			.map(List::size);
	}

	@Override
	protected Mono<Void> work() {
		return Mono.when(forever(followBookings(), SHORT_PAUSE, PAUSE), forever(followOnceMore(), SHORT_PAUSE, PAUSE),
				forever(goThroughLinks(), PAUSE, REST), forever(lookAtOverdue(), PAUSE, PAUSE));
	}

	private static Mono<Void> forever(Mono<Integer> step, Duration pauseWhileThereAreMore, Duration pauseAtTheEnd) {
		return step.timeout(PATIENCE)
			.doOnError((fault) -> logger.debug("An audit failed and will be retried", fault))
			.onErrorReturn(0)
			.flatMap((seen) -> Mono.delay((seen == PAGE) ? pauseWhileThereAreMore : pauseAtTheEnd))
			.repeat()
			.then();
	}

	/** A sequence that is followed to its end. */
	private enum Followed {

		BOOKINGS, LINKS

	}

}
