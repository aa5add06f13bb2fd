package io.oncegate.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Lets a PostgreSQL that is stopped record the statements that it is sent. */
public final class WatchedStatements {

	private WatchedStatements() {
	}

	/** Prepares the data for the next start. */
	public static void in(DataDirectory data) throws IOException {
		Path directory = data.resolve("postgres");
		Files.writeString(directory.resolve("postgresql.auto.conf"), """
				shared_preload_libraries = 'pg_stat_statements'
				pg_stat_statements.track = 'all'
				""", StandardOpenOption.APPEND);
		StoreCommand
			.postgres(new Programs(data).postgres().resolve("postgres"), "--single", "-D", directory.toString(), "-j",
					"-c", "exit_on_error=on", EmbeddedPostgres.DATABASE)
			.run("create extension pg_stat_statements;\n");
	}

}
