package io.oncegate.web.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.oncegate.Oncegate;
import io.oncegate.embedded.DataDirectory;
import io.oncegate.embedded.EmbeddedRedis;
import io.oncegate.support.Client;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Proxy;
import io.oncegate.support.Slow;
import io.oncegate.web.http.PublicUrl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** While Redis is away the console says so; what needs no session goes on. */
@Slow
class RedisAwayTests {

	private final Path data = Files.createTempDirectory(Files.createDirectories(Path.of("target/test-data")),
			"redis-away-");

	private final DataDirectory store = new DataDirectory(this.data.resolve("store"));

	private final EmbeddedRedis redis = new EmbeddedRedis(this.store);

	RedisAwayTests() throws IOException {
	}

	@AfterEach
	void stop() throws IOException {
		this.redis.close();
		this.store.close();
	}

	@Test
	@Timeout(120)
	void theConsoleSaysThatItIsNotAvailable() throws IOException {
		try (ConfigurableApplicationContext gateway = start(this.redis.port())) {
			Client client = client(gateway);
			Browser browser = new Browser(client).signedIn();
			this.redis.close();
			assertThat(browser.get("/console").isPage(503).body())
				.contains("The console is not available at the moment", "Try again")
				.doesNotContain("Sign out");
			assertThat(browser.get("/console").headers().getFirst("Retry-After")).isNotNull();
			Browser other = new Browser(client);
			other.get("/console/sign-in").isPage(200);
			other.submit("/console/sign-in", Map.of("key", GatewayTest.API_KEY)).isPage(503);
			client.get("/s/intro-call").isPage(200);
		}
	}

	/** The driver passes on the plain fault of a connection that is reset. */
	@Test
	@Timeout(120)
	void aConnectionThatIsResetIsAStoreThatDoesNotAnswer() throws IOException {
		try (Proxy network = new Proxy(this.redis.port());
				ConfigurableApplicationContext gateway = start(network.port())) {
			Browser browser = new Browser(client(gateway)).signedIn();
			for (int n = 0; n < 3; n++) {
				network.cutRequests("HGETALL", 1);
				browser.get("/console").isPage(503);
				network.cutRequests(null, 0);
				await().untilAsserted(() -> browser.get("/console").isPage(200));
			}
		}
	}

	private ConfigurableApplicationContext start(int port) {
		return new SpringApplicationBuilder(Oncegate.class).run("--server.port=0", "--management.server.port=0",
				"--oncegate.data-dir=" + this.data.resolve("gateway"), "--oncegate.drain=0s",
				"--oncegate.api-key=" + GatewayTest.API_KEY, "--oncegate.rate-limit=off",
				"--spring.data.redis.host=127.0.0.1", "--spring.data.redis.port=" + port,
				"--spring.data.redis.password=" + this.redis.password());
	}

	private static Client client(ConfigurableApplicationContext gateway) {
		return Client.of(gateway.getEnvironment().getRequiredProperty("local.server.port", Integer.class),
				gateway.getBean(PublicUrl.class));
	}

}
