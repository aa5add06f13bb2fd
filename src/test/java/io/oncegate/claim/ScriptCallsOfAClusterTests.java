package io.oncegate.claim;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.util.concurrent.DefaultEventExecutor;
import io.oncegate.faults.Gateway;
import io.oncegate.telemetry.Meters;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.embedded.RedisExecProvider;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Behind an address that looks like one server there may be a cluster, in which a command
 * has to do with one slot.
 */
class ScriptCallsOfAClusterTests {

	private static final int LINKS = 3;

	private final DefaultEventExecutor loop = new DefaultEventExecutor();

	private final Script script = Script.read("release", ScriptOutputType.INTEGER,
			new Meters(new SimpleMeterRegistry()));

	private final ScriptCalls calls = new ScriptCalls(true);

	private Process server;

	private RedisClient client;

	private RedisAsyncCommands<byte[], byte[]> redis;

	@BeforeEach
	void start(@TempDir Path directory) throws IOException {
		int port = Gateway.freePort();
		this.server = new ProcessBuilder(RedisExecProvider.defaultProvider().get().getPath(), "--bind", "127.0.0.1",
				"--port", String.valueOf(port), "--dir", directory.toString(), "--save", "", "--cluster-enabled", "yes")
			.redirectErrorStream(true)
			.redirectOutput(directory.resolve("redis.log").toFile())
			.start();
		this.client = RedisClient.create(RedisURI.create("127.0.0.1", port));
		this.redis = Awaitility.await()
			.ignoreException(RedisConnectionException.class)
			.until(() -> this.client.connect(ByteArrayCodec.INSTANCE), (connection) -> true)
			.async();
		answer(this.redis.clusterAddSlotsRange(Range.create(0, 16383)).toCompletableFuture());
		Awaitility.await()
			.until(() -> answer(this.redis.clusterInfo().toCompletableFuture()).contains("cluster_state:ok"));
	}

	@AfterEach
	void stop() {
		this.client.shutdown();
		this.loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
		this.server.destroy();
		this.server.onExit().join();
	}

	@Test
	void theyAreAnsweredOneByOne() {
		assertThat(releasesInOneRun()).allSatisfy((call) -> assertThat(answer(call)).isZero());
		assertThat(releasesInOneRun()).allSatisfy((call) -> assertThat(answer(call)).isZero());
	}

	private List<CompletableFuture<Long>> releasesInOneRun() {
		return CompletableFuture.supplyAsync(() -> Stream.iterate(0, (n) -> n + 1).limit(LINKS).map((n) -> {
			ScriptCall<Long, Long> call = new ScriptCall<>(this.script, this.redis, Bytes.of("link:" + n),
					new byte[][] { Bytes.of("claim"), Bytes.of("") }, (reply) -> reply, null);
			this.calls.make(call);
			return (CompletableFuture<Long>) call;
		}).toList(), this.loop).join();
	}

	private static <T> T answer(CompletableFuture<T> reply) {
		return reply.orTimeout(10, TimeUnit.SECONDS).join();
	}

}
