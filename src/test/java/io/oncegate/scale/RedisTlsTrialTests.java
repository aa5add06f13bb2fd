package io.oncegate.scale;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisHashCommands;
import io.oncegate.faults.Answer;
import io.oncegate.faults.Gateway;
import io.oncegate.faults.People;
import io.oncegate.faults.Waiting;
import io.oncegate.support.Authority;
import io.oncegate.support.Slow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/** A gateway, a Redis that asks for TLS and a password, and one PostgreSQL. */
@Slow
@ExtendWith(ProgramsAreThere.class)
class RedisTlsTrialTests {

	private static final Path DIRECTORY = ScaleTrial.DIRECTORY.resolve("redis-tls");

	private final int port = FreePort.find();

	@Test
	void redisIsRestarted() throws Exception {
		FileSystemUtils.deleteRecursively(DIRECTORY);
		Authority authority = new Authority(DIRECTORY.resolve("authority"), "Scale");
		Path certificate = authority.issue("redis", "dns:localhost", "ip:127.0.0.1");
		RedisClient client = RedisClient.create();
		try (OnePostgres postgres = new OnePostgres(DIRECTORY.resolve("postgres"));
				ServerProcess first = start(client, authority, certificate)) {
			Arrangement arrangement = new Arrangement(DIRECTORY, new Hashes(client, uri()), postgres::connect)
				.with(postgres.settings())
				.with(Map.of("SPRING_DATA_REDIS_HOST", "localhost", "SPRING_DATA_REDIS_PORT", String.valueOf(this.port),
						"SPRING_DATA_REDIS_PASSWORD", RedisServer.PASSWORD, "SPRING_DATA_REDIS_SSL_BUNDLE", "redis",
						"SPRING_SSL_BUNDLE_PEM_REDIS_TRUSTSTORE_CERTIFICATE", authority.certificate().toString()));
			try (Gateway gateway = arrangement.gateway("gateway")) {
				ScaleTrial trial = new ScaleTrial("Redis with TLS", arrangement, new People(List.of(gateway)));
				trial.start();
				trial.fault("it is killed", first::kill, 2);
				try (ServerProcess second = start(client, authority, certificate)) {
					trial.fault("it is back", () -> Waiting.until("the circuit is closed",
							() -> second.isAlive() && gateway.circuitIs("closed")));
					trial.endWithout(Answer.NONE);
					assertThat(gateway.meter("oncegate_store_up", "store=\"redis\"")).isEqualTo(1);
				}
			}
		}
		finally {
			client.shutdown();
		}
	}

	private ServerProcess start(RedisClient client, Authority authority, Path certificate) throws IOException {
		Path directory = Files.createDirectories(DIRECTORY.resolve("redis")).toAbsolutePath();
		return ServerProcess.start(directory.resolve("redis.log"),
				List.of(Installed.REDIS.program("redis-server"), "--bind", "127.0.0.1", "--port", "0", "--tls-port",
						String.valueOf(this.port), "--dir", directory.toString(), "--save", "", "--appendonly", "yes",
						"--tls-cert-file", certificate.toString(), "--tls-key-file", authority.key().toString(),
						"--tls-ca-cert-file", authority.certificate().toString(), "--tls-auth-clients", "no",
						"--requirepass", RedisServer.PASSWORD),
				() -> new Hashes(client, uri()).read((redis) -> redis.hlen("none")) == 0);
	}

	private RedisURI uri() {
		return RedisURI.builder()
			.withHost("localhost")
			.withPort(this.port)
			.withPassword(RedisServer.PASSWORD.toCharArray())
			.withSsl(true)
			.withVerifyPeer(SslVerifyMode.NONE)
			.build();
	}

	private record Hashes(RedisClient client, RedisURI uri) implements Arrangement.Hashes {

		@Override
		public <T> T read(Function<RedisHashCommands<String, String>, T> question) {
			try (StatefulRedisConnection<String, String> connection = this.client.connect(this.uri)) {
				return question.apply(connection.sync());
			}
		}

	}

}
