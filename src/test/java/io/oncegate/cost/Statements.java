package io.oncegate.cost;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.regex.Pattern;

import io.oncegate.faults.Stores;
import io.oncegate.faults.Waiting;

/** How many statements PostgreSQL has run, by its own log. */
final class Statements {

	private static final Pattern STATEMENT = Pattern.compile("LOG:  (execute|statement)");

	private final Path log;

	/** Has PostgreSQL, whose data is in this directory, log all of them. */
	Statements(Path directory, Stores stores) throws IOException, SQLException, InterruptedException {
		this.log = directory.resolve("postgres.log");
		Path settings = directory.resolve("postgres/postgresql.conf");
		Files.writeString(settings, "log_statement = 'all'\n", StandardOpenOption.APPEND);
		String server = Files.readAllLines(directory.resolve("postgres/postmaster.pid")).get(0).strip();
		new ProcessBuilder("kill", "-HUP", server).start().waitFor();
		Waiting.until("statements are logged", () -> {
			stores.sql("select 'a statement to be logged'");
			return count() > 0;
		});
	}

	long count() {
		try {
			return STATEMENT.matcher(Files.readString(this.log, StandardCharsets.ISO_8859_1)).results().count();
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

}
