package io.oncegate.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.oncegate.Oncegate;
import io.oncegate.support.Slow;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What another user of the machine can do beside a gateway with built-in stores: nothing.
 */
@ExtendWith(OtherUser.class)
@Slow
class OtherUserTests {

	/** Where others may go and write, as in {@code /tmp}. */
	@TempDir
	private static Path shared;

	private static Path data;

	private static ConfigurableApplicationContext gateway;

	private static EmbeddedPostgres postgres;

	private static EmbeddedRedis redis;

	@BeforeAll
	static void start() throws IOException {
		Files.setAttribute(shared, "unix:mode", 01777);
		data = shared.resolve("data");
		gateway = new SpringApplicationBuilder(Oncegate.class).run("--server.port=0", "--management.server.port=0",
				"--oncegate.data-dir=" + data, "--oncegate.drain=0s");
		postgres = gateway.getBean(EmbeddedPostgres.class);
		redis = gateway.getBean(EmbeddedRedis.class);
	}

	@AfterAll
	static void stop() {
		gateway.close();
	}

	@ParameterizedTest
	@CsvSource({ "postgres,''", "postgres,postgres", "postgres,PASSWORD", "oncegate,''", "oncegate,oncegate", "root,''",
			"nobody,''", "pg_monitor,''" })
	void isNotLetIntoPostgres(String role, String password) {
		for (String database : List.of("postgres", "template1", "oncegate")) {
			assertThatExceptionOfType(SQLException.class)
				.isThrownBy(
						() -> DriverManager
							.getConnection("jdbc:postgresql://127.0.0.1:" + postgres.port() + "/" + database, role,
									password.replace("PASSWORD", postgres.password()))
							.close())
				.satisfies((refusal) -> assertThat(refusal.getSQLState()).matches("28...|08004"));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "oncegate@", "default:default@" })
	void isNotLetIntoRedis(String password) {
		RedisClient client = RedisClient.create("redis://" + password + "127.0.0.1:" + redis.port());
		try {
			assertThatExceptionOfType(RedisException.class).isThrownBy(() -> client.connect().sync().keys("*"))
				.satisfies((refusal) -> assertThat(Stream.iterate((Throwable) refusal, Throwable::getCause)
					.takeWhile((cause) -> cause != null)
					.map(Throwable::getMessage)).anyMatch((message) -> message.matches("(NOAUTH|WRONGPASS).*")));
		}
		finally {
			client.shutdown();
		}
	}

	@Test
	void findsNoSocketInTheFileSystem() throws IOException {
		assertThat(OtherUser.runs("cat /proc/net/unix")).doesNotContain(".s.PGSQL." + postgres.port());
		assertThat(Path.of("/tmp/.s.PGSQL." + postgres.port())).doesNotExist();
	}

	@Test
	void readsNoFile() throws IOException {
		assertThat(OtherUser.runs("ls " + data)).contains("Permission denied");
		assertThat(OtherUser.runs("find " + shared + " -mindepth 1")).contains(data.toString(), "Permission denied")
			.doesNotContain("lock");
		for (String secret : List.of("postgres-password", "redis-password", "api-key", "link-secret",
				"redis/redis.conf", "redis/redis.log", "postgres/pg_hba.conf", "postgres.log")) {
			assertThat(data.resolve(secret)).exists();
			assertThat(OtherUser.runs("cat " + data.resolve(secret))).contains("Permission denied");
		}
	}

	@Test
	void couldReadNothingEvenWithinTheDirectory() {
		assertThat(OpenFiles.in(data)).isEmpty();
	}

	@Test
	void seesNoPasswordOfAProcess() throws IOException {
		String seen = OtherUser.runs("ps axww -o args; cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null");
		assertThat(seen).contains("postgres", "redis-server")
			.doesNotContain(postgres.password(), redis.password(), Files.readString(data.resolve("api-key")).strip());
	}

	@Test
	void canPutNoProgramInPlaceOfOneThatIsRun() throws IOException {
		List<ProcessHandle> stores;
		try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
			stores = all.filter((process) -> process.info().command().orElse("").matches(".*/(postgres|redis-server)"))
				.filter((process) -> isOfThisGateway(process.pid()))
				.toList();
		}
		assertThat(stores).hasSizeGreaterThanOrEqualTo(2);
		for (ProcessHandle process : stores) {
			String program = process.info().command().orElseThrow();
			for (Path part = Path.of(program); part != null; part = part.getParent()) {
				assertThat(OtherUser.runs("test -w " + part + " && ! test -k " + part + " && echo writable"))
					.as("%s", part)
					.isEmpty();
			}
			assertThat(OtherUser.runs("test -r " + program + " && echo readable")).isEmpty();
		}
		assertThat(OtherUser.runs("mv " + data + " " + data + ".old")).contains("not permitted");
	}

	private static boolean isOfThisGateway(long pid) {
		try {
			return Files.readSymbolicLink(Path.of("/proc/" + pid + "/cwd")).startsWith(data);
		}
		catch (IOException ex) {
			return false;
		}
	}

}
