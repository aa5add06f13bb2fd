package io.oncegate.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Stops the store named in a pid file, if it is running: when its gateway stops, or,
 * after {@code kill -9}, before the next one starts. We hold the lock of the data
 * directory, so a store running in it belongs to nobody else.
 */
final class StoreProcess {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private StoreProcess() {
	}

	static void end(Path pidFile, String program) throws IOException {
		if (Files.notExists(pidFile)) {
			return;
		}
		String pid = Files.readString(pidFile).lines().findFirst().orElse("").strip();
		if (pid.matches("\\d+")) {
			Optional<ProcessHandle> store = ProcessHandle.of(Long.parseLong(pid))
				.filter((process) -> process.info().command().orElse("").contains(program))
				.filter((process) -> isOlder(process, pidFile));
			if (store.isPresent()) {
				end(store.get());
			}
		}
	}

	/** A newer process has the pid of one that is long gone. */
	private static boolean isOlder(ProcessHandle process, Path pidFile) {
		Instant written = Instant.ofEpochMilli(pidFile.toFile().lastModified());
		return process.info().startInstant().filter((start) -> start.isAfter(written.plusSeconds(1))).isEmpty();
	}

	private static void end(ProcessHandle process) throws IOException {
		process.destroy();
		if (!ends(process)) {
			process.destroyForcibly();
			if (!ends(process)) {
				throw new IOException("process " + process.pid() + " did not end");
			}
		}
	}

	/**
	 * A process that has ended is listed, without its command, until its parent takes
	 * notice. The parent of a store is the first process of the system, which may be slow
	 * to do so; in a container that is the gateway itself, which never does.
	 */
	private static boolean ends(ProcessHandle process) {
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		while (process.isAlive() && process.info().command().isPresent()) {
			if (System.nanoTime() > deadline) {
				return false;
			}
			LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
		}
		return true;
	}

}
