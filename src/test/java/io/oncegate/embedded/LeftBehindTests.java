package io.oncegate.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.oncegate.setting.StartException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What a start finds that another one, or an older release, left behind. */
class LeftBehindTests {

	private Path path = Path.of("target");

	@BeforeEach
	void freshDirectory() throws IOException {
		this.path = Files.createTempDirectory(Files.createDirectories(Path.of("target/test-data")), "left-");
	}

	@Test
	void databaseThatWasNotMadeToItsEndIsMadeAnew() throws IOException {
		Files.createDirectories(this.path.resolve("postgres.new/base"));
		Files.writeString(this.path.resolve("postgres.new/PG_VERSION"), "18");
		Files.createDirectories(this.path.resolve("postgres"));
		try (DataDirectory data = new DataDirectory(this.path);
				EmbeddedPostgres postgres = new EmbeddedPostgres(data)) {
			assertThat(postgres.port()).isPositive();
			assertThat(this.path.resolve("postgres.new")).doesNotExist();
		}
	}

	@Test
	void pathMayHoldWhatAShellTakesAsItIs() throws IOException {
		Path odd = this.path.resolve("d 'q' & (x) #%;*?~!<>|{}[]=,-:@^");
		try (DataDirectory data = new DataDirectory(odd);
				EmbeddedPostgres postgres = new EmbeddedPostgres(data);
				EmbeddedRedis redis = new EmbeddedRedis(data)) {
			assertThat(postgres.port()).isPositive();
			assertThat(redis.port()).isPositive();
		}
	}

	@Test
	void whatIsNoWholeDatabaseIsNotReplaced() throws IOException {
		Files.createFile(this.path.resolve("lock"));
		Path postgres = Files.createDirectories(this.path.resolve("postgres"));
		Path file = Files.writeString(postgres.resolve("PG_VERSION"), "18");
		try (DataDirectory data = new DataDirectory(this.path)) {
			assertThatExceptionOfType(StartException.class).isThrownBy(() -> new EmbeddedPostgres(data).close())
				.withMessageContainingAll(postgres.toRealPath().toString(), "no complete database",
						"ONCEGATE_DATA_DIR");
			assertThat(file).exists();
		}
	}

	@Test
	void redisKeepsItsDataIsClosedAndGetsAPasswordAgain() throws IOException {
		String lost;
		try (DataDirectory data = new DataDirectory(this.path); EmbeddedRedis redis = new EmbeddedRedis(data)) {
			lost = redis.password();
			assertThat(ask(redis, lost, "set")).isEqualTo("OK");
		}
		Path key = this.path.resolve("redis-password");
		Files.delete(key);
		try (Stream<Path> files = Files.walk(this.path.resolve("redis"))) {
			for (Path file : files.toList()) {
				Files.setAttribute(file, "unix:mode", Files.isDirectory(file) ? 0755 : 0644);
			}
		}
		try (DataDirectory data = new DataDirectory(this.path); EmbeddedRedis redis = new EmbeddedRedis(data)) {
			assertThat(ask(redis, redis.password(), "get")).isEqualTo("kept");
			assertThatExceptionOfType(RedisException.class).isThrownBy(() -> ask(redis, lost, "get"));
			assertThat(OpenFiles.in(this.path)).isEmpty();
		}
	}

	private static String ask(EmbeddedRedis redis, String password, String question) {
		RedisClient client = RedisClient.create("redis://" + password + "@127.0.0.1:" + redis.port());
		try {
			var commands = client.connect().sync();
			return question.equals("set") ? commands.set("key", "kept") : String.valueOf(commands.get("key"));
		}
		finally {
			client.shutdown();
		}
	}

}
