package io.oncegate.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

import io.lettuce.core.api.sync.RedisCommands;
import io.oncegate.Oncegate;
import io.oncegate.distribution.Statements;
import io.oncegate.faults.Stores.RedisServer;
import io.oncegate.support.Proxy;
import io.oncegate.support.Slow;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Real processes that fail for real while people book: whatever fails, the laws hold.
 * <p>
 * The short form runs with every build; {@code -Dfaults=long} runs each fault longer and
 * with more people. Histories and logs are kept in {@code target/faults}.
 */
@Slow
class FaultTests {

	private static final boolean LONG = "long".equals(System.getProperty("faults"));

	/** Shorter than the default in the short form, so that it need not be waited for. */
	private static final Duration LEASE = Duration.ofSeconds(LONG ? 30 : 12);

	private static final int RATE = LONG ? 200 : 80;

	/** Stands in each answer to a commit. */
	private static final String COMMIT = "made_at";

	private static final Path DIRECTORY = Path.of("target/faults");

	private static final Set<String> STATEMENTS = new TreeSet<>();

	private static Stores stores;

	private static Gateway gateway;

	private static People people;

	@BeforeAll
	static void start() throws IOException {
		FileSystemUtils.deleteRecursively(DIRECTORY);
		Files.createDirectories(DIRECTORY);
		stores = new Stores(DIRECTORY.resolve("stores"));
		stores.watchStatements();
		gateway = new Gateway(Oncegate.class, stores, LEASE, DIRECTORY.resolve("gateway.log"));
		people = new People(List.of(gateway));
	}

	@AfterAll
	static void stop() throws IOException, InterruptedException {
		gateway.close();
		stores.close();
		assertThat(STATEMENTS).anyMatch((sql) -> sql.contains("commit_bookings("))
			.anyMatch((sql) -> sql.startsWith("insert into booking"))
			.anyMatch((sql) -> sql.startsWith("update one_time_link set revoked_at"));
		assertThat(Statements.thatAskAll(STATEMENTS)).as("statements that could not be answered by one server")
			.isEmpty();
	}

	@AfterEach
	void nothingIsBroken() throws Exception {
		try (Connection connection = stores.postgres()) {
			STATEMENTS.addAll(Statements.sent(connection));
		}
		assertThat(gateway.meter("oncegate_invariant_violations")).isZero();
		assertThat(gateway.leaks()).as("buffers lost").isEmpty();
		assertThat(gateway.log()).doesNotContain("OutOfMemoryError", "A request failed", "500 Server Error");
	}

	@Test
	void redisIsEmptied() throws Exception {
		Trial trial = trial("redis-emptied");
		trial.start(RATE);
		for (int n = 0; n < 3; n++) {
			trial.goOn(seconds(1));
			trial.fault("FLUSHALL");
			stores.redis((redis) -> redis.flushall());
		}
		trial.goOn(seconds(1));
		trial.end();
		check(trial);
		assertOnlyRefusalsOf(trial, Answer.LINK_REDEEMED, Answer.LINK_CLAIMED, Answer.SLOT_TAKEN, Answer.KEY_IN_FLIGHT);
	}

	@Test
	void floodOfLinksThatNobodyIssued() throws Exception {
		Trial trial = trial("unknown-links");
		trial.start(RATE);
		trial.fault("a flood of genuine-looking links that are nowhere");
		List<CompletableFuture<Attempt>> guesses = new ArrayList<>();
		for (int n = 0; n < (LONG ? 20_000 : 3000); n++) {
			if (n >= 500) {
				// More at once than it can answer, but no more than it can refuse.
				guesses.get(n - 500).join();
			}
			guesses.add(people.book("guess-" + n + "@people.example", Trial.TOKENS.newLinkToken().value(),
					Instant.now(), "key-" + n, null));
			if (n % 100 == 0) {
				trial.goOn(50);
			}
		}
		trial.end();
		check(trial);
		assertOnlyRefusalsOf(trial, Answer.LINK_REDEEMED, Answer.LINK_CLAIMED, Answer.SLOT_TAKEN, Answer.KEY_IN_FLIGHT,
				Answer.OVERLOADED);
		assertThat(guesses).extracting((guess) -> guess.join().answer())
			.isSubsetOf(Answer.LINK_UNKNOWN, Answer.OVERLOADED)
			.contains(Answer.LINK_UNKNOWN);
	}

