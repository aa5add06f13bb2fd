package io.oncegate.scale;

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

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A backup that is made while people book and an owner revokes links, restored into an
 * empty database: with an empty Redis, and with the one that knows what happened since.
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

	private Arrangement<OneRedis, PostgresGroup> arrangement;

	private PostgresGroup postgres;

	private People people;

	private Trial trial;

	private Contents then;

	private Map<String, String> linksSince;

	private List<String> bookingsSince;

	private String issuedSince;

	@BeforeAll
	void backUpWhilePeopleBook() throws Exception {
		this.arrangement = Arrangement.start(DIRECTORY, OneRedis::new,
				(directory) -> new PostgresGroup(directory, 0, 0));
		this.postgres = this.arrangement.bookings();
		this.commands = new BackupCommands(DIRECTORY);
		try (Gateway gateway = this.arrangement.gateway("gateway")) {
			this.people = new People(List.of(gateway));
			this.trial = Trial.ofCampaign("backup", this.arrangement, this.people, LINKS);
			this.trial.warmUp(100);
			this.trial.revokeUnused(5);
			this.trial.start(RATE);
			awaitBookings();
			try (Connection instant = this.postgres.connect()) {
				instant.setAutoCommit(false);
				instant.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
				this.commands.backUp(this.postgres, Contents.texts(instant, "select pg_export_snapshot()").get(0));
				awaitBookings();
				this.then = Contents.of(instant);
				this.trial.end();
				this.trial.revokeUnused(5);
				this.issuedSince = this.trial.linkThatExpires(Instant.now().plus(Duration.ofDays(1)));
				try (Connection now = this.postgres.connect()) {
					this.linksSince = changed(this.then.links(), Contents.of(now).links());
					this.bookingsSince = Contents.texts(now, BOOKINGS);
					this.bookingsSince.removeAll(Contents.texts(instant, BOOKINGS));
				}
			}
		}
	}

	private void awaitBookings() {
		long since = System.currentTimeMillis();
		Waiting.until("some have booked", () -> this.trial.booked(since, Long.MAX_VALUE) >= RATE);
	}

	private static Map<String, String> changed(Map<String, String> then, Map<String, String> now) {
		Map<String, String> changed = new TreeMap<>(now);
		changed.keySet().retainAll(then.keySet());
		changed.entrySet().removeAll(then.entrySet());
		return changed;
	}

	@AfterAll
	void stop() throws Exception {
		this.arrangement.close();
	}

	@Test
	void withAnEmptyRedisEverythingIsAtOnceAsItWas() throws Exception {
		restore();
		try (OneRedis redis = new OneRedis(DIRECTORY.resolve("empty-redis"));
				Gateway gateway = this.arrangement.gateway("with-empty-redis", redis.settings())) {
			this.people.useOnly(List.of(gateway));
			assertEachIsAsItWas(this.trial.told());
			assertEachBooksAsItWas();
			assertThat(this.trial.ask(this.issuedSince)).isEqualTo(Answer.LINK_UNKNOWN);
			assertThat(gateway.meter("oncegate_invariant_violations")).isZero();
		}
	}

	@Test
	void theOldRedisTellsWhichConfirmationsAreVoid() throws Exception {
		restore();
		try (Connection connection = this.postgres.connect();
				Gateway gateway = this.arrangement.gateway("with-old-redis")) {
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

	/** Into a new database. It is compared before a gateway changes it. */
	private void restore() throws Exception {
		this.postgres.empty();
		try (Connection connection = this.postgres.connect()) {
			this.commands.restore(this.postgres);
			Contents now = Contents.of(connection);
			assertThat(now.definitions()).isEqualTo(this.then.definitions());
			assertThat(now.rows()).isEqualTo(this.then.rows());
			assertThat(this.then.links()).containsValues("active", "redeemed", "revoked");
			assertThat(this.linksSince).containsValues("redeemed", "revoked");
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

}
