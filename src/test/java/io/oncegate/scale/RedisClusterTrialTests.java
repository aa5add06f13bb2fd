package io.oncegate.scale;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.lettuce.core.api.sync.RedisCommands;
import io.oncegate.faults.Answer;
import io.oncegate.faults.Gateway;
import io.oncegate.faults.People;
import io.oncegate.faults.Waiting;
import io.oncegate.support.Slow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/** Two gateways, a Redis Cluster and one PostgreSQL. */
@Slow
@ExtendWith(ProgramsAreThere.class)
class RedisClusterTrialTests {

	private static final Path DIRECTORY = ScaleTrial.DIRECTORY.resolve("redis-cluster");

	@Test
	void mastersAndShardsFail() throws Exception {
		FileSystemUtils.deleteRecursively(DIRECTORY);
		try (RedisCluster redis = new RedisCluster(DIRECTORY.resolve("redis"));
				OnePostgres postgres = new OnePostgres(DIRECTORY.resolve("postgres"))) {
			Arrangement arrangement = new Arrangement(DIRECTORY, redis::hashes, postgres::connect)
				.with(postgres.settings())
				.with(Map.of("SPRING_DATA_REDIS_CLUSTER_NODES", redis.nodes(), "SPRING_DATA_REDIS_PASSWORD",
						RedisServer.PASSWORD));
			try (Gateway one = arrangement.gateway("one"); Gateway two = arrangement.gateway("two")) {
				ScaleTrial trial = new ScaleTrial("Redis Cluster", arrangement, new People(List.of(one, two)));
				Waiting.until("the figures are those of the masters",
						() -> one.meter("oncegate_redis_keys") == sum(redis.redis(RedisCommands::dbsize)));
				trial.start();
				trial.fault("a master is killed", () -> redis.killMaster(0), 4);
				trial.fault("it is back", () -> {
					redis.startKilled();
					Waiting.until("the circuit is closed", () -> one.circuitIs("closed") && two.circuitIs("closed"));
				});
				trial.fault("a replica takes over as planned", () -> redis.switchOver(1));
				trial.fault("and back", () -> redis.switchOver(1));
				trial.fault("a whole shard is killed", () -> loseShard(redis, one));
				trial.fault("it is back", () -> {
					redis.startKilled();
					Waiting.until("all slots are served", () -> one.meter("oncegate_store_up", "store=\"redis\"") == 1);
				});
				trial.endWithout(Answer.NONE);
				assertThat(one.meter("oncegate_redis_replication_lag_bytes")).isLessThan(1e6);
				assertThat(one.meter("oncegate_invariant_violations")).isZero();
			}
		}
	}

	private static void loseShard(RedisCluster redis, Gateway gateway) {
		redis.killShard(2);
		Waiting.until("it is said that slots are not served",
				() -> gateway.meter("oncegate_store_up", "store=\"redis\"") == 0);
		assertThat(gateway.get("/actuator/health")).contains("DEGRADED", "a shard of it");
		assertThat(gateway.get("/actuator/health/readiness")).contains("UP");
		assertThat(gateway.meter("oncegate_redis_memory_bytes", "shard=\"0\"")).isPositive();
		Waiting.until("its figures are unknown",
				() -> Double.isNaN(gateway.meter("oncegate_redis_memory_bytes", "shard=\"10922\"")));
	}

	private static double sum(List<Long> numbers) {
		return numbers.stream().mapToLong(Long::longValue).sum();
	}

}
