package io.oncegate.scale;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A PgBouncer in transaction mode, between gateways and a PostgreSQL of a group. */
final class PgBouncer extends Server {

	/**
	 * It refuses clients that set what it does not know. What it ignores, the time-outs
	 * that is, it sets by itself on each connection to the server.
	 */
	private static final String CONFIGURATION = """
			[databases]
			%1$s = host=127.0.0.1 port=%2$d connect_query='set statement_timeout = 3000; set lock_timeout = 2000'

			[pgbouncer]
			listen_addr = 127.0.0.1
			listen_port = %3$d
			unix_socket_dir =
			auth_type = scram-sha-256
			auth_file = %4$s
			pool_mode = transaction
			default_pool_size = 20
			max_client_conn = 200
			ignore_startup_parameters = extra_float_digits, statement_timeout, lock_timeout
			server_login_retry = 1
			""";

	/** 1.21. */
	private static final int PREPARES_SINCE = 21;

	private final String program;

	private final String version;

	private final int port = FreePort.find();

	private final Path configuration;

	private final Path log;

	private final PostgresServer server;

	/**
	 * Starts it, and waits until it leads to the server.
	 * @param programs where it is installed, one of {@link Installed#all()}
	 */
	PgBouncer(Path directory, Path programs, PostgresServer server) throws IOException {
		this.program = programs.resolve("pgbouncer").toString();
		this.version = version(this.program);
		this.server = server;
		Files.createDirectories(directory);
		this.log = directory.resolve("pgbouncer.log");
		Path users = Files.writeString(directory.resolve("users.txt"),
				"\"%s\" \"%s\"\n".formatted(PostgresGroup.ROLE, PostgresGroup.PASSWORD));
		this.configuration = Files.writeString(directory.resolve("pgbouncer.ini"),
				CONFIGURATION.formatted(PostgresGroup.ROLE, server.port(), this.port, users.toAbsolutePath())
						+ (keepsPreparedStatements() ? "max_prepared_statements = 200\n" : ""));
		start();
	}

	private void start() throws IOException {
		start(this.log, ServerProcess.notAsRoot(List.of(this.program, this.configuration.toString())), () -> {
			try (Connection connection = connect(); Statement statement = connection.createStatement()) {
				return statement.execute("select 1");
			}
		});
	}

	private static String version(String program) throws IOException {
		Process asked = new ProcessBuilder(program, "--version").start();
		String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		Matcher version = Pattern.compile("PgBouncer ([\\d.]+)").matcher(said);
		if (!version.find()) {
			throw new AssertionError("No version: " + said);
		}
		return version.group(1);
	}

	/** Its version, like 1.24.1. */
	String version() {
		return this.version;
	}

	/**
	 * Whether clients may use their prepared statements on whatever connection they get.
	 */
	boolean keepsPreparedStatements() {
		return Integer.parseInt(this.version.split("\\.")[1]) >= PREPARES_SINCE;
	}

	/** What differs from the settings of a gateway that needs none. */
	Map<String, String> settings() {
		return Map.of("SPRING_R2DBC_URL", address(), "SPRING_FLYWAY_URL",
				"jdbc:postgresql://127.0.0.1:" + this.server.port() + "/" + PostgresGroup.ROLE);
	}

	/** For {@code SPRING_R2DBC_URL}. */
	String address() {
		return "r2dbc:postgresql://127.0.0.1:" + this.port + "/" + PostgresGroup.ROLE
				+ (keepsPreparedStatements() ? "" : "?preparedStatementCacheQueries=0");
	}

	/** Connects through it as the gateway's role. */
	Connection connect() throws SQLException {
		Properties properties = new Properties();
		properties.setProperty("user", PostgresGroup.ROLE);
		properties.setProperty("password", PostgresGroup.PASSWORD);
		properties.setProperty("prepareThreshold", "0");
		properties.setProperty("connectTimeout", "5");
		properties.setProperty("socketTimeout", "30");
		return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + this.port + "/" + PostgresGroup.ROLE,
				properties);
	}

	/** Kills it and starts it again: all connections are lost. */
	void restart() throws IOException {
		process().kill();
		start();
	}

}
