package io.oncegate.scale;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** When the tests that need the programs of servers run, are skipped, and fail. */
class ProgramsAreThereTests {

	@Test
	void programsAreUsedIfAllAreThere(@TempDir Path some, @TempDir Path others) throws IOException {
		String path = some + File.pathSeparator + File.pathSeparator + others;
		install(some, "redis-server", "pgbouncer", "haproxy", "postgres", "initdb", "pg_controldata");
		install(others, "pg_basebackup", "pg_dump", "pg_restore", "psql");
		assertThat(ProgramsAreThere.decide(path, false).isDisabled()).as("of another version").isTrue();
		install(others, "postgres", "initdb", "pg_controldata");
		assertThat(ProgramsAreThere.decide(path, false).isDisabled()).isFalse();
		assertThat(ProgramsAreThere.decide(path, true).isDisabled()).isFalse();
		assertThat(Installed.POSTGRES.find(path)).contains(others.toRealPath());
	}

	private static void install(Path directory, String... programs) throws IOException {
		for (String program : programs) {
			assertThat(Files.createFile(directory.resolve(program)).toFile().setExecutable(true)).isTrue();
		}
	}

	@Test
	void developerWithoutTheProgramsIsToldHowToGetThem() {
		assertThat(ProgramsAreThere.decide("", false)).satisfies((result) -> {
			assertThat(result.isDisabled()).isTrue();
			assertThat(result.getReason())
				.hasValueSatisfying((reason) -> assertThat(reason).contains("apt-get install").doesNotContain("\n"));
		});
	}

	@Test
	void missingProgramsFailWhereNothingMayBeSkipped() {
		assertThatIllegalStateException().isThrownBy(() -> ProgramsAreThere.decide("", true))
			.withMessageContaining("CI=true");
	}

}
