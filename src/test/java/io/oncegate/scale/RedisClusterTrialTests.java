package io.oncegate.scale;

import java.nio.file.Path;
import java.util.List;

import io.lettuce.core.api.sync.RedisCommands;
import io.oncegate.faults.Answer;
import io.oncegate.faults.Gateway;
import io.oncegate.faults.People;
import io.oncegate.faults.Waiting;
import io.oncegate.support.Slow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** Two gateways, a Redis Cluster and one PostgreSQL. */
@Slow
@ExtendWith(ProgramsAreThere.class)
class RedisClusterTrialTests {

	private static final Path DIRECTORY = ScaleTrial.DIRECTORY.resolve("redis-cluster");

	@Test
	void mastersAndShardsFail() throws Exception {
		try (Arrangement<RedisCluster, OnePostgres> arrangement = Arrangement.start(DIRECTORY, RedisCluster::new,
				OnePostgres::new)) {
			RedisCluster redis = arrangement.claims();
			List<Gateway> gateways = arrangement.gateways("one", "two");
			Gateway one = gateways.get(0);
			ScaleTrial trial = new ScaleTrial("Redis Cluster", arrangement, new People(gateways));
			Waiting.until("the figures are those of the masters",
					() -> one.meter("oncegate_redis_keys") == sum(redis.redis(RedisCommands::dbsize)));
			trial.start();
			trial.fault("a master is killed", () -> {
				redis.killMaster(0);
				redis.awaitCovered();
			}, 4);
			trial.fault("it is back", () -> {
				redis.startKilled();
				Waiting.until("the circuit is closed",
						() -> gateways.stream().allMatch((gateway) -> gateway.circuitIs("closed")));
			});
			trial.fault("a replica takes over as planned", () -> redis.switchOver(1));
			if (ScaleTrial.LONG) {
				trial.fault("and back", () -> redis.switchOver(1));
			}
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
