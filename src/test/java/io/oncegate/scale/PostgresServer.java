package io.oncegate.scale;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

import io.oncegate.faults.Waiting;

/** A PostgreSQL with its port and its directory: a primary, or a standby of another. */
final class PostgresServer extends Server {

	/** Where nobody listens. */
	private static final String NOBODY = "host=127.0.0.1 port=1";

	private final String name;

	private final PostgresFiles files;

	private final int port = FreePort.find();

	private String followed = NOBODY;

	private String synchronousNames = "";

	/** Has a name that standbys are known by. */
	PostgresServer(Path directory, String name) throws IOException {
		this.name = name;
		this.files = new PostgresFiles(directory.resolve(name));
	}

	/** Starts it with a new database. */
	void startNew() throws IOException {
		this.files.initialize();
		start(false);
	}

	/** Starts it with a copy of a primary, as its standby. */
	void startCopyOf(PostgresServer primary) throws IOException {
		this.files.copy(primary.connectionInfo(this.name));
		startBehind(primary);
	}

	/** Starts it, with what it has, as the standby of a primary. */
	void startBehind(PostgresServer primary) throws IOException {
		this.followed = primary.connectionInfo(this.name);
		start(true);
	}

	/** Starts it, with what it has, as a primary. */
	void startAgain() throws IOException {
		start(false);
	}

	private void start(boolean standby) throws IOException {
		this.files.standby(standby);
		configure();
		start(this.files.log(), this.files.command(), () -> ask("select 1").equals("1"));
	}

	private void configure() throws IOException {
		this.files.configure(this.port, this.followed, this.synchronousNames);
	}

	/** Sets whom commits wait for. */
	void synchronousNames(String names) throws IOException {
		this.synchronousNames = names;
		set("synchronous_standby_names", names);
	}

	/** Sets whom it follows. */
	void follow(PostgresServer primary) throws IOException {
		this.followed = primary.connectionInfo(this.name);
		set("primary_conninfo", this.followed);
	}

	/** Lets it follow nobody, and waits until it gets nothing new. */
	void followNobody() throws IOException {
		this.followed = NOBODY;
		set("primary_conninfo", this.followed);
		Waiting.until(this.name + " gets nothing new",
				() -> ask("select count(*) from pg_stat_wal_receiver").equals("0"));
	}

	private void set(String setting, String value) throws IOException {
		configure();
		if (isAlive()) {
			process().signal("HUP");
			Waiting.until(setting + " is in force", () -> ask("show " + setting).equals(value));
		}
	}

	private String connectionInfo(String as) {
		return "host=127.0.0.1 port=%d user=%s password=%s application_name=%s".formatted(this.port,
				PostgresFiles.SUPERUSER, PostgresFiles.PASSWORD, as);
	}

	/** Makes a standby a primary. */
	void promote() throws SQLException {
		if (!ask("select pg_promote()").equals("t")) {
			throw new AssertionError(this.name + " was not promoted");
		}
	}

	/** Stops it in good order. */
	void stop() {
		process().end("INT");
	}

	/** Waits until it has received all that another has, which is stopped. */
	void awaitAllOf(PostgresServer stopped) throws IOException {
		String end = stopped.files.end();
		Waiting.until(this.name + " has all of " + stopped.name,
				() -> ask("select pg_last_wal_receive_lsn() > '" + end + "'").equals("t"));
	}

	/** Counts the standbys that have all that it has as a primary. */
	long countCaughtUp() throws SQLException {
		return Long.parseLong(ask("select count(*) from pg_stat_replication"
				+ " where state = 'streaming' and replay_lsn >= pg_current_wal_lsn()"));
	}

	/** Counts the bytes of changes that it has as a standby. */
	long received() throws SQLException {
		return Long
			.parseLong(ask("select (greatest(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn()) - '0/0')::bigint"));
	}

	/** Whether it is alive, and is meant to follow another. */
	boolean isMeantToFollow(PostgresServer primary) {
		return isAlive() && this.followed.equals(primary.connectionInfo(this.name));
	}

	String name() {
		return this.name;
	}

	int port() {
		return this.port;
	}

	/** Connects to a database; what does not answer fails in bounded time. */
	Connection connect(String database, String user, String password) throws SQLException {
		Properties properties = new Properties();
		properties.setProperty("user", user);
		properties.setProperty("password", password);
		properties.setProperty("connectTimeout", "5");
		properties.setProperty("socketTimeout", "60");
		return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + this.port + "/" + database, properties);
	}

	/** Runs statements as its superuser. */
	void sql(String... statements) throws SQLException {
		run(connect("postgres", PostgresFiles.SUPERUSER, PostgresFiles.PASSWORD), statements);
	}

	/** Runs statements, and closes the connection. */
	static void run(Connection connection, String... statements) throws SQLException {
		try (connection; Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

	/** Asks for one value as its superuser. */
	String ask(String query) throws SQLException {
		try (Connection connection = connect("postgres", PostgresFiles.SUPERUSER, PostgresFiles.PASSWORD);
				Statement statement = connection.createStatement();
				ResultSet found = statement.executeQuery(query)) {
			found.next();
			return found.getString(1);
		}
	}

	/** Stops it at once, which leaves nothing behind; if it is held, kills it. */
	@Override
	public void close() {
		if (isAlive()) {
			process().close("QUIT");
		}
	}

}
