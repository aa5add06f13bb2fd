package io.oncegate.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;

import io.oncegate.Oncegate;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextConfiguration;

/**
 * A whole gateway on a free port, with a Redis and a PostgreSQL of its own; shared by all
 * tests that carry this.
 */
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(classes = { Oncegate.class, Owners.class }, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "oncegate.api-key=" + GatewayTest.API_KEY, "management.server.port=0", "oncegate.rate-limit=off",
				"spring.lifecycle.timeout-per-shutdown-phase=5s", "oncegate.drain=0s", "spring.data.redis.timeout=3s" })
@ContextConfiguration(initializers = GatewayTest.FreshData.class)
public @interface GatewayTest {

	/** The owner's API key. */
	String API_KEY = "test-key-0123456789";

	/** Gives the built-in stores a new directory. */
	class FreshData implements ApplicationContextInitializer<ConfigurableApplicationContext> {

		@Override
		public void initialize(ConfigurableApplicationContext context) {
			TestPropertyValues.of("oncegate.data-dir=" + directory()).applyTo(context);
		}

		private static Path directory() {
			try {
				return Files.createTempDirectory(Files.createDirectories(Path.of("target/test-data")), "gateway-");
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
