package io.oncegate.ops;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Skips the tests where Prometheus is not installed, and says so in one line; with
 * {@code CI=true} it fails them.
 */
class PrometheusIsThere implements ExecutionCondition {

	private static final String MISSING = "No Prometheus was found: install it with its promtool (on Debian: apt-get install prometheus).";

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		ConditionEvaluationResult result = decide(System.getenv().getOrDefault("PATH", ""),
				"true".equals(System.getenv("CI")));
		if (result.isDisabled()) {
			context.getRoot()
				.getStore(Namespace.create(PrometheusIsThere.class))
				.computeIfAbsent(MISSING, PrometheusIsThere::say);
		}
		return result;
	}

	private static String say(String what) {
		System.out.println("The tests of alerts and dashboards are skipped. " + what);
		return what;
	}

	/**
	 * Tells whether the tests run.
	 * @param path where its programs may be, like the environment variable {@code PATH}
	 * @throws IllegalStateException if they must run and cannot
	 */
	static ConditionEvaluationResult decide(String path, boolean ci) {
		Optional<Path> server = Program.PROMETHEUS.find(path);
		if (server.isPresent() && Arrays.stream(Program.values()).allMatch((it) -> it.find(path).isPresent())) {
			return ConditionEvaluationResult.enabled("There is a Prometheus: " + server.get());
		}
		if (ci) {
			throw new IllegalStateException(MISSING + " With CI=true its tests are not skipped.");
		}
		return ConditionEvaluationResult.disabled(MISSING);
	}

}
