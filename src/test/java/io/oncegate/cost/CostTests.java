package io.oncegate.cost;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;

import io.oncegate.faults.Gateway;
import io.oncegate.faults.Stores;
import io.oncegate.support.Slow;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a request costs the gateway and its stores, beside time: {@code costs.txt} keeps
 * it, and says why it is what it is. Nothing gets dearer unnoticed.
 * <p>
 * One request comes after the other, to a gateway that does nothing else and does not
 * optimize: so the figures are the same on each machine. Bytes may be a tenth more than
 * what is kept, and differ by a hundredth.
 */
@Slow
@TestInstance(Lifecycle.PER_CLASS)
class CostTests {

	private static final Logger logger = LoggerFactory.getLogger(CostTests.class);

	private static final int WARM_UP = 300;

	private static final int ROUNDS = 3;

	private static final int ROUND = 200;

	private final Deque<AutoCloseable> running = new ArrayDeque<>();

	private final Map<String, Long> costs = new HashMap<>();

	private Stores stores;

	private Statements statements;

	private Allocations allocations;

	@BeforeAll
	void measure() throws Exception {
		Path directory = Files.createTempDirectory(Files.createDirectories(Path.of("target/test-data")), "cost-")
			.toAbsolutePath();
		this.stores = running(new Stores(directory));
		// It is not asked how long the disk takes.
		this.stores.sql("alter role oncegate set synchronous_commit = off");
		Gateway gateway = running(
				new Gateway(QuietGateway.class, this.stores, Duration.ofSeconds(30), directory.resolve("gateway.log")));
		this.statements = new Statements(directory, this.stores);
		this.allocations = running(new Allocations(gateway.pid()));
		Person person = new Person(gateway, 1 + WARM_UP + ROUNDS * ROUND);
		String link = person.link();
		measure("opening", () -> person.open(200, link));
		measure("JSON of a link", () -> person.read(link));
		person.book(201, link);
		measure("dead page", () -> person.open(410, link));
		measure("refusal", () -> person.book(410, link));
		measure("redemption", () -> person.book(201, person.link()));
	}

	private <T extends AutoCloseable> T running(T program) {
		this.running.push(program);
		return program;
	}

	private void measure(String name, Runnable request) {
		times(WARM_UP, request).run();
		Commands commands = Commands.now(this.stores);
		long statements = this.statements.count();
		long bytes = LongStream.generate(() -> this.allocations.during(times(ROUND, request)))
			.limit(ROUNDS)
			// What else happens comes on top.
			.min()
			.orElseThrow();
		Commands after = Commands.now(this.stores);
		this.costs.put(name + ": bytes", bytes / ROUND);
		each(name + ": Redis commands", after.all() - commands.all());
		each(name + ": Redis scripts", after.scripts() - commands.scripts());
		each(name + ": PostgreSQL statements", this.statements.count() - statements);
	}

	/** To the nearest: a calendar is read for many. */
	private void each(String name, long count) {
		this.costs.put(name, Math.round((double) count / (ROUNDS * ROUND)));
	}

	private static Runnable times(int times, Runnable work) {
		return () -> {
			for (int n = 0; n < times; n++) {
				work.run();
			}
		};
	}

	@AfterAll
	void stop() throws Exception {
		for (AutoCloseable program : this.running) {
			program.close();
		}
	}

	@ParameterizedTest(name = "{0}")
	@CsvFileSource(resources = "/costs.txt", delimiter = '|', useHeadersInDisplayName = true)
	void costsNoMoreThanIsKept(String name, long kept, String reason) {
		long margin = name.endsWith("bytes") ? kept / 10 : 0;
		long cost = Objects.requireNonNull(this.costs.get(name));
		if (cost < kept - margin) {
			logger.info("{} is {} now: keep that in costs.txt, for {} ({})", name, cost, kept, reason);
		}
		assertThat(cost).as("%s; kept in costs.txt, as: %s", name, reason).isLessThanOrEqualTo(kept + margin);
	}

}
