package io.oncegate.scale;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.oncegate.faults.Answer;
import io.oncegate.faults.Gateway;
import io.oncegate.faults.People;
import io.oncegate.faults.Trial;
import io.oncegate.faults.Waiting;
import io.oncegate.support.Slow;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A backup that is made while people book and an owner revokes links, restored into an
 * empty PostgreSQL: with an empty Redis, and with the one that knows what happened since.
 */
@Slow
@ExtendWith(ProgramsAreThere.class)
@TestInstance(Lifecycle.PER_CLASS)
class BackupTests {

	private static final Path DIRECTORY = ScaleTrial.DIRECTORY.resolve("backup");

	/** Few enough for an auditor to go through them in seconds. */
	private static final int LINKS = 1000;

	private static final int RATE = 40;

	private static final String BOOKINGS = "select id from booking";

	private static final Map<String, Answer> ANSWERS = Map.of("active", Answer.BOOKED, "redeemed", Answer.LINK_REDEEMED,
			"revoked", Answer.LINK_REVOKED);

	private BackupCommands commands;

	private OneRedis oldRedis;

	private People people;

	private Trial trial;

	private Contents then;

	private Map<String, String> linksSince;

	private List<String> bookingsSince;

	private String issuedSince;

	@BeforeAll
	void backUpWhilePeopleBook() throws Exception {
		FileSystemUtils.deleteRecursively(DIRECTORY);
		this.commands = new BackupCommands(Files.createDirectories(DIRECTORY));
		this.oldRedis = new OneRedis(DIRECTORY.resolve("redis"));
		try (PostgresGroup postgres = new PostgresGroup(DIRECTORY.resolve("postgres"), 0, 0);
				Gateway gateway = gateway("gateway", this.oldRedis, postgres)) {
			this.people = new People(List.of(gateway));
			this.trial = Trial.ofCampaign("backup", arrangement(this.oldRedis, postgres), this.people, LINKS);
			this.trial.warmUp(200);
			this.trial.revokeUnused(5);
			this.trial.start(RATE);
			this.trial.goOn(1500);
			try (Connection instant = postgres.connect()) {
				instant.setAutoCommit(false);
				instant.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
				this.commands.backUp(postgres, Contents.texts(instant, "select pg_export_snapshot()").get(0));
				this.trial.goOn(1500);
				this.then = Contents.of(instant);
				this.trial.end();
				this.trial.revokeUnused(5);
				this.issuedSince = this.trial.linkThatExpires(Instant.now().plus(Duration.ofDays(1)));
				try (Connection now = postgres.connect()) {
					this.linksSince = changed(this.then.links(), Contents.of(now).links());
					this.bookingsSince = Contents.texts(now, BOOKINGS);
					this.bookingsSince.removeAll(Contents.texts(instant, BOOKINGS));
				}
			}
		}
	}

	private static Map<String, String> changed(Map<String, String> then, Map<String, String> now) {
		Map<String, String> changed = new TreeMap<>(now);
		changed.keySet().retainAll(then.keySet());
		changed.entrySet().removeAll(then.entrySet());
		return changed;
	}

	@AfterAll
	void closeRedis() {
		this.oldRedis.close();
	}

	@Test
	void withAnEmptyRedisEverythingIsAtOnceAsItWas() throws Exception {
		try (OneRedis redis = new OneRedis(DIRECTORY.resolve("empty-redis"));
				PostgresGroup postgres = restored("with-empty-redis");
				Gateway gateway = gateway("with-empty-redis", redis, postgres)) {
			this.people.useOnly(List.of(gateway));
			assertEachIsAsItWas(this.trial.told());
			assertEachBooksAsItWas();
			assertThat(this.trial.ask(this.issuedSince)).isEqualTo(Answer.LINK_UNKNOWN);
			assertThat(gateway.meter("oncegate_invariant_violations")).isZero();
		}
	}

	@Test
	void theOldRedisTellsWhichConfirmationsAreVoid() throws Exception {
		try (PostgresGroup postgres = restored("with-old-redis");
				Connection connection = postgres.connect();
				Gateway gateway = gateway("with-old-redis", this.oldRedis, postgres)) {
			this.people.useOnly(List.of(gateway));
			// Nobody looks meanwhile: a gateway remembers a revoked link for minutes.
			Waiting.until("Redis has forgotten what happened since", () -> gateway
				.meter("oncegate_claims_reconciled_total", "resolution=\"forgotten\"") == this.linksSince.size());
			assertThat(Contents.texts(connection, "select id from lost_booking"))
				.containsExactlyElementsOf(this.bookingsSince);
			assertEachIsAsItWas(this.trial.told());
			assertEachBooksAsItWas();
			assertThat(this.trial.ask(this.issuedSince)).isEqualTo(Answer.LINK_REVOKED);
			Waiting.until("the gateway shows them, and nothing else",
					() -> gateway.meter("oncegate_invariant_violations") == this.bookingsSince.size());
			assertThat(gateway.meter("oncegate_invariant_violations", "law=\"confirmation_durable\""))
				.isEqualTo(this.bookingsSince.size());
		}
	}

	/** It is compared before a gateway changes it. */
	private PostgresGroup restored(String name) throws Exception {
		PostgresGroup postgres = new PostgresGroup(DIRECTORY.resolve("postgres-" + name), 0, 0);
		try (Connection connection = postgres.connect()) {
			this.commands.restore(postgres);
			Contents now = Contents.of(connection);
			assertThat(now.definitions()).isEqualTo(this.then.definitions());
			assertThat(now.rows()).isEqualTo(this.then.rows());
			assertThat(this.then.links()).containsValues("active", "redeemed", "revoked");
			assertThat(this.linksSince).containsValues("redeemed", "revoked");
			return postgres;
		}
		catch (Throwable ex) {
			postgres.close();
			throw ex;
		}
	}

	private void assertEachIsAsItWas(Map<String, String> told) {
		assertThat(told.keySet()).containsAll(this.linksSince.keySet());
		assertThat(this.then.links()).containsAllEntriesOf(told);
	}

	private void assertEachBooksAsItWas() {
		Map<String, Answer> expected = new TreeMap<>();
		this.then.links().forEach((link, status) -> expected.put(link, ANSWERS.get(status)));
		assertThat(expected).containsAllEntriesOf(this.trial.askWithEach());
	}

	private static Gateway gateway(String name, OneRedis redis, PostgresGroup postgres) throws Exception {
		return arrangement(redis, postgres).gateway(name);
	}

	private static Arrangement arrangement(OneRedis redis, PostgresGroup postgres) {
		return new Arrangement(DIRECTORY, redis::hashes, postgres::connect).with(redis.settings())
			.with(Map.of("SPRING_R2DBC_URL", postgres.address(), "SPRING_R2DBC_USERNAME", PostgresGroup.ROLE,
					"SPRING_R2DBC_PASSWORD", PostgresGroup.PASSWORD));
	}

}
