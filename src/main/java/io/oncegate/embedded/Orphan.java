package io.oncegate.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A store that outlived its gateway, as after {@code kill -9}. The data directory is
 * locked by us, so a store that still runs in it belongs to nobody.
 */
final class Orphan {

	private static final Logger logger = LoggerFactory.getLogger(Orphan.class);

	private Orphan() {
	}

	static void end(Path pidFile, String program) throws IOException {
		if (Files.notExists(pidFile)) {
			return;
		}
		String pid = Files.readString(pidFile).lines().findFirst().orElse("").strip();
		if (pid.matches("\\d+")) {
			ProcessHandle.of(Long.parseLong(pid))
				.filter((process) -> process.info().command().orElse("").contains(program))
				.ifPresent(Orphan::end);
		}
	}

	private static void end(ProcessHandle process) {
		logger.info("Ending a store that an earlier run left behind (process {})", process.pid());
		process.destroy();
		try {
			process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
		}
		catch (CompletionException ex) {
			process.destroyForcibly();
			process.onExit().join();
		}
	}

}
