package io.oncegate.scale;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.oncegate.faults.Gateway;
import io.oncegate.faults.People;
import io.oncegate.support.Slow;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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
		try (Arrangement<OneRedis, PostgresGroup> arrangement = Arrangement.start(DIRECTORY, OneRedis::new,
				(directory) -> new PostgresGroup(directory, 0, 0));
				PgBouncer bouncer = new PgBouncer(DIRECTORY.resolve("pgbouncer"), programs,
						arrangement.bookings().server(0))) {
			PostgresGroup postgres = arrangement.bookings();
			Gateway gateway = arrangement.with(bouncer.settings()).gateway("gateway");
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
