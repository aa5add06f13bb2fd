package io.oncegate.ops;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** When the tests that need a Prometheus run, are skipped, and fail. */
class PrometheusIsThereTests {

	@Test
	void prometheusIsUsedIfItsPromtoolIsThereToo(@TempDir Path empty, @TempDir Path full) throws IOException {
		String path = empty + File.pathSeparator + File.pathSeparator + full;
		install(full.resolve("prometheus"));
		assertThat(PrometheusIsThere.decide(path, false).isDisabled()).isTrue();
		install(full.resolve("promtool"));
		assertThat(PrometheusIsThere.decide(path, false).isDisabled()).isFalse();
		assertThat(PrometheusIsThere.decide(path, true).isDisabled()).isFalse();
	}

	private static void install(Path program) throws IOException {
		assertThat(Files.createFile(program).toFile().setExecutable(true)).isTrue();
	}

	@Test
	void developerWithoutAPrometheusIsToldHowToGetOne() {
		assertThat(PrometheusIsThere.decide("", false)).satisfies((result) -> {
			assertThat(result.isDisabled()).isTrue();
			assertThat(result.getReason()).hasValueSatisfying(
					(reason) -> assertThat(reason).contains("apt-get install prometheus").doesNotContain("\n"));
		});
	}

	@Test
	void missingPrometheusFailsWhereNothingMayBeSkipped() {
		assertThatIllegalStateException().isThrownBy(() -> PrometheusIsThere.decide("", true))
			.withMessageContaining("CI=true");
	}

}
