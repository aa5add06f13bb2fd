package io.oncegate.telemetry;

import reactor.core.publisher.Mono;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The health of the stores as of the last check: a probe never waits, and takes no
 * connection away from bookings.
 */
@Configuration(proxyBeanMethods = false)
class StoreHealth {

	private static final Health UP = Health.up().build();

	private static final Health NO_REDIS = Health.status(new Status("DEGRADED"))
		.withDetail("meaning",
				"Redis, or a shard of it, does not respond. Bookings continue with PostgreSQL alone, more slowly.")
		.build();

	private static final Health NO_POSTGRES = Health.down()
		.withDetail("meaning", "PostgreSQL does not respond. Nobody can book; no link is lost.")
		.build();

	private static final Health NO_COMMITS = Health.down()
		.withDetail("meaning",
				"PostgreSQL does not answer commits, as when no standby acknowledges them."
						+ " Nobody can book; no link is lost.")
		.build();

	@Bean
	ReactiveHealthIndicator redisHealthIndicator(StoreWatch watch) {
		return () -> Mono.just(watch.isRedisUp() ? UP : NO_REDIS);
	}

	@Bean
	ReactiveHealthIndicator postgresHealthIndicator(StoreWatch watch, CommitWatch commits) {
		return () -> Mono.just(!watch.isPostgresUp() ? NO_POSTGRES : commits.areStuck() ? NO_COMMITS : UP);
	}

}
