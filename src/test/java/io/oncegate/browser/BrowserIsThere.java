package io.oncegate.browser;

import java.nio.file.Path;
import java.util.Optional;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Skips the tests where no browser is installed, and says so in one line; with
 * {@code CI=true} it fails them.
 */
class BrowserIsThere implements ExecutionCondition {

	private static final String MISSING = "No browser was found: install Chromium (on Debian: apt-get install chromium).";

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		ConditionEvaluationResult result = decide(Chromium.find(), "true".equals(System.getenv("CI")));
		if (result.isDisabled()) {
			context.getRoot()
				.getStore(Namespace.create(BrowserIsThere.class))
				.computeIfAbsent(MISSING, BrowserIsThere::say);
		}
		return result;
	}

	private static String say(String what) {
		System.out.println("The browser tests are skipped. " + what);
		return what;
	}

	/**
	 * Tells whether the tests run.
	 * @throws IllegalStateException if they must run and cannot
	 */
	static ConditionEvaluationResult decide(Optional<Path> browser, boolean ci) {
		if (browser.isPresent()) {
			return ConditionEvaluationResult.enabled("There is a browser: " + browser.get());
		}
		if (ci) {
			throw new IllegalStateException(MISSING + " With CI=true the browser tests are not skipped.");
		}
		return ConditionEvaluationResult.disabled(MISSING);
	}

}
