package io.oncegate.claim;

import java.net.SocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.stereotype.Component;

/**
 * The connections to Redis for claiming links, kept open until the factory stops. Each
 * link always uses the same one, so that a release cannot overtake its claim.
 * <p>
 * The thread that receives a reply continues with the request until its response: handing
 * it over costs a quarter of a refusal. That is why a large machine has several
 * connections. They use bytes, and no template in between, as each redemption passes here
 * twice.
 */
@Component
class ClaimConnections {

	/**
	 * More connections carry smaller packets: one per processor has shown no gain.
	 */
	private static final int PROCESSORS_EACH = 2;

	private final AtomicLong made = new AtomicLong();

	private final List<RedisClusterAsyncCommands<byte[], byte[]>> commands;

	private final boolean ofACluster;

	@Autowired
	ClaimConnections(LettuceConnectionFactory connections) {
		this(connections, Math.max(1, Runtime.getRuntime().availableProcessors() / PROCESSORS_EACH));
	}

	ClaimConnections(LettuceConnectionFactory connections, int count) {
		AbstractRedisClient client = connections.getRequiredNativeClient();
		client.addListener(new RedisConnectionStateListener() {

			@Override
			public void onRedisConnected(RedisChannelHandler<?, ?> connection, SocketAddress address) {
				ClaimConnections.this.made.incrementAndGet();
			}

		});
		this.ofACluster = client instanceof RedisClusterClient;
		this.commands = Stream.generate(() -> connect(client)).limit(count).toList();
	}

	/**
	 * During startup, the first connection on a busy machine may take longer than the
	 * timeout for Redis.
	 */
	private static RedisClusterAsyncCommands<byte[], byte[]> connect(AbstractRedisClient client) {
		try {
			return open(client);
		}
		catch (RedisConnectionException ex) {
			if (ex.getCause() instanceof RedisCommandTimeoutException) {
				return open(client);
			}
			throw ex;
		}
	}

	private static RedisClusterAsyncCommands<byte[], byte[]> open(AbstractRedisClient client) {
		return (client instanceof RedisClusterClient cluster) ? cluster.connect(ByteArrayCodec.INSTANCE).async()
				: ((RedisClient) client).connect(ByteArrayCodec.INSTANCE).async();
	}

	/** The connection of a link. */
	RedisClusterAsyncCommands<byte[], byte[]> of(byte[] link) {
		return this.commands.get(Math.floorMod(Arrays.hashCode(link), this.commands.size()));
	}

	/** Tells whether links are sharded across servers. */
	boolean areOfACluster() {
		return this.ofACluster;
	}

	/** Counts the connections that were made. */
	long made() {
		return this.made.get();
	}

}
