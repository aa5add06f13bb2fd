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
import io.oncegate.support.Slow;
import io.oncegate.web.http.PublicUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/** While Redis is away the console says so; what needs no session goes on. */
@Slow
class RedisAwayTests {

	@Test
	@Timeout(120)
	void theConsoleSaysThatItIsNotAvailable() throws IOException {
		Path data = Files.createTempDirectory(Files.createDirectories(Path.of("target/test-data")), "redis-away-");
		try (DataDirectory store = new DataDirectory(data.resolve("store"));
				EmbeddedRedis redis = new EmbeddedRedis(store);
				ConfigurableApplicationContext gateway = start(data, redis)) {
			Client client = Client.of(gateway.getEnvironment().getRequiredProperty("local.server.port", Integer.class),
					gateway.getBean(PublicUrl.class));
			Browser browser = new Browser(client).signedIn();
			redis.close();
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

	private static ConfigurableApplicationContext start(Path data, EmbeddedRedis redis) {
		return new SpringApplicationBuilder(Oncegate.class).run("--server.port=0", "--management.server.port=0",
				"--oncegate.data-dir=" + data.resolve("gateway"), "--oncegate.drain=0s",
				"--oncegate.api-key=" + GatewayTest.API_KEY, "--oncegate.rate-limit=off",
				"--spring.data.redis.host=127.0.0.1", "--spring.data.redis.port=" + redis.port(),
				"--spring.data.redis.password=" + redis.password());
	}

}
