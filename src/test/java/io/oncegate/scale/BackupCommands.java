package io.oncegate.scale;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.oncegate.docs.Document;
import io.oncegate.support.Needed;

/** The two commands of {@code operate.md}, as they are printed. */
final class BackupCommands {

	private static final long PATIENCE = 60;

	/** A shell in which the backup shows an instant that others can see, too. */
	private static final String PINNED = "pg_dump() { command pg_dump --snapshot=\"$SNAPSHOT\" \"$@\"; }\n";

	private final Path directory;

	private final String backup;

	private final String restore;

	/** Runs them in a directory, where the backup is. */
	BackupCommands(Path directory) {
		this.directory = directory;
		List<String> commands = Document.of(Path.of("src/docs/operate.md"))
			.commands("Back up and restore")
			.lines()
			.toList();
		if (commands.size() != 2) {
			throw new AssertionError("These are not two commands: " + commands);
		}
		this.backup = commands.get(0);
		this.restore = commands.get(1);
	}

	/** Backs up what a snapshot shows. */
	void backUp(PostgresGroup from, String snapshot) throws IOException, InterruptedException {
		run(PINNED + this.backup, from, snapshot);
	}

	void restore(PostgresGroup into) throws IOException, InterruptedException {
		run(this.restore, into, "");
	}

	private void run(String commands, PostgresGroup postgres, String snapshot)
			throws IOException, InterruptedException {
		Path printed = this.directory.resolve("printed.txt");
		ProcessBuilder bash = new ProcessBuilder("bash", "-euo", "pipefail", "-c", commands)
			.directory(this.directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(Redirect.to(printed.toFile()));
		bash.environment()
			.put("DB", "postgresql://%s@127.0.0.1:%d/%s".formatted(PostgresGroup.ROLE,
					postgres.server(postgres.primary()).port(), PostgresGroup.ROLE));
		bash.environment().put("PGPASSWORD", PostgresGroup.PASSWORD);
		bash.environment().put("SNAPSHOT", snapshot);
		// Before Debian's wrappers, which choose a version themselves.
		bash.environment().put("PATH", Installed.POSTGRES.find().orElseThrow() + File.pathSeparator + Needed.path());
		Process process = bash.start();
		try {
			if (!process.waitFor(PATIENCE, TimeUnit.SECONDS) || process.exitValue() != 0) {
				throw new AssertionError(commands + " failed: " + Files.readString(printed));
			}
		}
		finally {
			process.destroyForcibly();
		}
	}

}
