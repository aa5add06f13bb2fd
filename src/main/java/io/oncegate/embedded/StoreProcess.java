package io.oncegate.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * Stops the store named in a pid file, if it is running: when its gateway stops, or,
 * after {@code kill -9}, before the next one starts. We hold the lock of the data
 * directory, so a store running in it belongs to nobody else.
 */
final class StoreProcess {

	private StoreProcess() {
	}

	static void end(Path pidFile, String program) throws IOException {
		if (Files.notExists(pidFile)) {
			return;
		}
		String pid = Files.readString(pidFile).lines().findFirst().orElse("").strip();
		if (pid.matches("\\d+")) {
			ProcessHandle.of(Long.parseLong(pid))
				.filter((process) -> process.info().command().orElse("").contains(program))
				.filter((process) -> isOlder(process, pidFile))
				.ifPresent(StoreProcess::end);
		}
	}

	/** A newer process has the pid of one that is long gone. */
	private static boolean isOlder(ProcessHandle process, Path pidFile) {
		Instant written = Instant.ofEpochMilli(pidFile.toFile().lastModified());
		return process.info().startInstant().filter((start) -> start.isAfter(written.plusSeconds(1))).isEmpty();
	}

	private static void end(ProcessHandle process) {
		process.destroy();
		try {
			process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
		}
		catch (CompletionException ex) {
			process.destroyForcibly();
			process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
		}
	}

}
