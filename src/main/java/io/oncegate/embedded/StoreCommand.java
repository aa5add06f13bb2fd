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
 * Runs a program of a store, to its end. What it makes is for its owner alone; it is told
 * no setting of the gateway's by the environment, and no secret by its arguments, which
 * everybody sees.
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
	 * Of PostgreSQL, which refuses to run as root: then it runs in a name space in which
	 * root has no name, and has no rights but to root's own files.
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
	 * @param input what it reads
	 * @throws IOException if it fails; the message has the last line that it said
	 */
	void run(String input) throws IOException {
		begin(input).end();
	}

	/** Begins to run it. */
	Running begin(String input) throws IOException {
		ProcessBuilder builder = new ProcessBuilder(this.command).redirectErrorStream(true);
		builder.environment().keySet().removeIf((name) -> name.startsWith("ONCEGATE_") || name.startsWith("SPRING_"));
		Process process = builder.start();
		try (OutputStream in = process.getOutputStream()) {
			in.write(input.getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			// It has ended without reading, and says why.
		}
		return new Running(this.name, process);
	}

	/** A program that runs. */
	record Running(String name, Process process) {

		/**
		 * Waits for its end.
		 * @throws IOException if it fails; the message has the last line that it said
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
