package io.oncegate.campaign;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.Counter;
import io.oncegate.link.TokenHash;
import io.oncegate.telemetry.Background;
import io.oncegate.telemetry.CommitWatch;
import io.oncegate.telemetry.Measure;
import io.oncegate.telemetry.Meters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import org.springframework.r2dbc.core.DatabaseClient;
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

	// The driver has no arrays of bytea: the hashes are concatenated.
	private static final String LINKS = """
			token_hash in (
				select substring(:hashes from (32 * n - 31)::integer for 32) from generate_series(1, :count) as n)""";

	private static final String OPENED = """
			update one_time_link set opened_at = now() where opened_at is null and\s""" + LINKS;

	private static final String SCANNED = """
			insert into link_scan (link_id) select id from one_time_link where\s""" + LINKS + """
			\son conflict do nothing""";

	private final Set<TokenHash> opened = ConcurrentHashMap.newKeySet();

	private final Set<TokenHash> scanned = ConcurrentHashMap.newKeySet();

	private final DatabaseClient database;

	private final CommitWatch commits;

	private final Counter people;

	private final Counter scanners;

	private final Counter unknown;

	Visits(DatabaseClient database, CommitWatch commits, Meters meters) {
		this.database = database;
		this.commits = commits;
		this.people = meters.counter(Measure.LINKS_OPENED, Visitor.PERSON);
		this.scanners = meters.counter(Measure.LINKS_OPENED, Visitor.SCANNER);
		this.unknown = meters.counter(Measure.LINKS_OPENED, Visitor.UNKNOWN);
	}

	/** Records that a person has opened a link. */
	public void byPerson(TokenHash link) {
		this.people.increment();
		note(this.opened, link);
	}

	/** Records that a program, or a client that says it is one, has viewed a link. */
	public void byScanner(TokenHash link) {
		this.scanners.increment();
		note(this.scanned, link);
	}

	/** Counts that a link was read by an unknown reader. */
	public void byUnknown() {
		this.unknown.increment();
	}

	private static void note(Set<TokenHash> links, TokenHash link) {
		if (links.size() < MOST) {
			links.add(link);
		}
	}

	/** Writes what was recorded. */
	public Mono<Void> write() {
		return write(OPENED, this.opened).then(write(SCANNED, this.scanned));
	}

	private Mono<Void> write(String sql, Set<TokenHash> links) {
		return Mono.fromSupplier(() -> links.stream().limit(AT_ONCE).toList())
			.filter((some) -> !some.isEmpty())
			.flatMap((some) -> this.database.sql(sql)
				.bind("hashes", bytes(some))
				.bind("count", some.size())
				.then()
				.doFinally((end) -> links.removeAll(some)));
	}

	private static ByteBuffer bytes(List<TokenHash> links) {
		ByteBuffer hashes = ByteBuffer.allocate(32 * links.size());
		links.forEach((link) -> hashes.put(link.bytes()));
		return hashes.flip();
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
