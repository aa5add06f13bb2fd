package io.oncegate.scale;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;

import io.lettuce.core.RedisClient;

/** The Redis of trials in which PostgreSQL or gateways fail. */
final class OneRedis implements Arrangement.Redis {

	private final RedisClient client = RedisClient.create();

	private final RedisServer server;

	OneRedis(Path directory) throws IOException {
		this.server = new RedisServer(this.client, directory, FreePort.find());
		this.server.start(RedisServer.durable());
	}

	@Override
	public Map<String, String> settings() {
		return Map.of("SPRING_DATA_REDIS_HOST", "127.0.0.1", "SPRING_DATA_REDIS_PORT",
				String.valueOf(this.server.port()), "SPRING_DATA_REDIS_PASSWORD", RedisServer.PASSWORD);
	}

	@Override
	public Map<String, Map<String, String>> hashes(Collection<String> keys) {
		return this.server.hashes(keys);
	}

	@Override
	public void close() {
		this.server.close();
		this.client.shutdown();
	}

}
