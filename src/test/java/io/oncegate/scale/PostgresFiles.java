package io.oncegate.scale;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.springframework.util.FileSystemUtils;

/** The directory of a PostgreSQL: its data, and how it is set. */
final class PostgresFiles {

	static final String SUPERUSER = "postgres";

	static final String PASSWORD = "a-password-of-postgres-that-nobody-may-see";

	private static final long PATIENCE = 120;

	/**
	 * Shared memory is in the directory, so that less is left of what is killed; a
	 * standby that was away looks at once for what it has missed, which is still there.
	 */
	private static final String CONFIGURATION = """
			listen_addresses = '127.0.0.1'
			unix_socket_directories = ''
			dynamic_shared_memory_type = mmap
			shared_buffers = 32MB
			timezone = UTC
			fsync = on
			synchronous_commit = on
			full_page_writes = on
			wal_keep_size = 512MB
			wal_retrieve_retry_interval = 100ms
			hba_file = '%s'
			port = %d
			primary_conninfo = '%s'
			synchronous_standby_names = '%s'
			""";

	private static final String RULES = """
			host all all 127.0.0.1/32 scram-sha-256
			host replication all 127.0.0.1/32 scram-sha-256
			""";

	private final Path directory;

	PostgresFiles(Path directory) throws IOException {
		this.directory = Files.createDirectories(directory.toAbsolutePath());
	}

	/** Makes a new database. */
	void initialize() throws IOException {
		Path password = Files.writeString(resolve("password"), PASSWORD);
		run("initdb", "--pgdata", data().toString(), "--username", SUPERUSER, "--pwfile", password.toString(), "--auth",
				"scram-sha-256", "--encoding", "UTF8", "--no-locale", "--no-sync", "--no-instructions");
	}

	/** Copies those of a primary, in place of what is there. */
	void copy(String primary) throws IOException {
		FileSystemUtils.deleteRecursively(data());
		run("pg_basebackup", "--dbname", primary, "--pgdata", data().toString(), "--checkpoint", "fast", "--no-sync");
	}

	/** Where its log of changes ends, after it was stopped in good order. */
	String end() throws IOException {
		return run("pg_controldata", "--pgdata", data().toString()).lines()
			.filter((line) -> line.startsWith("Latest checkpoint location:"))
			.map((line) -> line.substring(line.indexOf(':') + 1).strip())
			.findFirst()
			.orElseThrow();
	}

	/** Sets whether this is a standby. */
	void standby(boolean on) throws IOException {
		if (on) {
			Files.writeString(data().resolve("standby.signal"), "");
		}
		else {
			Files.deleteIfExists(data().resolve("standby.signal"));
		}
	}

	/** Sets its port, whom it follows, and whom its commits wait for. */
	void configure(int port, String primary, String synchronousNames) throws IOException {
		Path rules = Files.writeString(resolve("pg_hba.conf"), RULES);
		Files.writeString(resolve("postgresql.conf"), CONFIGURATION.formatted(rules, port, primary, synchronousNames));
	}

	/** The command that starts it. */
	List<String> command() {
		return ServerProcess.notAsRoot(List.of(Installed.POSTGRES.program("postgres"), "-D", data().toString(), "-c",
				"config_file=" + resolve("postgresql.conf")));
	}

	Path log() {
		return resolve("postgres.log");
	}

	private Path data() {
		return resolve("data");
	}

	private Path resolve(String name) {
		return this.directory.resolve(name);
	}

	private String run(String program, String... arguments) throws IOException {
		List<String> command = new ArrayList<>(List.of(Installed.POSTGRES.program(program)));
		command.addAll(List.of(arguments));
		Path log = resolve(program + ".log");
		Process process = new ProcessBuilder(ServerProcess.notAsRoot(command)).redirectErrorStream(true)
			.redirectOutput(Redirect.to(log.toFile()))
			.start();
		try {
			if (!process.waitFor(PATIENCE, TimeUnit.SECONDS) || process.exitValue() != 0) {
				throw new AssertionError(program + " failed: " + Files.readString(log));
			}
			return Files.readString(log);
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
		finally {
			process.destroyForcibly();
		}
	}

}
