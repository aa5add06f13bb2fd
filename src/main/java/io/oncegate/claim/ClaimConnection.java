package io.oncegate.claim;

import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicLong;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.stereotype.Component;

/**
 * The connection to Redis on which all links are claimed, kept until the factory stops.
 * It speaks bytes, and is asked without a template in between, as each redemption passes
 * here twice.
 */
@Component
class ClaimConnection {

	private final AtomicLong made = new AtomicLong();

	private final RedisClusterAsyncCommands<byte[], byte[]> commands;

	ClaimConnection(LettuceConnectionFactory connections) {
		AbstractRedisClient client = connections.getRequiredNativeClient();
		client.addListener(new RedisConnectionStateListener() {

			@Override
			public void onRedisConnected(RedisChannelHandler<?, ?> connection, SocketAddress address) {
				ClaimConnection.this.made.incrementAndGet();
			}

		});
		this.commands = (client instanceof RedisClusterClient cluster)
				? cluster.connect(ByteArrayCodec.INSTANCE).async()
				: ((RedisClient) client).connect(ByteArrayCodec.INSTANCE).async();
	}

	RedisClusterAsyncCommands<byte[], byte[]> commands() {
		return this.commands;
	}

	/** Counts the connections that were made. */
	long made() {
		return this.made.get();
	}

}
