package io.oncegate.claim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;

/**
 * The connections for claiming links. Each link always uses the same one, so that a
 * release cannot overtake its claim.
 * <p>
 * The thread that receives a reply continues with the request until its response: handing
 * it over costs a quarter of a refusal. That is why a large machine has several
 * connections. They use bytes, and no template in between, as each redemption passes here
 * twice.
 */
record ClaimConnections(List<RedisClusterAsyncCommands<byte[], byte[]>> commands) {

	/** Opens all of them, or none. */
	static ClaimConnections open(AbstractRedisClient client, int count) {
		List<StatefulConnection<byte[], byte[]>> opened = new ArrayList<>();
		try {
			for (int n = 0; n < count; n++) {
				opened.add(open(client));
			}
		}
		catch (RuntimeException ex) {
			opened.forEach(StatefulConnection::closeAsync);
			throw ex;
		}
		return new ClaimConnections(opened.stream().map(ClaimConnections::commands).toList());
	}

	private static StatefulConnection<byte[], byte[]> open(AbstractRedisClient client) {
		return (client instanceof RedisClusterClient cluster) ? cluster.connect(ByteArrayCodec.INSTANCE)
				: ((RedisClient) client).connect(ByteArrayCodec.INSTANCE);
	}

	private static RedisClusterAsyncCommands<byte[], byte[]> commands(StatefulConnection<byte[], byte[]> connection) {
		return (connection instanceof StatefulRedisClusterConnection<byte[], byte[]> cluster) ? cluster.async()
				: ((StatefulRedisConnection<byte[], byte[]>) connection).async();
	}

	/** The connection of a link. */
	RedisClusterAsyncCommands<byte[], byte[]> of(byte[] link) {
		return this.commands.get(Math.floorMod(Arrays.hashCode(link), this.commands.size()));
	}

}
