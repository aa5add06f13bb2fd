package io.oncegate.scale;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.oncegate.faults.Gateway;
import io.oncegate.faults.People;
import io.oncegate.support.Slow;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/** A gateway that reaches PostgreSQL by a PgBouncer in transaction mode. */
@Slow
@ExtendWith(ProgramsAreThere.class)
class PgBouncerTrialTests {

	private static final Path DIRECTORY = ScaleTrial.DIRECTORY.resolve("pgbouncer");

	static Stream<Path> programs() {
		return Installed.PGBOUNCER.all().stream().limit(ScaleTrial.LONG ? 9 : 1);
	}

	@ParameterizedTest
	@MethodSource("programs")
	void bookingsGoOnWhenItOrPostgresIsRestarted(Path programs) throws Exception {
		FileSystemUtils.deleteRecursively(DIRECTORY);
		try (OneRedis redis = new OneRedis(DIRECTORY.resolve("redis"));
				PostgresGroup postgres = new PostgresGroup(DIRECTORY.resolve("postgres"), 0, 0);
				PgBouncer bouncer = new PgBouncer(DIRECTORY.resolve("pgbouncer"), programs, postgres.server(0))) {
			Arrangement arrangement = new Arrangement(DIRECTORY, redis::hashes, postgres::connect)
				.with(redis.settings())
				.with(Map.of("SPRING_R2DBC_URL", bouncer.address(), "SPRING_R2DBC_USERNAME", PostgresGroup.ROLE,
						"SPRING_R2DBC_PASSWORD", PostgresGroup.PASSWORD, "SPRING_FLYWAY_URL",
						"jdbc:postgresql://127.0.0.1:" + postgres.server(0).port() + "/" + PostgresGroup.ROLE));
			try (Gateway gateway = arrangement.gateway("gateway")) {
				ScaleTrial trial = new ScaleTrial("PgBouncer " + bouncer.version(), arrangement,
						new People(List.of(gateway)));
				trial.start();
				assertThat(postgres.server(0)
					.ask("select count(*) from pg_stat_activity where usename = '" + PostgresGroup.ROLE
							+ "' and backend_type = 'client backend'"))
					.isNotEqualTo("0");
				trial.fault("it is restarted", bouncer::restart, 3);
				trial.fault("PostgreSQL is restarted", postgres::restart, 4);
				trial.endWithout();
				assertThat(gateway.meter("oncegate_invariant_violations")).isZero();
			}
		}
	}

}
