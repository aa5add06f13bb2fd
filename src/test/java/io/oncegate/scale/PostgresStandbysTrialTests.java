package io.oncegate.scale;

import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;

import io.oncegate.faults.Answer;
import io.oncegate.faults.Gateway;
import io.oncegate.faults.People;
import io.oncegate.faults.Waiting;
import io.oncegate.support.Slow;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** Two gateways, one Redis, and a PostgreSQL with two standbys. */
@Slow
@ExtendWith(ProgramsAreThere.class)
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class PostgresStandbysTrialTests {

	private static final Path DIRECTORY = ScaleTrial.DIRECTORY.resolve("postgres-standbys");

	/** Longer than a gateway waits for a lock. */
	private static final Duration LOCK_PATIENCE = Duration.ofSeconds(3);

	/** Longer than a gateway waits for a commit. */
	private static final Duration AWAY = Duration.ofSeconds(ScaleTrial.LONG ? 64 : 6);

	/** In the short form few, as an auditor has to go through them. */
	private static final int LINKS_TO_LOSE = ScaleTrial.LONG ? ScaleTrial.LINKS : 1500;

	/**
	 * The laws that hold even for what is lost. Links are given back only when the
	 * auditor has found them.
	 */
	private static final List<String> STILL_HOLD = List.of("One link, one booking", "No overbooking",
			"No booking out of nowhere", "A refusal made nothing", "A link opens nothing else");

	private Arrangement<OneRedis, PostgresGroup> arrangement;

	private PostgresGroup postgres;

	private List<Gateway> gateways;

	@BeforeAll
	void start() throws Exception {
		this.arrangement = Arrangement.start(DIRECTORY, OneRedis::new,
				(directory) -> new PostgresGroup(directory, 2, 1));
		this.postgres = this.arrangement.bookings();
		this.gateways = this.arrangement.gateways("one", "two");
	}

	@AfterAll
	void stop() throws Exception {
		this.arrangement.close();
	}

	/** One standby has to acknowledge each commit. */
	@Test
	@Order(1)
	void nothingThatOneStandbyHasAcknowledgedIsLost() throws Exception {
		ScaleTrial trial = new ScaleTrial("PostgreSQL, ANY 1 of 2", this.arrangement, new People(this.gateways));
		trial.start();
		trial.fault("the primary is killed, a standby promoted", () -> {
			this.postgres.killPrimary();
			this.postgres.failOver();
		}, 4);
		trial.fault("the old primary is back as a standby", () -> this.postgres.bringBack(0));
		trial.fault("it takes over as planned", () -> this.postgres.switchOver(0), 3);
		if (ScaleTrial.LONG) {
			trial.outage("the primary is held", () -> {
				this.postgres.pausePrimary();
				Waiting.until("both gateways say so", this::noneIsReady);
				trial.goOn(Duration.ofSeconds(15));
			});
			trial.fault("it goes on", () -> {
				this.postgres.server(0).process().resume();
				Waiting.until("both gateways are ready", this::allAreReady);
			}, 3);
		}
		trial.fault("the primary is held, and a standby promoted", () -> {
			long unknown = trial.told(Answer.OUTCOME_UNKNOWN);
			this.postgres.pausePrimary();
			Waiting.until("people are told that they may have booked",
					() -> trial.told(Answer.OUTCOME_UNKNOWN) > unknown);
			this.postgres.failOver();
			Waiting.until("both gateways are ready", this::allAreReady);
		}, 3);
		trial.fault("it is back as a standby", () -> this.postgres.bringBack(0));
		// The rest takes longer than claims last that have been left so far.
		List<Integer> standbys = this.postgres.standbys();
		long connections = connections();
		trial.fault("a standby is away", () -> this.postgres.takeAway(standbys.get(0)), 2);
		trial.outage("both standbys are away", () -> {
			this.postgres.takeAway(standbys.get(1));
			assertThatBothGatewaysSaySo(connections);
			assertThatNoMoreCommitsWait(trial);
		});
		trial.fault("one is back", () -> {
			this.postgres.bringBack(standbys.get(0));
			Waiting.until("both gateways are ready", this::allAreReady);
		}, 3);
		trial.endWithout(Answer.NONE);
		for (Gateway gateway : this.gateways) {
			assertThat(gateway.meter("oncegate_commits_overdue")).isZero();
			assertThat(gateway.meter("oncegate_invariant_violations")).isZero();
		}
	}

	private void assertThatBothGatewaysSaySo(long connections) throws Exception {
		Waiting.until("both gateways say so",
				() -> this.gateways.stream().allMatch(PostgresStandbysTrialTests::saysSo));
		for (Gateway gateway : this.gateways) {
			assertThat(gateway.meter("oncegate_ready")).isZero();
			assertThat(gateway.meter("oncegate_commits_overdue")).isBetween(1.0, 4.0);
			Waiting.until("it says how many wait", () -> gateway.meter("oncegate_postgres_waiting_for_standbys") > 0);
		}
		// The pools of other statements may have grown, and a test commit waits.
		assertThat(connections()).isLessThanOrEqualTo(connections + 2 * (16 - 4) + 2);
	}

	/** Bookings; revocations wait as well, on the connections of the pool. */
	private void assertThatNoMoreCommitsWait(ScaleTrial trial) throws Exception {
		trial.withoutRevocations();
		// Those under way give up waiting for the lock of the calendar.
		trial.goOn(LOCK_PATIENCE);
		long waiting = waiting();
		trial.goOn(AWAY);
		assertThat(waiting()).as("server processes that wait").isLessThanOrEqualTo(waiting + 2);
	}

	/**
	 * Nobody waits for standbys: what one lacks when it is promoted is lost, and is
	 * found.
	 */
	@Test
	@Order(2)
	void whatAnAsynchronousStandbyLacksIsLostAndFound() throws Exception {
		this.postgres.synchronous(0);
		int standby = this.postgres.standbys().get(0);
		this.postgres.standbys().stream().skip(1).forEach(this.postgres::takeAway);
		ScaleTrial trial = new ScaleTrial("PostgreSQL, asynchronous", this.arrangement, new People(this.gateways),
				LINKS_TO_LOSE);
		trial.start();
		trial.fault("the standby is cut off", () -> this.postgres.cutOff(standby), 2);
		trial.fault("the primary is killed, the standby promoted", () -> {
			this.postgres.killPrimary();
			this.postgres.promote(standby);
		}, 5);
		trial.end();
		Waiting.until("both gateways show the lost bookings that were found", () -> {
			long found = found();
			return found > 0 && this.gateways.stream().allMatch((gateway) -> lost(gateway) == found);
		});
		List<String> violations = trial.violations();
		assertThat(violations).as("confirmations without a booking").isNotEmpty();
		assertThat(violations).noneMatch((violation) -> STILL_HOLD.stream().anyMatch(violation::startsWith));
	}

	private boolean allAreReady() {
		return this.gateways.stream().allMatch(PostgresStandbysTrialTests::isReady);
	}

	private boolean noneIsReady() {
		return this.gateways.stream().noneMatch(PostgresStandbysTrialTests::isReady);
	}

	private static boolean isReady(Gateway gateway) {
		return gateway.get("/actuator/health/readiness").endsWith("\"status\":\"UP\"}");
	}

	private static boolean saysSo(Gateway gateway) {
		return gateway.get("/actuator/health/readiness").contains("does not answer commits");
	}

	private static double lost(Gateway gateway) {
		return gateway.meter("oncegate_invariant_violations", "law=\"confirmation_durable\"");
	}

	private long found() throws Exception {
		try (Connection connection = this.postgres.connect()) {
			return Contents.texts(connection, "select id from lost_booking").size();
		}
	}

	private long connections() throws Exception {
		return count("application_name = 'oncegate'");
	}

	private long waiting() throws Exception {
		return count("wait_event = 'SyncRep'");
	}

	private long count(String which) throws Exception {
		return Long.parseLong(this.postgres.server(this.postgres.primary())
			.ask("select count(*) from pg_stat_activity where " + which));
	}

}
