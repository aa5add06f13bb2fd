package io.oncegate.claim;

import io.lettuce.core.ClientOptions.DisconnectedBehavior;

import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Bounds every wait for Redis. */
@Configuration(proxyBeanMethods = false)
class ClaimConfiguration {

	/**
	 * While Redis is away, a command fails at once instead of waiting for its return. The
	 * queue of commands under way has no limit of its own, which would cost a lock on
	 * each command: each request has one at a time, for the command time-out at most.
	 */
	@Bean
	LettuceClientOptionsBuilderCustomizer failFast() {
		return (options) -> options.disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS);
	}

}