	@Test
	void redisIsKilledAndComesBackWithAnOlderFile() throws Exception {
		Trial trial = trial("redis-killed");
		trial.start(RATE);
		trial.goOn(seconds(1));
		stores.keepRedisFile();
		trial.goOn(seconds(1));
		trial.fault("kill -9 redis");
		stores.killRedis();
		trial.goOn(1000);
		assertThat(gateway.circuitIs("closed")).as("the circuit is closed a second later").isFalse();
		long away = System.currentTimeMillis();
		trial.goOn(LONG ? 20_000 : 3000);
		long back = System.currentTimeMillis();
		trial.fault("redis starts with an older file");
		stores.startRedisFromKeptFile();
		Waiting.until("the circuit closes", () -> gateway.circuitIs("closed"));
		trial.goOn(seconds(1));
		trial.end();
		check(trial);
		assertThat(trial.booked(away, back)).as("bookings while Redis was away").isPositive();
		assertOnlyRefusalsOf(trial, Answer.LINK_REDEEMED, Answer.LINK_CLAIMED, Answer.SLOT_TAKEN, Answer.KEY_IN_FLIGHT);
	}

	@Test
	void redisFailsOverAndLosesWhatItHadAcknowledged() throws Exception {
		Trial trial = trial("redis-failover");
		RedisServer replica = stores.startReplica();
		trial.start(RATE);
		trial.goOn(seconds(1));
		trial.fault("the replica is cut off");
		stores.cutOff(replica);
		trial.goOn(seconds(1));
		trial.fault("the replica takes over");
		stores.failOverTo(replica);
		trial.goOn(seconds(2));
		trial.end();
		check(trial);
		assertOnlyRefusalsOf(trial, Answer.LINK_REDEEMED, Answer.LINK_CLAIMED, Answer.SLOT_TAKEN, Answer.KEY_IN_FLIGHT);
	}

	@Test
	void postgresIsKilledAndRestarted() throws Exception {
		Trial trial = trial("postgres-killed");
		// So that commits are under way when it is killed.
		stores.toPostgres().delay(COMMIT, Duration.ofMillis(100));
		trial.start(RATE);
		trial.goOn(seconds(1));
		trial.fault("kill -9 postgres");
		long killed = System.currentTimeMillis();
		stores.toPostgres().swallow(true);
		stores.killPostgres();
		stores.toPostgres().swallow(false);
		stores.toPostgres().delay(Duration.ZERO);
		trial.goOn(1000);
		trial.fault("postgres starts");
		stores.startPostgres();
		long back = System.currentTimeMillis();
		trial.goOn(seconds(2));
		trial.end();
		assertThat(trial.heldForNothing()).as("links not given back after a definite failure").isEmpty();
		check(trial);
		assertThat(trial.history().counts()).containsKey(Answer.STORE_UNAVAILABLE);
		assertThat(trial.booked(back, Long.MAX_VALUE)).isPositive();
		assertThat(trial.history().attempts()).as("dead links called dead while PostgreSQL was away")
			.anyMatch((attempt) -> attempt.answer() == Answer.LINK_REDEEMED && attempt.sentAtMillis() > killed
					&& attempt.answeredAtMillis() < back);
		// Nobody waits for the outcome of a commit for longer than ten seconds.
		if (back - killed < 6000) {
			assertThat(trial.history().attempts()).as("commits whose outcome was read from PostgreSQL when it was back")
				.anyMatch((attempt) -> attempt.answer() == Answer.BOOKED && attempt.sentAtMillis() < killed
						&& attempt.answeredAtMillis() > back);
		}
	}

	@Test
	void connectionIsCutWhenTheCommitIsSentOrAnswered() throws Exception {
		Trial trial = trial("commit-cut");
		trial.start(RATE);
		long before = stores.toPostgres().cuts();
		trial.fault("3 of 10 answers of a commit are lost");
		stores.toPostgres().cutAnswers(COMMIT, 0.3);
		trial.goOn(seconds(2));
		stores.toPostgres().cutAnswers(null, 0);
		trial.fault("3 of 10 connections are cut when the commit is sent");
		stores.toPostgres().cutRequests("@people.example", 0.3);
		trial.goOn(seconds(2));
		stores.toPostgres().cutRequests(null, 0);
		trial.end();
		assertThat(trial.heldForNothing()).as("links not given back after a definite failure").isEmpty();
		check(trial);
		assertThat(stores.toPostgres().cuts() - before).isGreaterThan(5);
	}

