package io.oncegate.claim;

import java.time.Duration;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowSynchronizationStrategy;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.SocketOptions.TcpUserTimeoutOptions;
import io.lettuce.core.resource.Delay;
import io.lettuce.core.resource.NettyCustomizer;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.netty.handler.flush.FlushConsolidationHandler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.LoopResources;

import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Sets a timeout for every wait for Redis. */
@Configuration(proxyBeanMethods = false)
class ClaimConfiguration {

	private static final Duration RECONNECT = Duration.ofMillis(500);

	private static final Duration HALF_OPEN = Duration.ofSeconds(5);

	private static final int FLUSH_AFTER = 256;

	/**
	 * Without it, a dead connection is kept until TCP gives up, after 15 minutes.
	 */
	private static final Duration UNACKNOWLEDGED = Duration.ofSeconds(5);

	/**
	 * While Redis is down, commands fail at once instead of waiting for it to return. The
	 * queue of pending commands has no limit of its own, which would cost a lock per
	 * command: each request has one command at a time, for the command timeout at most.
	 */
	@Bean
	LettuceClientOptionsBuilderCustomizer failFast() {
		return (options) -> options.disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
			.socketOptions(options.build()
				.getSocketOptions()
				.mutate()
				.tcpUserTimeout(TcpUserTimeoutOptions.builder().enable().tcpUserTimeout(UNACKNOWLEDGED).build())
				.build());
	}

	@Bean
	ClientResourcesBuilderCustomizer quickReturn() {
		return (resources) -> resources.reconnectDelay(Delay.constant(RECONNECT));
	}

	@Bean
	ClientResourcesBuilderCustomizer commandsOnTheLoops(LoopResources loops) {
		return (resources) -> resources.eventLoopGroupProvider(new SharedLoops(loops));
	}

	/** Commands issued at the same time are sent in one packet. */
	@Bean
	ClientResourcesBuilderCustomizer fewPackets() {
		return (resources) -> resources.nettyCustomizer(new NettyCustomizer() {

			@Override
			public void afterChannelInitialized(Channel channel) {
				channel.pipeline().addFirst(new FlushConsolidationHandler(FLUSH_AFTER, true));
			}

		});
	}

	/**
	 * Opens when half of the last twenty commands have failed. Twice a second it lets
	 * some through, and closes when they succeed.
	 */
	@Bean
	CircuitBreaker redisCircuit(MeterRegistry meters) {
		CircuitBreakerRegistry circuits = CircuitBreakerRegistry.of(CircuitBreakerConfig.custom()
			.slidingWindow(20, 10, SlidingWindowType.COUNT_BASED, SlidingWindowSynchronizationStrategy.LOCK_FREE)
			.failureRateThreshold(50)
			.waitDurationInOpenState(RECONNECT)
			// A timer, which a change of the host's clock does not stop.
			.automaticTransitionFromOpenToHalfOpenEnabled(true)
			.permittedNumberOfCallsInHalfOpenState(5)
			// In case one of them never returns.
			.maxWaitDurationInHalfOpenState(HALF_OPEN)
			// Redis did respond.
			.ignoreException((ex) -> ex instanceof RedisNoScriptException || Scripts.isOfTheLink(ex))
			.writableStackTraceEnabled(false)
			.build());
		TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(circuits).bindTo(meters);
		CircuitBreaker circuit = circuits.circuitBreaker("redis");
		circuit.getEventPublisher().onStateTransition(new CircuitLog(Schedulers.parallel())::log);
		return circuit;
	}

}
