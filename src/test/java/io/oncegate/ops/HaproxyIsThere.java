package io.oncegate.ops;

import io.oncegate.support.Needed;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips the tests where HAProxy is not installed; with {@code CI=true} it fails them. */
class HaproxyIsThere implements ExecutionCondition {

	private static final Needed HAPROXY = new Needed("The configuration of HAProxy is not checked.",
			"No HAProxy was found: install it (on Debian: apt-get install haproxy).");

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		return HAPROXY.decide(Program.HAPROXY.find().isPresent(), context);
	}

}