	@Test
	void networkLosesEverythingForAWhile() throws Exception {
		Trial trial = trial("network-silent");
		trial.start(RATE);
		for (Proxy proxy : List.of(stores.toRedis(), stores.toPostgres())) {
			trial.goOn(1000);
			trial.fault("the network loses everything");
			proxy.swallow(true);
			trial.goOn(seconds(1) + 2000);
			proxy.swallow(false);
			trial.fault("the network is back");
			trial.goOn(1000);
		}
		long back = System.currentTimeMillis();
		trial.goOn(seconds(1));
		trial.end();
		check(trial);
		assertThat(trial.booked(back, Long.MAX_VALUE)).isPositive();
	}

	@Test
	void storesAnswerSlowly() throws Exception {
		Trial trial = trial("stores-slow");
		trial.start(RATE / 4);
		trial.fault("redis answers 2 s late");
		stores.toRedis().delay(Duration.ofSeconds(2));
		trial.goOn(seconds(1) + 2000);
		stores.toRedis().delay(Duration.ZERO);
		trial.fault("postgres answers 2 s late");
		stores.toPostgres().delay(Duration.ofSeconds(2));
		trial.goOn(seconds(1) + 3000);
		trial.fault("postgres answers a commit 6 s late, when nobody listens any more");
		stores.toPostgres().delay(COMMIT, Duration.ofSeconds(6));
		trial.goOn(seconds(1) + 2000);
		stores.toPostgres().delay(Duration.ZERO);
		trial.fault("over");
		trial.goOn(1000);
		trial.end();
		check(trial);
		assertThat(trial.history().millis(Answer.BOOKED, 1)).as("ms until a late commit was known")
			.isBetween(5000L, 10_500L);
	}

	@Test
	void oneOfTwoGatewaysIsKilled() throws Exception {
		Gateway other = new Gateway(Oncegate.class, stores, LEASE, DIRECTORY.resolve("gateway-killed.log"));
		try {
			people.useOnly(List.of(gateway, other));
			Trial trial = trial("gateway-killed");
			trial.start(RATE);
			trial.goOn(seconds(2));
			trial.fault("kill -9 one of two gateways");
			other.kill();
			trial.goOn(500);
			people.useOnly(List.of(gateway));
			long alone = System.currentTimeMillis();
			trial.goOn(seconds(1));
			long together = System.currentTimeMillis();
			other = new Gateway(Oncegate.class, stores, LEASE, DIRECTORY.resolve("gateway-restarted.log"));
			trial.fault("it is started again");
			people.useOnly(List.of(gateway, other));
			trial.goOn(seconds(1));
			trial.end();
			check(trial);
			assertThat(trial.booked(alone, together)).as("bookings of the one alone").isPositive();
			assertThat(other.meter("oncegate_redemption_seconds_count")).as("redemptions of the new one").isPositive();
		}
		finally {
			people.useOnly(List.of(gateway));
			other.close();
		}
	}

	@Test
	void gatewayIsStopped() throws Exception {
		Gateway other = new Gateway(Oncegate.class, stores, LEASE, DIRECTORY.resolve("gateway-stopped.log"),
				"--oncegate.drain=10s");
		try {
			people.useOnly(List.of(other));
			Trial trial = trial("gateway-stopped");
			// So that there is something under way.
			stores.toPostgres().delay(Duration.ofMillis(20));
			trial.start(RATE);
			trial.goOn(seconds(1));
			trial.fault("SIGTERM");
			long stopped = System.currentTimeMillis();
			other.stop();
			Waiting.until("it is not ready", () -> other.get("/actuator/health/readiness").contains("OUT_OF_SERVICE"));
			trial.goOn(2000);
			trial.fault("a load balancer has noticed");
			long noticed = System.currentTimeMillis();
			people.useOnly(List.of(gateway));
			trial.goOn(2000);
			stores.toPostgres().delay(Duration.ZERO);
			trial.end();
			assertThat(other.ends(Duration.ofSeconds(30))).as("it ends within 30 s").isTrue();
			assertThat(trial.claimed()).as("links left claimed").isZero();
			assertThat(trial.booked(stopped + 1000, noticed)).as("bookings of a gateway that is not ready")
				.isPositive();
			check(trial);
			assertOnlyRefusalsOf(trial, Answer.LINK_REDEEMED, Answer.LINK_CLAIMED, Answer.SLOT_TAKEN,
					Answer.KEY_IN_FLIGHT);
		}
		finally {
			people.useOnly(List.of(gateway));
			stores.toPostgres().delay(Duration.ZERO);
			other.close();
		}
	}

