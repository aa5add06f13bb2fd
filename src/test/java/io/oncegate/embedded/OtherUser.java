package io.oncegate.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import com.sun.security.auth.module.UnixSystem;
import io.oncegate.support.Needed;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Another user of the machine, {@code nobody}. Skips the tests where only root could be
 * another user, and this is not root; with {@code CI=true} it fails them.
 */
class OtherUser implements ExecutionCondition {

	static final String NAME = "nobody";

	private static final Needed OTHER_USER = new Needed(
			"What another user of the machine can do to the built-in stores is not tested.",
			"It needs root, and runuser (on Debian: in util-linux).");

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		return OTHER_USER.decide(new UnixSystem().getUid() == 0 && runuser().isPresent(), context);
	}

	static ConditionEvaluationResult decide(boolean there, boolean ci) {
		return OTHER_USER.decide(there, ci);
	}

	private static Optional<Path> runuser() {
		return Needed.program(Needed.path() + ":/usr/sbin:/sbin", List.of("runuser"));
	}

	/** Lets the other user run a command of the shell, and returns all that it says. */
	static String runs(String command) throws IOException {
		Process process = new ProcessBuilder(runuser().orElseThrow().toString(), "-u", NAME, "--", "sh", "-c", command)
			.redirectErrorStream(true)
			.start();
		process.getOutputStream().close();
		return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
	}

}
