package io.oncegate.ops;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import io.oncegate.support.Needed;

/** A program that tests run, if it is installed. */
enum Program {

	PROMETHEUS, PROMTOOL, HAPROXY;

	private static final long PATIENCE = 120;

	/** Finds it on this machine. */
	Optional<Path> find() {
		return find(Needed.path());
	}

	/**
	 * Finds it in one of some directories.
	 * @param path the directories, like those of the environment variable {@code PATH}
	 */
	Optional<Path> find(String path) {
		return Needed.program(path, List.of(name().toLowerCase(Locale.ROOT)));
	}

	/** Runs it to its end, and returns what it printed; fails if it did. */
	String run(List<String> arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of(find().orElseThrow().toString()));
		command.addAll(arguments);
		Path output = Files.createTempFile("oncegate", ".txt");
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(output.toFile())
				.start();
			if (!process.waitFor(PATIENCE, TimeUnit.SECONDS)) {
				process.destroyForcibly();
				throw new AssertionError(command + " did not end within " + PATIENCE + " s");
			}
			String printed = Files.readString(output);
			if (process.exitValue() != 0) {
				throw new AssertionError(command + ":\n" + printed);
			}
			return printed;
		}
		finally {
			Files.delete(output);
		}
	}

}
