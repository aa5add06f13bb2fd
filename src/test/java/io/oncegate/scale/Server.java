package io.oncegate.scale;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

/** A server with its present process: it can be started again after it has ended. */
abstract class Server implements AutoCloseable {

	private @Nullable ServerProcess process;

	/** Starts it, and waits until it is ready. */
	final void start(Path log, List<String> command, Callable<Boolean> ready) throws IOException {
		this.process = ServerProcess.start(log, command, ready);
	}

	final ServerProcess process() {
		if (this.process == null) {
			throw new AssertionError("It was never started");
		}
		return this.process;
	}

	final boolean isAlive() {
		return this.process != null && this.process.isAlive();
	}

	/** Kills it: stopping it is for a test of its own. */
	@Override
	public void close() {
		if (this.process != null) {
			this.process.close();
		}
	}

}
