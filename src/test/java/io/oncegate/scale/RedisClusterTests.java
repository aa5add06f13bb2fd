package io.oncegate.scale;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.oncegate.faults.Waiting;
import io.oncegate.support.Slow;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The cluster loses masters and shards, and gets them back. */
@Slow
@EnabledIfSystemProperty(named = "scale", matches = "long")
@ExtendWith(ProgramsAreThere.class)
class RedisClusterTests {

	/** Has its slot in shard 0. */
	private static final String KEY = "b";

	private static RedisCluster cluster;

	@BeforeAll
	static void start(@TempDir Path directory) throws Exception {
		cluster = new RedisCluster(directory);
	}

	@AfterAll
	static void stop() {
		if (cluster != null) {
			cluster.close();
		}
	}

	@Test
	void replicaTakesTheMastersPlace() throws Exception {
		RedisServer master = cluster.master(0);
		cluster.redis(KEY, (redis) -> redis.hset(KEY, "state", "A"));
		cluster.switchOver(0);
		assertThat(cluster.master(0)).isNotSameAs(master);
		cluster.switchOver(0);
		assertThat(cluster.master(0)).isSameAs(master);
		cluster.killMaster(0);
		cluster.awaitCovered();
		assertThat(cluster.master(0)).isNotSameAs(master);
		String state = cluster.redis(KEY, (redis) -> redis.hget(KEY, "state"));
		assertThat(state).isEqualTo("A");
		cluster.startKilled();
		assertThat(master.follows()).isTrue();
		assertThat(cluster.redis((redis) -> redis.keys("*")).get(0)).contains(KEY);
	}

	@Test
	void shardThatIsGoneComesBackWithItsKeys() throws Exception {
		cluster.redis(KEY, (redis) -> redis.set("{b}kept", "1"));
		cluster.killShard(0);
		Waiting.until("the others notice", () -> cluster.states().stream().allMatch("fail"::equals));
		cluster.startKilled();
		assertThat(cluster.states()).hasSize(6).containsOnly("ok");
		assertThat(get("{b}kept")).isEqualTo("1");
	}

	/** By a client that is given all nodes. */
	private static String get(String key) {
		List<RedisURI> nodes = Stream.of(cluster.nodes().split(",")).map(RedisClusterTests::uri).toList();
		try (RedisClusterClient client = RedisClusterClient.create(nodes);
				StatefulRedisClusterConnection<String, String> connection = client.connect()) {
			return connection.sync().get(key);
		}
	}

	private static RedisURI uri(String node) {
		String[] parts = node.split(":");
		return RedisURI.builder()
			.withHost(parts[0])
			.withPort(Integer.parseInt(parts[1]))
			.withPassword(RedisServer.PASSWORD.toCharArray())
			.build();
	}

}