	@Test
	void thousandsOfClientsVanish() throws Exception {
		int clients = LONG ? 10_000 : 2000;
		Trial trial = new Trial("clients-vanish", stores, people, clients);
		double confirmed = gateway.meter("oncegate_confirm_seconds_count", "outcome=\"done\"");
		for (int n = 0; n < clients; n++) {
			boolean stays = n % 8 == 0;
			trial.someoneComes(stays ? null : Duration.ofNanos((n * 7919L) % 30_000_000));
			trial.someoneGlances(Duration.ofNanos((n * 7919L) % 2_000_000));
			Waiting.pause(Duration.ofMillis(2));
			if (n % 50 == 0) {
				// No faster than the machine.
				Waiting.until("few are under way", () -> inflight() < 100);
			}
		}
		trial.end();
		Waiting.until("nothing is under way", () -> inflight() == 0);
		check(trial);
		assertThat(gateway.meter("oncegate_confirm_seconds_count", "outcome=\"done\"") - confirmed)
			.isEqualTo(trial.books().bookings().size());
		assertThat(trial.claimed()).isZero();
		// The auditor has one now and then.
		Waiting.until("no connection is in use", () -> gateway.meter("r2dbc_pool_acquired_connections") == 0);
		// A place is given back after the answer.
		Waiting.until("all places are free",
				() -> gateway.meter("resilience4j_bulkhead_max_allowed_concurrent_calls") == gateway
					.meter("resilience4j_bulkhead_available_concurrent_calls"));
	}

	private static double inflight() {
		return gateway.meter("oncegate_redemptions_inflight");
	}

	@Test
	void tenTimesTheLoadItCanCarry() throws Exception {
		// A revocation waits for the batch under way, and the next batch for it: batches
		// are
		// seconds long here.
		Trial before = new Trial("load-before", stores, people, LONG ? 600 : 150).withoutRevocations();
		Trial trial = new Trial("load-times-10", stores, people, LONG ? 15_000 : 2000).withoutRevocations();
		Trial afterwards = new Trial("load-after", stores, people, LONG ? 600 : 150).withoutRevocations();
		// So slow that the test itself can ask for ten times as much, and processors are
		// not what is short.
		stores.sql("""
				create or replace function be_slow() returns trigger language plpgsql as $$
				begin perform pg_sleep(0.05); return new; end $$""",
				"create trigger slow before insert on booking for each row execute function be_slow()");
		try {
			double carried = carried(before);
			trial.fault("ten times the load that it carries");
			trial.start((int) (10 * carried));
			double mostInflight = 0;
			double mostCommits = 0;
			long end = System.nanoTime() + Duration.ofSeconds(LONG ? 30 : 5).toNanos();
			while (System.nanoTime() < end) {
				trial.goOn(500);
				mostInflight = Math.max(mostInflight, inflight());
				mostCommits = Math.max(mostCommits, gateway.meter("oncegate_commit_queue_rows"));
			}
			trial.end();
			double heap = gateway.meter("jvm_memory_used_bytes", "area=\"heap\"") / (1 << 20);
			double after = carried(afterwards);
			stores.sql("drop trigger slow on booking");
			check(trial);
			report("load-times-10: %.0f/s carried before, booked p50 %d ms p99 %d ms, %.0f/s after; of those asked at 10"
					+ " times that, booked p50 %d ms p99 %d ms, refused p50 %d ms p99 %d ms; at most %.0f under way,"
					+ " %.0f waiting to commit; heap %.0f MB", carried, before.history().millis(Answer.BOOKED, 0.5),
					before.history().millis(Answer.BOOKED, 0.99), after, trial.history().millis(Answer.BOOKED, 0.5),
					trial.history().millis(Answer.BOOKED, 0.99), trial.history().millis(Answer.OVERLOADED, 0.5),
					trial.history().millis(Answer.OVERLOADED, 0.99), mostInflight, mostCommits, heap);
			assertThat(after).as("carried after, a second").isGreaterThan(carried / 2);
			for (Answer answer : List.of(Answer.BOOKED, Answer.OVERLOADED)) {
				assertThat(trial.history().millis(answer, 0.5)).as("ms until half were told " + answer)
					.isLessThan(3 * before.history().millis(Answer.BOOKED, 0.5));
			}
			assertThat(trial.heldForNothing()).as("links not given back after a definite failure").isEmpty();
			assertThat(mostInflight).as("redemptions under way").isLessThanOrEqualTo(2048);
			assertThat(mostCommits).as("waiting to commit").isLessThanOrEqualTo(1024);
			assertThat(trial.history().counts()).containsKey(Answer.OVERLOADED).doesNotContainKey(Answer.NONE);
		}
		finally {
			stores.sql("drop trigger if exists slow on booking");
		}
	}

