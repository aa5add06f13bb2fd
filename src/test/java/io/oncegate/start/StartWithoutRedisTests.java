package io.oncegate.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

import io.oncegate.Oncegate;
import io.oncegate.calendar.Calendar;
import io.oncegate.claim.Claims;
import io.oncegate.embedded.DataDirectory;
import io.oncegate.embedded.EmbeddedPostgres;
import io.oncegate.embedded.EmbeddedRedis;
import io.oncegate.link.LinkStatus;
import io.oncegate.link.LinkToken;
import io.oncegate.faults.Gateway;
import io.oncegate.support.Client;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Loopback;
import io.oncegate.support.Owners;
import io.oncegate.support.Proxy;
import io.oncegate.support.Slow;
import io.oncegate.web.console.Browser;
import io.oncegate.web.http.PublicUrl;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/** A gateway that is started while Redis is away. */
@Slow
@ExtendWith(OutputCaptureExtension.class)
class StartWithoutRedisTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private DataDirectory data;

	private EmbeddedRedis redis;

	private EmbeddedPostgres postgres;

	private final int port = Gateway.freePort();

	private Proxy toRedis;

	@BeforeEach
	void startStores() throws IOException {
		this.data = new DataDirectory(
				Files.createTempDirectory(Files.createDirectories(Path.of("target/test-data")), "without-redis-"));
		this.redis = new EmbeddedRedis(this.data);
		this.postgres = new EmbeddedPostgres(this.data);
		this.toRedis = new Proxy(this.port, this.redis.port());
	}

	@AfterEach
	void stopStores() throws IOException {
		this.toRedis.close();
		this.postgres.close();
		this.redis.close();
		this.data.close();
	}

	@Test
	void booksWithoutItAndGoesBackToIt(CapturedOutput output) throws IOException {
		LinkToken before;
		try (ConfigurableApplicationContext gateway = start()) {
			Owners owners = gateway.getBean(Owners.class);
			before = owners.link(owners.calendar(30, 1)).token();
		}
		stopRedis();
		try (ConfigurableApplicationContext gateway = start()) {
			assertThat(output).contains("Redis is not responding; starting without it");
			Client client = client(gateway);
			client.get("/api/v1/links/" + before.value()).is(200);
			LinkToken token = bookWithout(gateway, client);
			Browser console = new Browser(client);
			console.get("/console/sign-in").isPage(200);
			console.submit("/console/sign-in", Map.of("key", GatewayTest.API_KEY)).isPage(503);
			assertThat(management(gateway, "/actuator/health/readiness")).contains("\"status\":\"UP\"");
			Awaitility.await()
				.atMost(PATIENCE)
				.until(() -> management(gateway, "/actuator/health").contains("DEGRADED"));

			this.redis = new EmbeddedRedis(this.data);
			this.toRedis = new Proxy(this.port, this.redis.port());
			Claims claims = gateway.getBean(Claims.class);
			Awaitility.await().atMost(PATIENCE).ignoreExceptions().until(() -> {
				// Whatever Redis does not know is written there when it is next asked
				// for.
				client.get("/api/v1/links/" + token.value()).is(410);
				return claims.resolve(token.hash()).blockOptional(PATIENCE).orElseThrow().status();
			}, LinkStatus.REDEEMED::equals);
			Awaitility.await()
				.atMost(PATIENCE)
				.until(() -> !management(gateway, "/actuator/health").contains("DEGRADED"));
			console.signedIn();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "--spring.data.redis.cluster.nodes=127.0.0.1:1,127.0.0.1:2",
			"--spring.data.redis.sentinel.master=oncegate --spring.data.redis.sentinel.nodes=127.0.0.1:1,127.0.0.1:2" })
	void booksWithoutAClusterOrSentinels(String redis, CapturedOutput output) {
		start().close();
		try (ConfigurableApplicationContext gateway = start(redis.split(" "))) {
			assertThat(output).contains("Redis is not responding; starting without it");
			bookWithout(gateway, client(gateway));
		}
	}

	private void stopRedis() throws IOException {
		this.toRedis.close();
		this.redis.close();
	}

	private static LinkToken bookWithout(ConfigurableApplicationContext gateway, Client client) {
		Owners owners = gateway.getBean(Owners.class);
		Calendar calendar = owners.calendar(30, 1);
		LinkToken token = owners.link(calendar).token();
		client.post("/api/v1/links/" + token.value() + "/redemptions", Client.booking(Owners.time(calendar, 1), "Ada"))
			.is(201);
		client.post("/api/v1/links/" + token.value() + "/redemptions", Client.booking(Owners.time(calendar, 2), "Bob"))
			.is(410);
		return token;
	}

	/** An address that has never led to a Redis is rather a wrong one. */
	@Test
	void isRefusedTheFirstTime(CapturedOutput output) throws IOException {
		stopRedis();
		assertThatException().isThrownBy(() -> start().close());
		assertThat(output.getAll().lines().filter((line) -> line.contains("WARN") || line.contains("ERROR")))
			.singleElement()
			.asString()
			.contains("Oncegate did not start.", "SPRING_DATA_REDIS_HOST");
	}

	@Test
	void isRefusedIfRedisRefusesThePassword(CapturedOutput output) {
		start().close();
		int before = output.getAll().length();
		assertThatException().isThrownBy(() -> start("--spring.data.redis.password=another").close());
		assertThat(output.getAll().substring(before)).contains("Redis refuses the connection", "_PASSWORD");
	}

	private ConfigurableApplicationContext start(String... more) {
		String[] arguments = { "--server.port=0", "--management.server.port=0", "--oncegate.drain=0s",
				"--oncegate.api-key=" + GatewayTest.API_KEY,
				"--oncegate.link-secret=b25jZWdhdGUtb25jZWdhdGUtb25jZWdhdGUtMTIzNDU=",
				"--spring.data.redis.host=127.0.0.1", "--spring.data.redis.port=" + this.port,
				"--spring.data.redis.password=" + this.redis.password(),
				"--spring.r2dbc.url=r2dbc:postgresql://127.0.0.1:" + this.postgres.port() + "/postgres",
				"--spring.r2dbc.username=oncegate", "--spring.r2dbc.password=" + this.postgres.password() };
		return new SpringApplicationBuilder(Oncegate.class, Owners.class)
			.run(Stream.concat(Stream.of(arguments), Stream.of(more)).toArray(String[]::new));
	}

	private static Client client(ConfigurableApplicationContext gateway) {
		return Client.of(gateway.getEnvironment().getRequiredProperty("local.server.port", Integer.class),
				gateway.getBean(PublicUrl.class));
	}

	private static String management(ConfigurableApplicationContext gateway, String path) {
		return Loopback.get(gateway.getEnvironment().getRequiredProperty("local.management.port", Integer.class), path);
	}

}
