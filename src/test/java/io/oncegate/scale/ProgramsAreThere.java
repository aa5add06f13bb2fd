package io.oncegate.scale;

import java.util.Arrays;

import io.oncegate.support.Needed;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Skips the tests where the programs of the servers are not installed; with
 * {@code CI=true} it fails them.
 */
class ProgramsAreThere implements ExecutionCondition {

	private static final Needed PROGRAMS = new Needed("The tests past one machine are skipped.",
			"Not all of redis-server, PostgreSQL 15 or later, PgBouncer and HAProxy were found: install them"
					+ " (on Debian: apt-get install redis-server postgresql pgbouncer haproxy).");

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		return PROGRAMS.decide(Arrays.stream(Installed.values()).allMatch((program) -> program.find().isPresent()),
				context);
	}

	static ConditionEvaluationResult decide(String path, boolean ci) {
		return PROGRAMS.decide(Arrays.stream(Installed.values()).allMatch((program) -> program.find(path).isPresent()),
				ci);
	}

}