	/** Books a second with as many people at once as there are commits at once. */
	private static double carried(Trial trial) throws InterruptedException {
		long began = System.nanoTime();
		double bookings = trial.allBook(32);
		return bookings * 1_000_000_000 / (System.nanoTime() - began);
	}

	@Test
	void clockOfTheHostIsWrong() throws Exception {
		try (Gateway fast = new Gateway(GatewayWithWrongClock.class, stores, LEASE,
				DIRECTORY.resolve("gateway-fast.log"), "1");
				Gateway slow = new Gateway(GatewayWithWrongClock.class, stores, LEASE,
						DIRECTORY.resolve("gateway-slow.log"), "-1")) {
			people.useOnly(List.of(gateway, fast, slow));
			Trial trial = trial("clock-wrong");
			trial.start(RATE);
			trial.goOn(seconds(2));
			trial.fault("3 of 10 commits are cut, so that claims are left to their leases");
			stores.toPostgres().cutRequests("@people.example", 0.3);
			trial.goOn(seconds(1));
			stores.toPostgres().cutRequests(null, 0);
			trial.end();
			assertThat(trial.leasesInMillis(millis(stores.redis(RedisCommands::time))))
				.as("leases, by the clock of Redis")
				.isNotEmpty()
				.allMatch((lease) -> lease <= LEASE.toMillis());
			check(trial);
			people.useOnly(List.of(gateway));
			Instant now = Instant.now();
			String soon = trial.linkThatExpires(now.plusSeconds(5));
			String later = trial.linkThatExpires(now.plus(Duration.ofMinutes(30)));
			trial.goOn(6000);
			for (Gateway one : List.of(gateway, fast, slow)) {
				people.useOnly(List.of(one));
				assertThat(people.status(soon)).isEqualTo("expired");
				assertThat(people.status(later)).isEqualTo("active");
			}
		}
		finally {
			people.useOnly(List.of(gateway));
		}
	}

	private static long millis(List<String> time) {
		return Long.parseLong(time.get(0)) * 1000 + Long.parseLong(time.get(1)) / 1000;
	}

	private static Trial trial(String name) {
		return new Trial(name, stores, people, LONG ? 6000 : 450);
	}

	private static long seconds(int number) {
		return number * (LONG ? 5000L : 1000L);
	}

	private static void report(String line, Object... arguments) throws IOException {
		Files.writeString(DIRECTORY.resolve("report.txt"), line.formatted(arguments) + System.lineSeparator(),
				StandardOpenOption.CREATE, StandardOpenOption.APPEND);
	}

	private static void check(Trial trial) throws Exception {
		assertThat(trial.violations(LEASE.plusSeconds(15))).isEmpty();
		assertThat(trial.history().counts()).doesNotContainKey(Answer.OTHER).containsKey(Answer.BOOKED);
	}

	private static void assertOnlyRefusalsOf(Trial trial, Answer... refusals) {
		Map<Answer, Long> counts = trial.history().counts();
		// Whoever has a revoked link, or none, is refused whatever fails.
		List.of(Answer.BOOKED, Answer.LINK_REVOKED, Answer.NOT_FOUND).forEach(counts::remove);
		assertThat(counts.keySet()).isSubsetOf(refusals);
	}

}
