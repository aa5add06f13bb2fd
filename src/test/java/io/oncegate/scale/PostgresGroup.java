package io.oncegate.scale;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.oncegate.faults.Waiting;

/**
 * A PostgreSQL primary and its standbys, numbered from 0, the first primary. As
 * PostgreSQL knows them they are s0, s1, s2.
 * <p>
 * It does what an operator or a tool would: nothing here happens by itself.
 */
final class PostgresGroup implements Arrangement.Postgres {

	/** The gateway's role, which is no superuser, and its database. */
	static final String ROLE = "oncegate";

	static final String PASSWORD = "a-password-of-the-gateway-that-nobody-may-see";

	private static final String CREATE_DATABASE = "create database " + ROLE + " owner " + ROLE;

	private final List<PostgresServer> servers = new ArrayList<>();

	/** Those that are given up are none of the standbys until they are brought back. */
	private final Set<PostgresServer> standbys = new LinkedHashSet<>();

	private PostgresServer primary;

	private int quorum;

	/**
	 * Starts it, and waits until all standbys follow.
	 * @param standbys how many
	 * @param quorum for how many of them, whichever they are, commits wait; 0 for none
	 */
	PostgresGroup(Path directory, int standbys, int quorum) throws Exception {
		for (int n = 0; n <= standbys; n++) {
			this.servers.add(new PostgresServer(directory, "s" + n));
		}
		this.primary = this.servers.get(0);
		try {
			this.primary.startNew();
			this.primary.sql("create role " + ROLE + " login in role pg_monitor password '" + PASSWORD + "'",
					CREATE_DATABASE);
			this.standbys.addAll(this.servers.subList(1, this.servers.size()));
			Together.run(List.copyOf(this.standbys), (standby) -> standby.startCopyOf(this.primary));
			awaitCaughtUp();
			synchronous(quorum);
		}
		catch (Throwable ex) {
			close();
			throw ex;
		}
	}

	/** Sets for how many standbys commits wait from now on. */
	void synchronous(int quorum) throws IOException {
		this.quorum = quorum;
		nameStandbys(this.primary);
	}

	/** Standbys that are down are named, too, unless they are given up. */
	private void nameStandbys(PostgresServer primary) throws IOException {
		List<String> names = this.standbys.stream()
			.filter((standby) -> standby != primary)
			.map(PostgresServer::name)
			.toList();
		int needed = Math.min(this.quorum, names.size());
		primary.synchronousNames((needed > 0) ? "ANY " + needed + " (" + String.join(", ", names) + ")" : "");
	}

	@Override
	public Map<String, String> settings() {
		return Map.of("SPRING_R2DBC_URL", address(), "SPRING_R2DBC_USERNAME", ROLE, "SPRING_R2DBC_PASSWORD", PASSWORD);
	}

	/** All servers, for {@code SPRING_R2DBC_URL}. */
	String address() {
		String servers = this.servers.stream()
			.map((server) -> "127.0.0.1:" + server.port())
			.collect(Collectors.joining(","));
		return (this.servers.size() == 1) ? "r2dbc:postgresql://" + servers + "/" + ROLE
				: "r2dbc:postgresql:failover://" + servers + "/" + ROLE + "?targetServerType=primary";
	}

	/** The number of the present primary. */
	int primary() {
		return this.servers.indexOf(this.primary);
	}

	PostgresServer server(int number) {
		return this.servers.get(number);
	}

	/** Connects to the present primary as the gateway's role. */
	@Override
	public Connection connect() throws SQLException {
		return this.primary.connect(ROLE, ROLE, PASSWORD);
	}

	/** Runs statements in the present primary as the gateway's role. */
	void sql(String... statements) throws SQLException {
		PostgresServer.run(connect(), statements);
	}

	/** Puts a new database in the place of the one that there is. */
	void empty() throws SQLException {
		this.primary.sql("drop database " + ROLE + " with (force)", CREATE_DATABASE);
	}

	void killPrimary() {
		this.primary.process().kill();
	}

	/** Stops the primary in good order, and starts it again. */
	void restart() throws IOException {
		this.primary.stop();
		this.primary.startAgain();
	}

	/** Holds the primary: the system accepts connections, and nobody answers. */
	void pausePrimary() {
		this.primary.process().pause();
	}

	/**
	 * Makes a standby the primary, and lets the others follow it. The old primary is
	 * given up, whether it is alive or not.
	 */
	void promote(int number) throws IOException, SQLException {
		PostgresServer next = server(number);
		this.standbys.remove(next);
		// At no time it commits without those that it has to wait for.
		nameStandbys(next);
		next.promote();
		this.primary = next;
		for (PostgresServer standby : this.standbys) {
			standby.follow(next);
		}
	}

	/** Promotes the standby that has received most: another may lack commits. */
	void failOver() throws IOException, SQLException {
		List<PostgresServer> alive = this.standbys.stream().filter(PostgresServer::isAlive).toList();
		PostgresServer next = alive.get(0);
		for (PostgresServer standby : alive) {
			standby.followNobody();
			if (standby.received() > next.received()) {
				next = standby;
			}
		}
		promote(this.servers.indexOf(next));
	}

	/** Lets a standby and the primary change places, in good order. */
	void switchOver(int number) throws IOException, SQLException {
		awaitCaughtUp();
		PostgresServer old = this.primary;
		old.stop();
		server(number).awaitAllOf(old);
		promote(number);
		old.startBehind(this.primary);
		this.standbys.add(old);
		nameStandbys(this.primary);
		awaitCaughtUp();
	}

	/** The numbers of the present standbys that are alive. */
	List<Integer> standbys() {
		return this.standbys.stream().filter(PostgresServer::isAlive).map(this.servers::indexOf).toList();
	}

	/** Stops a standby. */
	void takeAway(int number) {
		server(number).stop();
	}

	/** Starts a standby, or a former primary, and waits until it has caught up. */
	void bringBack(int number) throws IOException, SQLException {
		PostgresServer server = server(number);
		if (this.standbys.contains(server)) {
			server.startBehind(this.primary);
		}
		else {
			server.close();
			// It may have what nobody else has got.
			server.startCopyOf(this.primary);
			this.standbys.add(server);
			nameStandbys(this.primary);
		}
		awaitCaughtUp();
	}

	/** Lets a standby get nothing new from now on. */
	void cutOff(int number) throws IOException {
		server(number).followNobody();
	}

	/** Lets a standby that was cut off follow again, and waits until it has caught up. */
	void rejoin(int number) throws IOException {
		server(number).follow(this.primary);
		awaitCaughtUp();
	}

	/** Waits until all that are meant to follow have what the primary has. */
	void awaitCaughtUp() {
		long following = this.standbys.stream().filter((standby) -> standby.isMeantToFollow(this.primary)).count();
		Waiting.until("the standbys have caught up", () -> this.primary.countCaughtUp() == following);
	}

	@Override
	public void close() {
		this.servers.parallelStream().forEach(PostgresServer::close);
	}

}
