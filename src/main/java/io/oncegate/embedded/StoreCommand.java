package io.oncegate.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs a program of a store to completion. Files that it creates are for their owner
 * alone; its environment contains no settings of the gateway, and its arguments, which
 * everyone can see, no secrets.
 */
final class StoreCommand {

	private static final Duration PATIENCE = Duration.ofSeconds(90);

	private final List<String> command = new ArrayList<>(List.of("sh", "-c", "umask 077; exec \"$@\"", "sh"));

	private final String name;

	StoreCommand(Path program, String... arguments) {
		this.name = String.valueOf(program.getFileName());
		this.command.add(program.toString());
		this.command.addAll(List.of(arguments));
	}

	/**
	 * For PostgreSQL, which refuses to run as root: it then runs in a user namespace in
	 * which it is not root, and has no privileges except on root's own files.
	 */
	static StoreCommand postgres(Path program, String... arguments) {
		StoreCommand command = new StoreCommand(program, arguments);
		if (FileState.isRoot()) {
			command.command.addAll(4, List.of("unshare", "--user"));
		}
		return command;
	}

	void run() throws IOException {
		run("");
	}

	/**
	 * Runs it.
	 * @param input its standard input
	 * @throws IOException if it fails; the message contains the last line of its output
	 */
	void run(String input) throws IOException {
		begin(input).end();
	}

	/** Starts it. */
	Running begin(String input) throws IOException {
		ProcessBuilder builder = new ProcessBuilder(this.command).redirectErrorStream(true);
		builder.environment().keySet().removeIf((name) -> name.startsWith("ONCEGATE_") || name.startsWith("SPRING_"));
		Process process = builder.start();
		try (OutputStream in = process.getOutputStream()) {
			in.write(input.getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			// It has exited without reading; its output says why.
		}
		return new Running(this.name, process);
	}

	/** A running program. */
	record Running(String name, Process process) {

		/**
		 * Waits for it to exit.
		 * @throws IOException if it fails; the message contains the last line of its
		 * output
		 */
		void end() throws IOException {
			if (!ends()) {
				this.process.destroyForcibly();
				throw new IOException(this.name + " did not end");
			}
			if (this.process.exitValue() != 0) {
				String said = new String(this.process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
				throw new IOException(
						this.name + ": " + said.strip().lines().reduce((first, last) -> last).orElse("failed"));
			}
		}

		private boolean ends() throws IOException {
			try {
				return this.process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new IOException("interrupted", ex);
			}
		}

	}

}
