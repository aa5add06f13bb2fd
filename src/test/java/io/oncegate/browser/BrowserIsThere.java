package io.oncegate.browser;

import java.nio.file.Path;
import java.util.Optional;

import io.oncegate.support.Needed;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips the tests where no browser is installed; with {@code CI=true} it fails them. */
class BrowserIsThere implements ExecutionCondition {

	private static final Needed BROWSER = new Needed("The browser tests are skipped.",
			"No browser was found: install Chromium (on Debian: apt-get install chromium).");

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		return BROWSER.decide(Chromium.find().isPresent(), context);
	}

	static ConditionEvaluationResult decide(Optional<Path> browser, boolean ci) {
		return BROWSER.decide(browser.isPresent(), ci);
	}

}
