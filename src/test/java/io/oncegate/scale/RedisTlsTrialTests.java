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

/** A gateway, a Redis that asks for TLS and a password, and one PostgreSQL. */
@Slow
@ExtendWith(ProgramsAreThere.class)
class RedisTlsTrialTests {

	private static final Path DIRECTORY = ScaleTrial.DIRECTORY.resolve("redis-tls");

	@Test
	void redisIsRestarted() throws Exception {
		try (Arrangement<RedisWithTls, OnePostgres> arrangement = Arrangement.start(DIRECTORY, RedisWithTls::new,
				OnePostgres::new)) {
			RedisWithTls redis = arrangement.claims();
			Gateway gateway = arrangement.gateway("gateway");
			ScaleTrial trial = new ScaleTrial("Redis with TLS", arrangement, new People(List.of(gateway)));
			trial.start();
			trial.fault("it is killed", () -> {
				redis.process().kill();
				Waiting.until("the circuit is open", () -> !gateway.circuitIs("closed"));
			}, 2);
			trial.fault("it is back", () -> {
				redis.start();
				Waiting.until("the circuit is closed", () -> gateway.circuitIs("closed"));
			});
			trial.endWithout(Answer.NONE);
			assertThat(gateway.meter("oncegate_store_up", "store=\"redis\"")).isEqualTo(1);
		}
	}

}
