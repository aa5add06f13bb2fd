package io.oncegate.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.oncegate.embedded.DataDirectory;
import io.oncegate.embedded.EmbeddedPostgres;
import io.oncegate.embedded.EmbeddedRedis;
import io.oncegate.embedded.WatchedStatements;
import io.oncegate.support.Proxy;

import org.springframework.util.FileSystemUtils;

/**
 * A real Redis and a real PostgreSQL, each behind a proxy, so that they can be killed,
 * moved and cut off while gateways keep their addresses.
 */
public final class Stores implements TrialStores, AutoCloseable {

	private final Path directory;

	private final DataDirectory data;

	private final RedisClient client = RedisClient.create();

	private RedisServer redis;

	private EmbeddedPostgres postgres;

	private final Proxy toRedis;

	private final Proxy toPostgres;

	public Stores(Path directory) throws IOException {
		this.directory = directory.toAbsolutePath();
		this.data = new DataDirectory(this.directory);
		this.redis = new RedisServer(this.directory, this.data);
		this.postgres = new EmbeddedPostgres(this.data);
		this.toRedis = new Proxy(this.redis.server.port());
		this.toPostgres = new Proxy(this.postgres.port());
	}

	Proxy toRedis() {
		return this.toRedis;
	}

	Proxy toPostgres() {
		return this.toPostgres;
	}

	String redisPassword() {
		return this.redis.server.password();
	}

	String postgresPassword() {
		return this.postgres.password();
	}

	/** Asks Redis itself, beside the proxy. */
	public <T> T redis(Function<RedisCommands<String, String>, T> question) {
		return ask(this.redis, question);
	}

	@Override
	public Map<String, Map<String, String>> redisHashes(Collection<String> keys) {
		return redis((redis) -> {
			Map<String, Map<String, String>> hashes = new HashMap<>();
			keys.forEach((key) -> hashes.put(key, redis.hgetall(key)));
			return hashes;
		});
	}

	/** Connects to PostgreSQL itself, beside the proxy. */
	@Override
	public Connection postgres() throws SQLException {
		return DriverManager.getConnection(
				"jdbc:postgresql://127.0.0.1:" + this.postgres.port() + "/" + EmbeddedPostgres.DATABASE,
				EmbeddedPostgres.ROLE, this.postgres.password());
	}

	/** Runs statements in PostgreSQL itself, beside the proxy. */
	public void sql(String... statements) throws SQLException {
		try (Connection connection = postgres(); Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

	/** Where they are, for a gateway. */
	Map<String, String> settings() {
		return Map.of("SPRING_DATA_REDIS_HOST", "127.0.0.1", "SPRING_DATA_REDIS_PORT",
				String.valueOf(this.toRedis.port()), "SPRING_DATA_REDIS_PASSWORD", redisPassword(), "SPRING_R2DBC_URL",
				"r2dbc:postgresql://127.0.0.1:" + this.toPostgres.port() + "/" + EmbeddedPostgres.DATABASE,
				"SPRING_R2DBC_USERNAME", EmbeddedPostgres.ROLE, "SPRING_R2DBC_PASSWORD", postgresPassword());
	}

	/** Keeps the append-only file as it is now. */
	void keepRedisFile() throws IOException {
		copy(this.redis.files(), this.directory.resolve("kept"));
	}

	void killRedis() throws IOException {
		kill(this.redis.directory.resolve("redis/redis.pid"));
	}

	/** Starts Redis again, with the append-only file that was kept. */
	void startRedisFromKeptFile() throws IOException {
		copy(this.directory.resolve("kept"), this.redis.files());
		this.redis = new RedisServer(this.redis.directory, this.redis.data);
		this.toRedis.target(this.redis.server.port());
	}

	/** Starts a Redis that follows the present one, and waits until it has caught up. */
	RedisServer startReplica() throws IOException {
		Path directory = Files.createTempDirectory(this.directory, "replica-");
		// What follows it has to let the same gateways in.
		Files.copy(this.redis.directory.resolve("redis-password"), directory.resolve("redis-password"));
		RedisServer replica = new RedisServer(directory, new DataDirectory(directory));
		ask(replica, (redis) -> redis.configSet("masterauth", replica.server.password()));
		ask(replica, (redis) -> redis.replicaof("127.0.0.1", this.redis.server.port()));
		Waiting.until("the replica follows",
				() -> ask(replica, (redis) -> redis.info("replication")).contains("master_link_status:up"));
		return replica;
	}

	/** Cuts a replica off: what is written from now on does not reach it. */
	void cutOff(RedisServer replica) {
		ask(replica, RedisCommands::replicaofNoOne);
	}

	/** Kills the present Redis, and puts the replica in its place. */
	void failOverTo(RedisServer replica) throws IOException {
		this.toRedis.target(replica.server.port());
		killRedis();
		this.redis = replica;
	}

	void killPostgres() throws IOException {
		kill(this.directory.resolve("postgres/postmaster.pid"));
		// Only forgets it: there is nothing left to stop.
		this.postgres.close();
	}

	/** Restarts PostgreSQL, which records the statements that it is sent from now on. */
	void watchStatements() throws IOException {
		this.postgres.close();
		WatchedStatements.in(this.data);
		startPostgres();
	}

	void startPostgres() throws IOException {
		this.postgres = new EmbeddedPostgres(this.data);
		this.toPostgres.target(this.postgres.port());
	}

	private <T> T ask(RedisServer server, Function<RedisCommands<String, String>, T> question) {
		try (StatefulRedisConnection<String, String> connection = this.client.connect(RedisURI.builder()
			.withHost("127.0.0.1")
			.withPort(server.server.port())
			.withPassword(server.server.password().toCharArray())
			.build())) {
			return question.apply(connection.sync());
		}
	}

	private static void kill(Path pidFile) throws IOException {
		long pid = Long.parseLong(Files.readAllLines(pidFile).get(0).strip());
		ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
		process.destroyForcibly();
		// It is listed, without its command, until its parent takes notice.
		Waiting.until("the store is gone", () -> process.info().command().isEmpty());
	}

	private static void copy(Path from, Path to) throws IOException {
		FileSystemUtils.deleteRecursively(to);
		FileSystemUtils.copyRecursively(from, to);
	}

	@Override
	public void close() throws IOException {
		this.client.shutdown();
		this.toRedis.close();
		this.toPostgres.close();
		this.redis.server.close();
		this.postgres.close();
		this.data.close();
	}

	/** A Redis and its directory. */
	static final class RedisServer {

		private final Path directory;

		private final DataDirectory data;

		private final EmbeddedRedis server;

		private RedisServer(Path directory, DataDirectory data) throws IOException {
			this.directory = directory;
			this.data = data;
			this.server = new EmbeddedRedis(data);
		}

		private Path files() {
			return this.directory.resolve("redis/appendonlydir");
		}

	}

}
