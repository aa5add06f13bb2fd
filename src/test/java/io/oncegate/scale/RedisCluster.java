package io.oncegate.scale;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.oncegate.faults.Waiting;

/** A Redis Cluster of three shards, each with a master and a replica. */
final class RedisCluster implements Arrangement.Redis {

	static final int SHARDS = 3;

	private static final Duration NODE_TIMEOUT = Duration.ofMillis(1500);

	/** How long Redis 7.0 keeps the votes of an election. */
	private static final Duration LAPSE = NODE_TIMEOUT.multipliedBy(2);

	/** How long an election in good order takes at most. */
	private static final Duration ELECTION = Duration.ofSeconds(6);

	private final RedisClient client = RedisClient.create();

	private final List<RedisServer> servers = new ArrayList<>();

	private final List<List<String>> settings = new ArrayList<>();

	private final long[] votes = new long[SHARDS];

	/** Starts it, and waits until it serves all keys. */
	RedisCluster(Path directory) throws Exception {
		Arrays.fill(this.votes, System.nanoTime() - LAPSE.toNanos());
		try {
			for (int n = 0; n < 2 * SHARDS; n++) {
				add(directory.resolve("redis-" + n));
			}
			startAll();
			form();
			awaitWhole();
		}
		catch (Throwable ex) {
			close();
			throw ex;
		}
	}

	private void add(Path directory) throws IOException {
		RedisServer server = new RedisServer(this.client, directory, FreePort.find());
		this.servers.add(server);
		// A replica stays in its shard, and does not go to one that has lost its own.
		this.settings.add(
				Stream
					.concat(RedisServer.durable().stream(),
							Stream.of("--cluster-enabled", "yes", "--cluster-config-file", "nodes.conf",
									"--cluster-node-timeout", String.valueOf(NODE_TIMEOUT.toMillis()), "--cluster-port",
									String.valueOf(FreePort.find()), "--cluster-allow-replica-migration", "no"))
					.toList());
	}

	/** Server n and server n + 3 are shard n. */
	private void form() {
		RedisServer first = this.servers.get(0);
		for (int n = 1; n < this.servers.size(); n++) {
			int epoch = n;
			this.servers.get(n).ask((redis) -> redis.clusterSetConfigEpoch(epoch));
			meet(first, this.servers.get(n),
					this.settings.get(n).get(this.settings.get(n).indexOf("--cluster-port") + 1));
		}
		awaitAll("cluster_known_nodes:" + this.servers.size());
		for (int n = 0; n < SHARDS; n++) {
			Range<Integer> slots = Range.create(firstSlot(n), firstSlot(n + 1) - 1);
			String master = this.servers.get(n).ask((redis) -> {
				redis.clusterAddSlotsRange(slots);
				return redis.clusterMyId();
			});
			this.servers.get(n + SHARDS).ask((redis) -> redis.clusterReplicate(master));
		}
	}

	/** Lettuce knows no port of the cluster's own. */
	private static void meet(RedisServer first, RedisServer other, String clusterPort) {
		first.ask((redis) -> redis.dispatch(CommandType.CLUSTER, new StatusOutput<>(StringCodec.UTF8),
				new CommandArgs<>(StringCodec.UTF8).add("MEET").add("127.0.0.1").add(other.port()).add(clusterPort)));
	}

	private static int firstSlot(int shard) {
		return shard * SlotHash.SLOT_COUNT / SHARDS;
	}

	@Override
	public Map<String, String> settings() {
		return Map.of("SPRING_DATA_REDIS_CLUSTER_NODES", nodes(), "SPRING_DATA_REDIS_PASSWORD", RedisServer.PASSWORD);
	}

	/** All servers, for {@code SPRING_DATA_REDIS_CLUSTER_NODES}. */
	String nodes() {
		return this.servers.stream().map(RedisServer::address).collect(Collectors.joining(","));
	}

	/** The present master of a shard; there has to be one. */
	RedisServer master(int shard) {
		return shard(shard).filter(RedisServer::isMaster).findFirst().orElseThrow();
	}

	private Stream<RedisServer> shard(int shard) {
		return Stream.of(this.servers.get(shard), this.servers.get(shard + SHARDS));
	}

