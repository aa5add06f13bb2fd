package io.oncegate.claim;

import io.lettuce.core.ClientOptions.DisconnectedBehavior;

import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Bounds every wait for Redis. */
@Configuration(proxyBeanMethods = false)
class ClaimConfiguration {

	/** More commands than may ever be under way at once. */
	private static final int MOST_COMMANDS = 16_384;

	@Bean
	LettuceClientOptionsBuilderCustomizer boundedCommands() {
		// While Redis is away, a command fails at once instead of waiting for its return.
		return (options) -> options.disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
			.requestQueueSize(MOST_COMMANDS);
	}

}
