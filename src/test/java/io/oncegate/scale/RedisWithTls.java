package io.oncegate.scale;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.api.StatefulRedisConnection;
import io.oncegate.support.Authority;

/** A Redis that asks for TLS and a password. */
final class RedisWithTls extends Server implements Arrangement.Redis {

	private final RedisClient client = RedisClient.create();

	private final Path directory;

	private final int port = FreePort.find();

	private final Authority authority;

	private final Path certificate;

	RedisWithTls(Path directory) throws IOException {
		this.directory = Files.createDirectories(directory.toAbsolutePath());
		this.authority = new Authority(directory.resolve("authority"), "Scale");
		this.certificate = this.authority.issue("redis", "dns:localhost", "ip:127.0.0.1");
		start();
	}

	/** Starts it, again perhaps, and waits until it has loaded its files. */
	void start() throws IOException {
		start(this.directory.resolve("redis.log"),
				List.of(Installed.REDIS.program("redis-server"), "--bind", "127.0.0.1", "--port", "0", "--tls-port",
						String.valueOf(this.port), "--dir", this.directory.toString(), "--save", "", "--appendonly",
						"yes", "--tls-cert-file", this.certificate.toString(), "--tls-key-file",
						this.authority.key().toString(), "--tls-ca-cert-file", this.authority.certificate().toString(),
						"--tls-auth-clients", "no", "--requirepass", RedisServer.PASSWORD),
				() -> hashes(List.of("none")).size() == 1);
	}

	@Override
	public Map<String, String> settings() {
		return Map.of("SPRING_DATA_REDIS_HOST", "localhost", "SPRING_DATA_REDIS_PORT", String.valueOf(this.port),
				"SPRING_DATA_REDIS_PASSWORD", RedisServer.PASSWORD, "SPRING_DATA_REDIS_SSL_BUNDLE", "redis",
				"SPRING_SSL_BUNDLE_PEM_REDIS_TRUSTSTORE_CERTIFICATE", this.authority.certificate().toString());
	}

	@Override
	public Map<String, Map<String, String>> hashes(Collection<String> keys) {
		try (StatefulRedisConnection<String, String> connection = this.client.connect(RedisURI.builder()
			.withHost("localhost")
			.withPort(this.port)
			.withPassword(RedisServer.PASSWORD.toCharArray())
			.withSsl(true)
			.withVerifyPeer(SslVerifyMode.NONE)
			.build())) {
			return RedisServer.hashes(connection.sync(), keys);
		}
	}

	@Override
	public void close() {
		super.close();
		this.client.shutdown();
	}

}
