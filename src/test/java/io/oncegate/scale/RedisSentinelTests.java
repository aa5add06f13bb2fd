package io.oncegate.scale;

import java.nio.file.Path;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.oncegate.support.Slow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The sentinels put a replica in the place of a master. */
@Slow
@EnabledIfSystemProperty(named = "scale", matches = "long")
@ExtendWith(ProgramsAreThere.class)
class RedisSentinelTests {

	@Test
	void replicaTakesTheMastersPlace(@TempDir Path directory) throws Exception {
		try (RedisSentinel redis = new RedisSentinel(directory)) {
			RedisServer master = redis.master();
			redis.redis((commands) -> commands.set("kept", "1"));
			redis.killMaster();
			redis.awaitMaster();
			assertThat(redis.master()).isNotSameAs(master);
			assertThat(get(redis.nodes(), "kept")).isEqualTo("1");
			redis.startKilled();
			assertThat(master.follows()).isTrue();
			redis.switchOver();
			assertThat(redis.master()).isSameAs(master);
		}
	}

	/** By a client that is given the sentinels. */
	private static String get(String nodes, String key) {
		RedisURI.Builder uri = RedisURI.builder()
			.withSentinelMasterId(RedisSentinel.MASTER)
			.withPassword(RedisServer.PASSWORD.toCharArray());
		for (String node : nodes.split(",")) {
			String[] parts = node.split(":");
			uri.withSentinel(parts[0], Integer.parseInt(parts[1]), RedisServer.PASSWORD);
		}
		try (RedisClient client = RedisClient.create(uri.build());
				StatefulRedisConnection<String, String> connection = client.connect()) {
			return connection.sync().get(key);
		}
	}

}
