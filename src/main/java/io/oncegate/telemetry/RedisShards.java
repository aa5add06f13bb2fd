package io.oncegate.telemetry;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.data.redis.connection.ReactiveRedisClusterConnection;
import org.springframework.data.redis.connection.ReactiveRedisConnection;
import org.springframework.data.redis.connection.RedisClusterNode;

/**
 * The shards of Redis: the masters of a cluster, or one.
 *
 * @param all each master that is known to serve slots
 * @param areUp whether every slot is served
 */
record RedisShards(List<Shard> all, boolean areUp) {

	private static final Duration PATIENCE = Duration.ofSeconds(1);

	private static final int SLOTS = 16_384;

	/** Asks each of them. */
	static Mono<RedisShards> ask(ReactiveRedisConnection connection) {
		return (connection instanceof ReactiveRedisClusterConnection cluster) ? askAll(cluster)
				: connection.ping()
					.then(connection.serverCommands()
						.info()
						.map((info) -> new Shard(null, info))
						.onErrorResume((fault) -> Mono.just(new Shard(null, null))))
					.map((shard) -> new RedisShards(List.of(shard), true));
	}

	/** A node that was a master may have become a replica, or be gone. */
	private static Mono<RedisShards> askAll(ReactiveRedisClusterConnection cluster) {
		return cluster.clusterGetNodes()
			.filter((node) -> node.isMaster() && !node.getSlotRange().getSlots().isEmpty())
			.collectList()
			.flatMap((masters) -> Flux.fromIterable(masters)
				.flatMapSequential((master) -> askOne(cluster, master).map((info) -> new Shard(firstSlot(master), info))
					.onErrorResume((fault) -> Mono.just(new Shard(firstSlot(master), null))))
				.collectList()
				.zipWith(isFine(cluster),
						(shards, fine) -> new RedisShards(shards, fine && served(masters, shards) == SLOTS)));
	}

	private static int firstSlot(RedisClusterNode master) {
		return master.getSlotRange().getSlots().stream().mapToInt(Integer::intValue).min().orElse(0);
	}

	private static Mono<Properties> askOne(ReactiveRedisClusterConnection cluster, RedisClusterNode master) {
		return cluster.serverCommands()
			.info(master)
			.filter((info) -> "master".equals(info.getProperty("role")))
			.switchIfEmpty(Mono.error(() -> new IllegalStateException("It is a replica now")))
			.timeout(PATIENCE);
	}

	/** Any node answers; it may be one that is gone. */
	private static Mono<Boolean> isFine(ReactiveRedisClusterConnection cluster) {
		return cluster.clusterGetClusterInfo()
			.map((info) -> !"fail".equals(info.getState()))
			.timeout(PATIENCE)
			.onErrorReturn(true);
	}

	private static int served(List<RedisClusterNode> masters, List<Shard> shards) {
		return IntStream.range(0, masters.size())
			.filter((n) -> shards.get(n).info() != null)
			.map((n) -> masters.get(n).getSlotRange().getSlots().size())
			.sum();
	}

	/**
	 * A shard.
	 *
	 * @param firstSlot by which it is known, whichever server is its master; null without
	 * a cluster
	 * @param info the reply of its master to {@code INFO}, or null if there was none
	 */
	record Shard(@Nullable Integer firstSlot, @Nullable Properties info) {

		Map<Measure, Number> figures() {
			return (this.info != null) ? RedisFigures.of(this.info) : RedisFigures.UNKNOWN;
		}

	}

}
