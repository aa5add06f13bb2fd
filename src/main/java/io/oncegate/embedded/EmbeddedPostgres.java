package io.oncegate.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.oncegate.setting.StartException;
import org.jspecify.annotations.Nullable;

import org.springframework.util.FileSystemUtils;

/**
 * A real PostgreSQL on a free loopback port, with its data in the data directory.
 * <p>
 * One role can connect, with a password that is kept there, too. {@link PostgresAccess}
 * ensures that before the server listens for the first time. It does not listen on a Unix
 * socket.
 */
public final class EmbeddedPostgres implements AutoCloseable {

	/**
	 * The role that the gateway connects as: it owns the database, and is not a
	 * superuser.
	 */
	public static final String ROLE = "oncegate";

	/** The database. */
	public static final String DATABASE = "postgres";

	/**
	 * What it acknowledges is on disk. The log contains PostgreSQL's own messages but no
	 * statements, which could contain an invitee's name.
	 */
	private static final List<String> SETTINGS = List.of("listen_addresses=127.0.0.1", "unix_socket_directories=",
			"fsync=on", "synchronous_commit=on", "full_page_writes=on", "max_connections=300", "timezone=UTC",
			"logging_collector=off", "log_min_messages=log", "log_checkpoints=off");

	private final int port = FreePort.find();

	private final Path programs;

	private final Path directory;

	private final Path log;

	private final String password;

	private final StoreCommand.Running start;

	/**
	 * Starts it, after stopping one that a killed gateway left behind, and waits until it
	 * responds.
	 * @param data where its data, password and programs are kept
	 * @throws IOException if it does not start
	 */
	public EmbeddedPostgres(DataDirectory data) throws IOException {
		this(data, new Programs(data).postgres());
		awaitStart();
	}

	private EmbeddedPostgres(DataDirectory data, Path programs) throws IOException {
		this.programs = programs;
		this.directory = data.resolve("postgres");
		this.log = data.resolve("postgres.log");
		this.password = data.secret("postgres-password", Passwords::fresh);
		StoreProcess.end(pidFile(), "postgres");
		if (Files.notExists(this.directory.resolve("global/pg_control"))) {
			initialize(data.resolve("postgres.new"));
		}
		PostgresAccess access = new PostgresAccess(this.programs, this.directory, this.password);
		if (access.isOpenToAll()) {
			throw beforeFirstRelease(null);
		}
		access.grant();
		this.start = start();
	}

	/** Begins to start it: callers have to {@link #await} it before they use it. */
	static EmbeddedPostgres starting(DataDirectory data) throws IOException {
		return new EmbeddedPostgres(data, new Programs(data).postgres());
	}

	/**
	 * Waits until it responds.
	 * @throws StartException if it does not start
	 */
	public void await() {
		try {
			awaitStart();
		}
		catch (IOException ex) {
			throw EmbeddedStores.notStarted("PostgreSQL", ex);
		}
	}

	private void awaitStart() throws IOException {
		try {
			this.start.end();
		}
		catch (IOException ex) {
			throw new IOException(this.log + " says why", ex);
		}
	}

	/** Creates its files elsewhere: an interrupted start leaves no partial database. */
	private void initialize(Path draft) throws IOException {
		if (Files.exists(this.directory) && !Contents.of(this.directory).isEmpty()) {
			throw new StartException(
					this.directory + " is not empty, but contains no complete database. Move it elsewhere, or"
							+ " set ONCEGATE_DATA_DIR to another directory.",
					null);
		}
		FileSystemUtils.deleteRecursively(draft);
		StoreCommand
			.postgres(this.programs.resolve("initdb"), "--pgdata", draft.toString(), "--username",
					PostgresAccess.SUPERUSER, "--auth=reject", "--encoding=UTF8", "--no-instructions")
			.run();
		Files.move(draft, this.directory, StandardCopyOption.ATOMIC_MOVE);
	}

	private StoreCommand.Running start() throws IOException {
		Files.deleteIfExists(this.log);
		String settings = SETTINGS.stream().map((setting) -> " -c " + setting).collect(Collectors.joining());
		return control("start", "--timeout=60", "--log", this.log.toString(), "--options",
				"-p " + this.port + settings);
	}

	private StoreCommand.Running control(String... arguments) throws IOException {
		String[] all = Stream.concat(Stream.of("--pgdata", this.directory.toString(), "--wait"), Stream.of(arguments))
			.toArray(String[]::new);
		return StoreCommand.postgres(this.programs.resolve("pg_ctl"), all).begin("");
	}

	/** Refuses its data, as made before the first release. */
	public StartException beforeFirstRelease(@Nullable Throwable cause) {
		return StartException.beforeFirstRelease("The data in " + this.directory.getParent(),
				"Set ONCEGATE_DATA_DIR to another directory, or delete this one.", cause);
	}

	private Path pidFile() {
		return this.directory.resolve("postmaster.pid");
	}

	public int port() {
		return this.port;
	}

	/** The password of the role. */
	public String password() {
		return this.password;
	}

	@Override
	public void close() throws IOException {
		try {
			this.start.end();
			control("stop", "--mode=fast", "--timeout=10").end();
		}
		catch (IOException ex) {
			// It did not start, is no longer running, or does not stop.
			StoreProcess.end(pidFile(), "postgres");
		}
	}

}
