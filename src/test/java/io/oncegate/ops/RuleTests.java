package io.oncegate.ops;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.oncegate.support.Slow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The rules by which somebody is woken, as Prometheus itself checks them. */
@ExtendWith(PrometheusIsThere.class)
class RuleTests {

	private static final Path TESTS = Path.of("src/ops/prometheus/tests");

	@Test
	void rulesAreWellFormed() throws IOException, InterruptedException {
		List<String> command = Stream.concat(Stream.of("check", "rules"), Rule.files().stream().map(Path::toString))
			.toList();
		assertThat(Program.PROMTOOL.run(command)).contains("SUCCESS");
	}

	@Slow
	@ParameterizedTest
	@MethodSource
	void alertsFireWhenTheyShouldAndNotInTheNearMiss(Path tests) throws IOException, InterruptedException {
		assertThat(Program.PROMTOOL.run(List.of("test", "rules", tests.toString()))).contains("SUCCESS");
	}

	static List<Path> alertsFireWhenTheyShouldAndNotInTheNearMiss() {
		return Rule.list(TESTS, ".yml");
	}

	@ParameterizedTest
	@MethodSource("io.oncegate.ops.Rule#alerts")
	void everyAlertIsTestedFiringAndNotFiring(Rule alert) {
		String tests = Rule.list(TESTS, ".yml").stream().map(Rule::text).reduce("", String::concat);
		String name = "alertname: " + alert.name();
		assertThat(tests).containsPattern(name + "\\R\\s+exp_alerts:\\R")
			.containsPattern(name + ", exp_alerts: \\[\\]");
	}

}
