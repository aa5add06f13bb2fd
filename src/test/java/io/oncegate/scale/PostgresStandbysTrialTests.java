package io.oncegate.scale;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.oncegate.faults.Answer;
import io.oncegate.faults.Gateway;
import io.oncegate.faults.People;
import io.oncegate.faults.Waiting;
import io.oncegate.support.Slow;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two gateways, one Redis, and a PostgreSQL with two standbys, one of which has to
 * acknowledge each commit.
 */
@Slow
@ExtendWith(ProgramsAreThere.class)
class PostgresStandbysTrialTests {

	private static final Path DIRECTORY = ScaleTrial.DIRECTORY.resolve("postgres-standbys");

	@BeforeEach
	void clear() throws Exception {
		FileSystemUtils.deleteRecursively(DIRECTORY);
	}

	@Test
	void thePrimaryFails() throws Exception {
		try (OneRedis redis = new OneRedis(DIRECTORY.resolve("redis"));
				PostgresGroup postgres = new PostgresGroup(DIRECTORY.resolve("postgres"), 2, 1)) {
			Arrangement arrangement = arrangement(redis, postgres);
			try (Gateway one = arrangement.gateway("one"); Gateway two = arrangement.gateway("two")) {
				ScaleTrial trial = new ScaleTrial("PostgreSQL, ANY 1 of 2", arrangement, new People(List.of(one, two)));
				trial.start();
				trial.fault("the primary is killed, a standby promoted", () -> {
					postgres.killPrimary();
					postgres.failOver();
				}, 4);
				trial.fault("the old primary is back as a standby", () -> postgres.bringBack(0));
				trial.fault("it takes over as planned", () -> postgres.switchOver(0), 3);
				trial.fault("a standby is away", () -> postgres.takeAway(2), 2);
				trial.fault("it is back", () -> postgres.bringBack(2));
				trial.endWithout(Answer.NONE);
				assertThat(one.meter("oncegate_invariant_violations")).isZero();
				assertThat(two.meter("oncegate_invariant_violations")).isZero();
			}
		}
	}

	@Test
	void nobodyAcknowledgesCommits() throws Exception {
		try (OneRedis redis = new OneRedis(DIRECTORY.resolve("redis"));
				PostgresGroup postgres = new PostgresGroup(DIRECTORY.resolve("postgres"), 2, 1)) {
			Arrangement arrangement = arrangement(redis, postgres);
			try (Gateway gateway = arrangement.gateway("gateway")) {
				ScaleTrial trial = new ScaleTrial("PostgreSQL, both standbys away", arrangement,
						new People(List.of(gateway)));
				trial.start();
				long before = connections(postgres);
				trial.fault("both standbys are away", () -> {
					postgres.takeAway(1);
					postgres.takeAway(2);
					Waiting.until("the gateway says so", () -> saysSo(gateway));
				}, 8);
				assertThat(gateway.meter("oncegate_commits_overdue")).isBetween(1.0, 4.0);
				assertThat(gateway.meter("oncegate_postgres_waiting_for_standbys")).isPositive();
				assertThat(gateway.meter("oncegate_ready")).isZero();
				// The pools of other statements may have grown, and a test commit waits.
				assertThat(connections(postgres)).isLessThanOrEqualTo(before + (16 - 4) + 2);
				long waiting = waiting(postgres);
				trial.fault("they stay away", () -> {
				}, 8);
				assertThat(waiting(postgres)).as("server processes that wait").isLessThanOrEqualTo(waiting + 1);
				trial.fault("one is back", () -> {
					postgres.bringBack(1);
					Waiting.until("the gateway is ready", () -> ready(gateway));
				}, 3);
				trial.endUnbroken();
				assertThat(gateway.meter("oncegate_commits_overdue")).isZero();
				assertThat(gateway.meter("oncegate_invariant_violations")).isZero();
			}
		}
	}

	@Test
	void thePrimaryAcceptsAndDoesNotAnswer() throws Exception {
		try (OneRedis redis = new OneRedis(DIRECTORY.resolve("redis"));
				PostgresGroup postgres = new PostgresGroup(DIRECTORY.resolve("postgres"), 2, 1)) {
			Arrangement arrangement = arrangement(redis, postgres);
			try (Gateway gateway = arrangement.gateway("gateway")) {
				ScaleTrial trial = new ScaleTrial("PostgreSQL, primary held", arrangement,
						new People(List.of(gateway)));
				trial.start();
				trial.fault("the primary accepts and does not answer", () -> {
					postgres.pausePrimary();
					Waiting.until("the gateway says so", () -> !ready(gateway));
				}, 5);
				trial.fault("it goes on", () -> {
					postgres.server(0).process().resume();
					Waiting.until("the gateway is ready", () -> ready(gateway));
				}, 3);
				trial.fault("it is held again, and a standby promoted", () -> {
					postgres.pausePrimary();
					Waiting.until("the gateway says so", () -> !ready(gateway));
					postgres.failOver();
					Waiting.until("the gateway is ready", () -> ready(gateway));
				}, 3);
				trial.endUnbroken();
				assertThat(gateway.meter("oncegate_invariant_violations")).isZero();
			}
		}
	}

	private static Arrangement arrangement(OneRedis redis, PostgresGroup postgres) {
		return new Arrangement(DIRECTORY, redis::hashes, postgres::connect).with(redis.settings())
			.with(Map.of("SPRING_R2DBC_URL", postgres.address(), "SPRING_R2DBC_USERNAME", PostgresGroup.ROLE,
					"SPRING_R2DBC_PASSWORD", PostgresGroup.PASSWORD));
	}

	private static boolean saysSo(Gateway gateway) {
		return gateway.get("/actuator/health/readiness").contains("does not answer commits");
	}

	private static boolean ready(Gateway gateway) {
		return gateway.get("/actuator/health/readiness").endsWith("\"status\":\"UP\"}");
	}

	private static long connections(PostgresGroup postgres) throws Exception {
		return count(postgres, "application_name = 'oncegate'");
	}

	private static long waiting(PostgresGroup postgres) throws Exception {
		return count(postgres, "wait_event = 'SyncRep'");
	}

	private static long count(PostgresGroup postgres, String which) throws Exception {
		return Long
			.parseLong(postgres.server(postgres.primary()).ask("select count(*) from pg_stat_activity where " + which));
	}

}
