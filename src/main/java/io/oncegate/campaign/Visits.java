package io.oncegate.campaign;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.Counter;
import io.oncegate.calendar.Calendars;
import io.oncegate.claim.Claims;
import io.oncegate.link.TokenHash;
import io.oncegate.telemetry.Background;
import io.oncegate.telemetry.CommitWatch;
import io.oncegate.telemetry.Measure;
import io.oncegate.telemetry.Meters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Records which links were opened by people, and which were viewed by programs. Written
 * once a second, many per statement; anything beyond the buffer's limit, or that cannot
 * be written, is only counted.
 */
@Component
public class Visits extends Background {

	private static final Logger logger = LoggerFactory.getLogger(Visits.class);

	private static final Duration PAUSE = Duration.ofSeconds(1);

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final Duration PATIENCE_AT_THE_END = Duration.ofSeconds(2);

	private static final int AT_ONCE = 5000;

	private static final int MOST = 50_000;

	/**
	 * Owners looked up concurrently: few, so that nobody who books waits for a
	 * connection.
	 */
	private static final int PIPELINE = 8;

	private final Set<TokenHash> opened = ConcurrentHashMap.newKeySet();

	/** With their owners. */
	private final Map<TokenHash, UUID> scanned = new ConcurrentHashMap<>();

	private final VisitTable table;

	private final Claims claims;

	private final Calendars calendars;

	private final CommitWatch commits;

	private final Counter people;

	private final Counter scanners;

	private final Counter unknown;

	Visits(VisitTable table, Claims claims, Calendars calendars, CommitWatch commits, Meters meters) {
		this.table = table;
		this.claims = claims;
		this.calendars = calendars;
		this.commits = commits;
		this.people = meters.counter(Measure.LINKS_OPENED, Visitor.PERSON);
		this.scanners = meters.counter(Measure.LINKS_OPENED, Visitor.SCANNER);
		this.unknown = meters.counter(Measure.LINKS_OPENED, Visitor.UNKNOWN);
	}

	/** Records that a person has opened a link. */
	public void byPerson(TokenHash link) {
		this.people.increment();
		if (this.opened.size() < MOST) {
			this.opened.add(link);
		}
	}

	/**
	 * Records that a program, or a client that says it is one, has viewed a link of an
	 * owner.
	 */
	public void byScanner(UUID ownerId, TokenHash link) {
		this.scanners.increment();
		if (this.scanned.size() < MOST) {
			this.scanned.put(link, ownerId);
		}
	}

	/** Counts that a link was read by an unknown reader. */
	public void byUnknown() {
		this.unknown.increment();
	}

	/** Writes what was recorded. */
	public Mono<Void> write() {
		return writeOpened().then(writeScanned());
	}

	private Mono<Void> writeOpened() {
		return Flux.defer(() -> Flux.fromStream(this.opened.stream().limit(AT_ONCE)))
			.flatMap((link) -> owner(link).map((owner) -> Map.entry(owner, link)), PIPELINE)
			.collectMultimap(Map.Entry::getKey, Map.Entry::getValue)
			.flatMapIterable(Map::entrySet)
			.concatMapDelayError((owned) -> this.table.opened(owned.getKey(), owned.getValue())
				.doFinally((end) -> this.opened.removeAll(owned.getValue())))
			.then();
	}

	private Mono<Void> writeScanned() {
		return Flux.defer(() -> Flux.fromStream(this.scanned.entrySet().stream().limit(AT_ONCE)))
			.collectMultimap(Map.Entry::getValue, Map.Entry::getKey)
			.flatMapIterable(Map::entrySet)
			.concatMapDelayError((owned) -> this.table.scanned(owned.getKey(), owned.getValue())
				.doFinally((end) -> this.scanned.keySet().removeAll(owned.getValue())))
			.then();
	}

	/** The owner of a link; unknown if Redis does not know the link, or is down. */
	private Mono<Optional<UUID>> owner(TokenHash link) {
		return this.claims.resolve(link)
			.flatMap((state) -> this.calendars.findRecent(state.calendarId()))
			.map((calendar) -> Optional.of(calendar.owner().id()))
			.onErrorComplete()
			.defaultIfEmpty(Optional.empty());
	}

	/** Writes what was recorded last. */
	@Override
	public void stop(Runnable callback) {
		stop();
		write().timeout(PATIENCE_AT_THE_END).onErrorComplete().doFinally((end) -> callback.run()).toFuture();
	}

	/** While PostgreSQL answers no commits, another one would only wait as well. */
	private Mono<Void> writeIfAnswered() {
		return (this.commits.overdue() > 0) ? Mono.empty() : write();
	}

	@Override
	protected Mono<Void> work() {
		return Mono.defer(this::writeIfAnswered)
			.timeout(PATIENCE)
			.doOnError((fault) -> logger.debug("Openings of some links could not be recorded", fault))
			.onErrorComplete()
			.then(Mono.delay(PAUSE))
			.repeat()
			.then();
	}

	/** Who opens a link. */
	private enum Visitor {

		/** Somebody who scrolled, tapped or typed on the page. */
		PERSON,

		/** A program that says so, or that does not behave like a browser. */
		SCANNER,

		/** An unknown reader of the page. */
		UNKNOWN

	}

}
