package io.oncegate.scale;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.oncegate.faults.Waiting;

/**
 * A Redis master and its replica, and three sentinels, two of which decide. The sentinels
 * have the same password as what they watch.
 */
final class RedisSentinel implements Arrangement.Redis {

	/** What the sentinels call the master. */
	static final String MASTER = "oncegate";

	private static final int SENTINELS = 3;

	private static final String CONFIGURATION = """
			sentinel monitor %1$s 127.0.0.1 %2$d 2
			sentinel auth-pass %1$s %3$s
			sentinel down-after-milliseconds %1$s 1500
			sentinel failover-timeout %1$s 10000
			""";

	private final RedisClient client = RedisClient.create();

	private final List<RedisServer> servers = new ArrayList<>();

	private final List<RedisServer> sentinels = new ArrayList<>();

	/** Starts it, and waits until the sentinels know everything. */
	RedisSentinel(Path directory) throws Exception {
		try {
			for (int n = 0; n < 2; n++) {
				this.servers.add(new RedisServer(this.client, directory.resolve("redis-" + n), FreePort.find()));
			}
			this.servers.get(0).start(RedisServer.durable());
			startBehind(this.servers.get(0), this.servers.get(1));
			for (int n = 0; n < SENTINELS; n++) {
				this.sentinels.add(new RedisServer(this.client, directory.resolve("sentinel-" + n), FreePort.find()));
			}
			Together.run(this.sentinels, this::startSentinel);
			awaitWhole();
		}
		catch (Throwable ex) {
			close();
			throw ex;
		}
	}

	private static void startBehind(RedisServer master, RedisServer replica) throws IOException {
		replica
			.start(Stream.concat(RedisServer.durable().stream(), Stream.of("--replicaof", "127.0.0.1 " + master.port()))
				.toList());
	}

	private void startSentinel(RedisServer sentinel) throws IOException {
		// It rewrites the file.
		Path file = Files.writeString(sentinel.directory().resolve("sentinel.conf"),
				CONFIGURATION.formatted(MASTER, this.servers.get(0).port(), RedisServer.PASSWORD));
		sentinel.start(List.of(file.toString(), "--sentinel"));
	}

	@Override
	public Map<String, String> settings() {
		return Map.of("SPRING_DATA_REDIS_SENTINEL_MASTER", MASTER, "SPRING_DATA_REDIS_SENTINEL_NODES", nodes(),
				"SPRING_DATA_REDIS_PASSWORD", RedisServer.PASSWORD, "SPRING_DATA_REDIS_SENTINEL_PASSWORD",
				RedisServer.PASSWORD);
	}

	/** The sentinels, for {@code SPRING_DATA_REDIS_SENTINEL_NODES}. */
	String nodes() {
		return this.sentinels.stream().map(RedisServer::address).collect(Collectors.joining(","));
	}

	/** The present master; there has to be one. */
	RedisServer master() {
		return agreed().orElseThrow();
	}

	/** One of the three. */
	RedisServer sentinel(int number) {
		return this.sentinels.get(number);
	}

	/** Asks the master. */
	<T> T redis(Function<RedisCommands<String, String>, T> question) {
		return master().ask(question);
	}

	@Override
	public Map<String, Map<String, String>> hashes(Collection<String> keys) {
		return master().hashes(keys);
	}

	void killMaster() {
		master().process().kill();
	}

	/**
	 * Lets the sentinels put the replica in the master's place, and waits until they
	 * have. The old master goes on as one for about ten seconds: only then they make it
	 * follow.
	 */
	void switchOver() {
		RedisServer master = master();
		// They refuse while they do not know of a good replica.
		Waiting.until("a sentinel begins", () -> begins(this.sentinels.get(0)));
		Waiting.until("another is the master", () -> agreed().filter((server) -> server != master).isPresent());
	}

	private static boolean begins(RedisServer sentinel) {
		try {
			return "OK".equals(
					sentinel.ask((redis) -> redis.dispatch(CommandType.SENTINEL, new StatusOutput<>(StringCodec.UTF8),
							new CommandArgs<>(StringCodec.UTF8).add("FAILOVER").add(MASTER))));
		}
		catch (RedisCommandExecutionException ex) {
			return false;
		}
	}

	/** Starts what was killed behind the present master, and waits until it follows. */
	void startKilled() throws IOException {
		RedisServer master = master();
		for (RedisServer server : this.servers) {
			if (!server.isAlive()) {
				startBehind(master, server);
			}
		}
		awaitWhole();
	}

	/** Waits until all sentinels name the same master, and it is one. */
	void awaitMaster() {
		Waiting.until("all sentinels name the same master", () -> agreed().isPresent());
	}

	private Optional<RedisServer> agreed() {
		return this.servers.stream()
			.filter(RedisServer::isMaster)
			.filter((server) -> saysEverySentinel("status=ok,address=" + server.address() + ","))
			.findFirst();
	}

	/** Waits until nothing is missing. */
	void awaitWhole() {
		awaitMaster();
		Waiting.until("one follows", () -> this.servers.stream().filter(RedisServer::follows).count() == 1);
		Waiting.until("all sentinels know one another and the replica",
				() -> saysEverySentinel(",slaves=1,sentinels=" + SENTINELS));
	}

	private boolean saysEverySentinel(String part) {
		return this.sentinels.stream()
			.filter(RedisServer::isAlive)
			.allMatch((sentinel) -> sentinel.ask((redis) -> redis.info("sentinel")).contains(part));
	}

	@Override
	public void close() {
		this.sentinels.forEach(RedisServer::close);
		this.servers.forEach(RedisServer::close);
		this.client.shutdown();
	}

}
