package io.oncegate.scale;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.oncegate.faults.Gateway;
import io.oncegate.faults.People;
import io.oncegate.faults.Waiting;
import io.oncegate.support.Slow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two gateways, one Redis, and a PostgreSQL with a standby that nobody waits for: what it
 * lacks when it is promoted is lost, and is found.
 */
@Slow
@ExtendWith(ProgramsAreThere.class)
class PostgresAsynchronousTrialTests {

	private static final Path DIRECTORY = ScaleTrial.DIRECTORY.resolve("postgres-asynchronous");

	/**
	 * The laws that hold even for what is lost. Links are given back only when the
	 * auditor has found them.
	 */
	private static final List<String> STILL_HOLD = List.of("One link, one booking", "No overbooking",
			"No booking out of nowhere", "A refusal made nothing", "A link opens nothing else");

	@Test
	void whatTheStandbyLacksIsLostAndFound() throws Exception {
		FileSystemUtils.deleteRecursively(DIRECTORY);
		try (OneRedis redis = new OneRedis(DIRECTORY.resolve("redis"));
				PostgresGroup postgres = new PostgresGroup(DIRECTORY.resolve("postgres"), 1, 0)) {
			Arrangement arrangement = new Arrangement(DIRECTORY, redis::hashes, postgres::connect)
				.with(redis.settings())
				.with(Map.of("SPRING_R2DBC_URL", postgres.address(), "SPRING_R2DBC_USERNAME", PostgresGroup.ROLE,
						"SPRING_R2DBC_PASSWORD", PostgresGroup.PASSWORD));
			try (Gateway one = arrangement.gateway("one"); Gateway two = arrangement.gateway("two")) {
				ScaleTrial trial = new ScaleTrial("PostgreSQL, asynchronous", arrangement,
						new People(List.of(one, two)));
				trial.start();
				trial.fault("the standby is cut off", () -> postgres.cutOff(1), 2);
				trial.fault("the primary is killed, the standby promoted", () -> {
					postgres.killPrimary();
					postgres.promote(1);
				}, 5);
				List<String> violations = trial.end(ScaleTrial.LONG ? ScaleTrial.LEASE : Duration.ZERO);
				assertThat(violations).as("confirmations without a booking").isNotEmpty();
				assertThat(violations).noneMatch((violation) -> STILL_HOLD.stream().anyMatch(violation::startsWith));
				Waiting.until("both gateways show the lost bookings that were found",
						() -> found(postgres) > 0 && lost(one) == found(postgres) && lost(two) == found(postgres));
			}
		}
	}

	private static double lost(Gateway gateway) {
		return gateway.meter("oncegate_invariant_violations", "law=\"confirmation_durable\"");
	}

	private static double found(PostgresGroup postgres) throws Exception {
		try (Connection connection = postgres.connect();
				Statement statement = connection.createStatement();
				ResultSet count = statement.executeQuery("select count(*) from lost_booking")) {
			count.next();
			return count.getLong(1);
		}
	}

}
