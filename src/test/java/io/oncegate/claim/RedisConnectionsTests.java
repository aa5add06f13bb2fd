package io.oncegate.claim;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.oncegate.support.GatewayTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;

/** As many connections as a large machine has. */
@GatewayTest
class RedisConnectionsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final int CONNECTIONS = 4;

	@Autowired
	private LettuceConnectionFactory factory;

	private RedisConnections connections;

	@BeforeEach
	void connect() {
		this.connections = new RedisConnections(this.factory, CONNECTIONS);
	}

	@Test
	void linksSpreadOverAllConnections() {
		List<Long> used = Stream.generate(RedisConnectionsTests::link)
			.limit(200)
			.map((link) -> answer(this.connections.of(link).clientId()))
			.distinct()
			.toList();
		assertThat(used).hasSize(CONNECTIONS);
		// Others of the same client may be made anew at this moment.
		assertThat(this.connections.made()).isGreaterThanOrEqualTo(CONNECTIONS);
	}

	@Test
	void whatOneThreadAsksOfALinkKeepsItsOrder() {
		List<byte[]> numbers = IntStream.range(0, 50).mapToObj(String::valueOf).map(Bytes::of).toList();
		List<byte[]> links = Stream.generate(RedisConnectionsTests::link).limit(100).toList();
		numbers.forEach((number) -> links.forEach((link) -> commands(link).rpush(link, number)));
		assertThat(links).allSatisfy(
				(link) -> assertThat(answer(commands(link).lrange(link, 0, -1))).containsExactlyElementsOf(numbers));
	}

	/** As on a busy machine, on which everything else starts, too. */
	@Test
	void aFirstHandshakeThatTakesTooLongIsTriedAgain() throws IOException {
		RedisStandaloneConfiguration redis = this.factory.getStandaloneConfiguration();
		try (ServerSocket door = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
			CompletableFuture.runAsync(() -> keepSilentOnce(door, redis.getPort()), new SimpleAsyncTaskExecutor());
			RedisStandaloneConfiguration behind = new RedisStandaloneConfiguration(redis.getHostName(),
					door.getLocalPort());
			behind.setPassword(redis.getPassword());
			LettuceConnectionFactory slow = new LettuceConnectionFactory(behind,
					LettuceClientConfiguration.builder().commandTimeout(Duration.ofSeconds(1)).build());
			slow.start();
			byte[] link = link();
			assertThat(answer(new RedisConnections(slow, 1).of(link).exists(link))).isZero();
			slow.destroy();
		}
	}

	/** Does not answer the first who comes, and leads all others to Redis. */
	private static void keepSilentOnce(ServerSocket door, int port) {
		try (Socket first = door.accept()) {
			while (!door.isClosed()) {
				Socket next = door.accept();
				Socket redis = new Socket(InetAddress.getLoopbackAddress(), port);
				copy(next, redis);
				copy(redis, next);
			}
		}
		catch (IOException ex) {
			// The door was closed.
		}
	}

	private static void copy(Socket from, Socket to) {
		CompletableFuture.runAsync(() -> {
			try (from; to) {
				from.getInputStream().transferTo(to.getOutputStream());
			}
			catch (IOException ex) {
				// One of them has hung up.
			}
		}, new SimpleAsyncTaskExecutor());
	}

	/** By another array each time, as each request has its own. */
	private RedisClusterAsyncCommands<byte[], byte[]> commands(byte[] link) {
		return this.connections.of(link.clone());
	}

	private static byte[] link() {
		return Bytes.of("connections:" + UUID.randomUUID());
	}

	private static <T> T answer(CompletionStage<T> reply) {
		return reply.toCompletableFuture().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
	}

}
