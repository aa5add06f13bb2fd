package io.oncegate.telemetry;

import java.time.Duration;

import reactor.core.publisher.Mono;

import org.springframework.boot.data.redis.health.DataRedisReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.stereotype.Component;

/** How Redis is: without it the gateway is degraded, and goes on. */
@Component("redis")
class RedisHealth implements ReactiveHealthIndicator {

	private static final Duration PATIENCE = Duration.ofSeconds(2);

	private static final Health DEGRADED = Health.status(new Status("DEGRADED"))
		.withDetail("meaning", "Redis does not answer. Booking goes on from PostgreSQL alone, slower.")
		.build();

	private final DataRedisReactiveHealthIndicator redis;

	RedisHealth(ReactiveRedisConnectionFactory connections) {
		this.redis = new DataRedisReactiveHealthIndicator(connections);
	}

	@Override
	public Mono<Health> health() {
		return this.redis.health()
			.timeout(PATIENCE)
			.map((health) -> Status.UP.equals(health.getStatus()) ? health : DEGRADED)
			.onErrorReturn(DEGRADED);
	}

}
