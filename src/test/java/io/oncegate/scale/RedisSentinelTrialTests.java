package io.oncegate.scale;

import java.nio.file.Path;
import java.util.List;

import io.oncegate.faults.Answer;
import io.oncegate.faults.Gateway;
import io.oncegate.faults.People;
import io.oncegate.faults.Waiting;
import io.oncegate.support.Slow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** Two gateways, a Redis that sentinels watch, and one PostgreSQL. */
@Slow
@ExtendWith(ProgramsAreThere.class)
class RedisSentinelTrialTests {

	private static final Path DIRECTORY = ScaleTrial.DIRECTORY.resolve("redis-sentinel");

	@Test
	void theMasterFails() throws Exception {
		try (Arrangement<RedisSentinel, OnePostgres> arrangement = Arrangement.start(DIRECTORY, RedisSentinel::new,
				OnePostgres::new)) {
			RedisSentinel redis = arrangement.claims();
			List<Gateway> gateways = arrangement.gateways("one", "two");
			ScaleTrial trial = new ScaleTrial("Redis Sentinel", arrangement, new People(gateways));
			trial.start();
			trial.fault("the master is killed", () -> {
				redis.killMaster();
				redis.awaitMaster();
			}, 4);
			trial.fault("it is back", () -> {
				redis.startKilled();
				Waiting.until("the circuit is closed",
						() -> gateways.stream().allMatch((gateway) -> gateway.circuitIs("closed")));
			});
			trial.fault("the replica takes over as planned", () -> {
				redis.switchOver();
				if (ScaleTrial.LONG) {
					// The old master goes on as one for ten seconds.
					redis.awaitWhole();
				}
			});
			trial.fault("a sentinel is killed", () -> redis.sentinel(0).process().kill());
			trial.endWithout(Answer.NONE);
			Gateway one = gateways.get(0);
			assertThat(one.meter("oncegate_store_up", "store=\"redis\"")).isEqualTo(1);
			Waiting.until("the figures are those of the new master", () -> one.meter("oncegate_redis_replicas") == 1);
			assertThat(one.meter("oncegate_invariant_violations")).isZero();
		}
	}

}