	/** Asks the master that has a key. */
	<T> T redis(String key, Function<RedisCommands<String, String>, T> question) {
		return master(shardOf(key)).ask(question);
	}

	private static int shardOf(String key) {
		int slot = SlotHash.getSlot(key);
		return IntStream.range(0, SHARDS).filter((n) -> slot < firstSlot(n + 1)).findFirst().orElseThrow();
	}

	@Override
	public Map<String, Map<String, String>> hashes(Collection<String> keys) {
		Map<String, Map<String, String>> all = new HashMap<>();
		keys.stream()
			.collect(Collectors.groupingBy(RedisCluster::shardOf))
			.forEach((shard, some) -> all.putAll(master(shard).hashes(some)));
		return all;
	}

	/** Asks all masters, one after the other. */
	<T> List<T> redis(Function<RedisCommands<String, String>, T> question) {
		return IntStream.range(0, SHARDS).mapToObj((shard) -> master(shard).ask(question)).toList();
	}

	/**
	 * Kills the master of a shard, once the votes of a switch-over have lapsed: a replica
	 * that was elected just before counts them again, and makes itself a master whom
	 * nobody else takes for one.
	 */
	void killMaster(int shard) {
		Waiting.until("old votes have lapsed", () -> System.nanoTime() - this.votes[shard] > LAPSE.toNanos());
		master(shard).process().kill();
	}

	/** Kills a master and its replica. */
	void killShard(int shard) {
		shard(shard).filter(RedisServer::isAlive).forEach((server) -> server.process().kill());
	}

	/**
	 * Lets the replica of a shard take its master's place, in good order. The other
	 * masters do not vote again so soon after an election, and a replica asks them only
	 * once.
	 */
	void switchOver(int shard) {
		RedisServer replica = shard(shard).filter(RedisServer::follows).findFirst().orElseThrow();
		Waiting.until("old votes have lapsed", () -> System.nanoTime() - this.votes[shard] > LAPSE.toNanos());
		AtomicLong asked = new AtomicLong(System.nanoTime() - ELECTION.toNanos());
		Waiting.until("the replica of shard " + shard + " is its master", () -> {
			if (!replica.isMaster() && System.nanoTime() - asked.get() >= ELECTION.toNanos()) {
				asked.set(System.nanoTime());
				replica.ask((redis) -> redis.clusterFailover(false));
			}
			return replica.isMaster();
		});
		this.votes[shard] = System.nanoTime();
		awaitWhole();
	}

	/** Starts again what was killed, and waits until nothing is missing. */
	void startKilled() throws Exception {
		startAll();
		awaitWhole();
	}

	private void startAll() throws Exception {
		Together.run(this.servers.stream().filter((server) -> !server.isAlive()).toList(),
				(server) -> server.start(this.settings.get(this.servers.indexOf(server))));
	}

	/** What each server that is alive says of the state of the cluster: ok or fail. */
	List<String> states() {
		return alive().map((server) -> server.ask(RedisCommands::clusterInfo))
			.map((info) -> info.lines().findFirst().orElseThrow().replace("cluster_state:", ""))
			.toList();
	}

	/** Waits until each shard has a master, and all who are alive agree. */
	void awaitCovered() {
		Waiting.until("each shard has a master",
				() -> IntStream.range(0, SHARDS).allMatch((n) -> shard(n).filter(RedisServer::isMaster).count() == 1));
		awaitAll("cluster_state:ok");
		awaitAll("cluster_slots_ok:" + SlotHash.SLOT_COUNT);
	}

	/** A master that does not know its replica yet ignores its wish to take over. */
	private void awaitWhole() {
		awaitCovered();
		Waiting.until("each shard has a replica", () -> IntStream.range(0, SHARDS)
			.allMatch((n) -> shard(n).anyMatch(RedisServer::follows) && master(n).knowsItsReplica()));
	}

	private void awaitAll(String line) {
		Waiting.until("all servers say " + line, () -> alive()
			.allMatch((server) -> server.ask(RedisCommands::clusterInfo).lines().anyMatch(line::equals)));
	}

	private Stream<RedisServer> alive() {
		return this.servers.stream().filter(RedisServer::isAlive);
	}

	@Override
	public void close() {
		this.servers.forEach(RedisServer::close);
		this.client.shutdown();
	}

}
