package io.oncegate.ops;

import java.util.stream.Stream;

import io.oncegate.support.Needed;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Skips the tests where Prometheus is not installed; with {@code CI=true} it fails them.
 */
class PrometheusIsThere implements ExecutionCondition {

	private static final Needed PROMETHEUS = new Needed("The tests of alerts and dashboards are skipped.",
			"No Prometheus was found: install it with its promtool (on Debian: apt-get install prometheus).");

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		return PROMETHEUS.decide(isIn(Needed.path()), context);
	}

	static ConditionEvaluationResult decide(String path, boolean ci) {
		return PROMETHEUS.decide(isIn(path), ci);
	}

	private static boolean isIn(String path) {
		return Stream.of(Program.PROMETHEUS, Program.PROMTOOL).allMatch((program) -> program.find(path).isPresent());
	}

}
