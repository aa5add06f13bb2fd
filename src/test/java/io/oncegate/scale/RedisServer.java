package io.oncegate.scale;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.api.sync.RedisHashCommands;

/** A Redis with a password, or a sentinel, with its port and its directory. */
final class RedisServer extends Server {

	static final String PASSWORD = "a-password-of-redis-that-nobody-may-see";

	private static final Duration PATIENCE = Duration.ofSeconds(2);

	private final RedisClient client;

	private final Path directory;

	private final int port;

	RedisServer(RedisClient client, Path directory, int port) throws IOException {
		this.client = client;
		this.directory = Files.createDirectories(directory.toAbsolutePath());
		this.port = port;
	}

	/** Starts it, again perhaps, and waits until it has loaded its files. */
	void start(List<String> settings) throws IOException {
		List<String> command = new ArrayList<>(List.of(Installed.REDIS.program("redis-server")));
		command.addAll(settings);
		command.addAll(List.of("--bind", "127.0.0.1", "--port", String.valueOf(this.port), "--dir",
				this.directory.toString(), "--requirepass", PASSWORD));
		start(this.directory.resolve("redis.log"), command, () -> ask(RedisCommands::ping).equals("PONG"));
	}

	/** The settings of one that keeps what it has, and may follow another. */
	static List<String> durable() {
		return List.of("--appendonly", "yes", "--save", "", "--masterauth", PASSWORD, "--repl-diskless-sync-delay",
				"0");
	}

	int port() {
		return this.port;
	}

	String address() {
		return "127.0.0.1:" + this.port;
	}

	Path directory() {
		return this.directory;
	}

	/** Asks it, within seconds. */
	<T> T ask(Function<RedisCommands<String, String>, T> question) {
		try (StatefulRedisConnection<String, String> connection = this.client.connect(uri())) {
			return question.apply(connection.sync());
		}
	}

	/** Reads hashes; what does not exist is empty. */
	Map<String, Map<String, String>> hashes(Collection<String> keys) {
		return ask((redis) -> hashes(redis, keys));
	}

	/** Reads hashes by a connection. */
	static Map<String, Map<String, String>> hashes(RedisHashCommands<String, String> redis, Collection<String> keys) {
		return keys.stream().collect(Collectors.toMap((key) -> key, redis::hgetall));
	}

	RedisURI uri() {
		return RedisURI.builder()
			.withHost("127.0.0.1")
			.withPort(this.port)
			.withPassword(PASSWORD.toCharArray())
			.withTimeout(PATIENCE)
			.build();
	}

	/** Whether it answers that it is a master. */
	boolean isMaster() {
		return isAlive() && says("replication", "role:master");
	}

	/** Whether it answers that it follows a master, and has caught up. */
	boolean follows() {
		return isAlive() && says("replication", "role:slave") && says("replication", "master_link_status:up");
	}

	/** Whether it knows, as the master of a shard, that it has a replica. */
	boolean knowsItsReplica() {
		return ask((redis) -> redis.clusterReplicas(redis.clusterMyId())).size() == 1;
	}

	/** Whether a section of what it tells of itself has such a line. */
	boolean says(String section, String line) {
		try {
			return ask((redis) -> redis.info(section)).lines().anyMatch(line::equals);
		}
		catch (RedisException ex) {
			return false;
		}
	}

}
