package io.oncegate.scale;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisHashCommands;

/** The Redis of trials in which PostgreSQL or gateways fail. */
final class OneRedis implements AutoCloseable {

	private final RedisClient client = RedisClient.create();

	private final RedisServer server;

	OneRedis(Path directory) throws IOException {
		this.server = new RedisServer(this.client, directory, FreePort.find());
		this.server.start(RedisServer.durable());
	}

	/** Where it is, for a gateway. */
	Map<String, String> settings() {
		return Map.of("SPRING_DATA_REDIS_HOST", "127.0.0.1", "SPRING_DATA_REDIS_PORT",
				String.valueOf(this.server.port()), "SPRING_DATA_REDIS_PASSWORD", RedisServer.PASSWORD);
	}

	/** Reads hashes. */
	<T> T hashes(Function<RedisHashCommands<String, String>, T> question) {
		return this.server.ask(question::apply);
	}

	@Override
	public void close() {
		this.server.close();
		this.client.shutdown();
	}

}
