package io.oncegate.ops;

import java.util.ServiceLoader;

import com.marcnuri.helm.jni.NativeLibrary;
import io.oncegate.support.Needed;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Skips the tests on platforms for which there is no Helm; with {@code CI=true} it fails
 * them. Asked to render there, helm-java would download what it lacks.
 */
public class HelmIsThere implements ExecutionCondition {

	private static final Needed HELM = new Needed("The tests of the Helm chart are skipped.",
			"Helm is there for Linux on x86-64 only: see helm-java in pom.xml.");

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		return HELM.decide(ServiceLoader.load(NativeLibrary.class).findFirst().isPresent(), context);
	}

}
