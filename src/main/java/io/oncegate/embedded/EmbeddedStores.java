package io.oncegate.embedded;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

import io.oncegate.setting.StartException;
import io.r2dbc.spi.ConnectionFactoryOptions;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/**
 * Starts the stores whose address is not set and points Spring at them; setting the
 * address of a store ({@code SPRING_DATA_REDIS_HOST}, {@code SPRING_R2DBC_URL} and the
 * like) turns the built-in one off.
 */
@Configuration(proxyBeanMethods = false)
class EmbeddedStores {

	@Bean
	@Lazy
	DataDirectory dataDirectory(@Value("${oncegate.data-dir:./data}") String path) {
		if (path.isBlank()) {
			throw new StartException("ONCEGATE_DATA_DIR is empty. Set it to a directory, or remove it to use ./data.",
					null);
		}
		try {
			return new DataDirectory(Path.of(path));
		}
		catch (InvalidPathException ex) {
			throw new StartException("ONCEGATE_DATA_DIR is not a valid path (" + ex.getReason()
					+ "). Set it to a path in ASCII, or use a UTF-8 locale, like LC_ALL=C.UTF-8.", ex);
		}
	}

	static StartException notStarted(String store, IOException ex) {
		String reason = String.valueOf(ex.getMessage());
		return new StartException("The built-in " + store + " did not start (" + reason + "). "
				+ (reason.startsWith("unshare:") ? "Start the gateway as a user other than root."
						: "Fix that, or set ONCEGATE_DATA_DIR to another directory."),
				ex);
	}

	@Configuration(proxyBeanMethods = false)
	@Conditional(NoRedisAddress.class)
	static class Redis {

		@Bean
		EmbeddedRedis embeddedRedis(DataDirectory data) {
			try {
				return new EmbeddedRedis(data);
			}
			catch (IOException ex) {
				throw notStarted("Redis", ex);
			}
		}

		@Bean
		DataRedisConnectionDetails redisConnectionDetails(EmbeddedRedis redis) {
			DataRedisConnectionDetails.Standalone address = DataRedisConnectionDetails.Standalone.of("127.0.0.1",
					redis.port());
			return new DataRedisConnectionDetails() {
				@Override
				public Standalone getStandalone() {
					return address;
				}

				@Override
				public String getPassword() {
					return redis.password();
				}
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Conditional(NoPostgresAddress.class)
	static class Postgres {

		@Bean
		EmbeddedPostgres embeddedPostgres(DataDirectory data) {
			try {
				return EmbeddedPostgres.starting(data);
			}
			catch (IOException ex) {
				throw notStarted("PostgreSQL", ex);
			}
		}

		@Bean
		R2dbcConnectionDetails r2dbcConnectionDetails(EmbeddedPostgres postgres) {
			ConnectionFactoryOptions options = ConnectionFactoryOptions.builder()
				.option(ConnectionFactoryOptions.DRIVER, "postgresql")
				.option(ConnectionFactoryOptions.HOST, "127.0.0.1")
				.option(ConnectionFactoryOptions.PORT, postgres.port())
				.option(ConnectionFactoryOptions.DATABASE, EmbeddedPostgres.DATABASE)
				.option(ConnectionFactoryOptions.USER, EmbeddedPostgres.ROLE)
				.option(ConnectionFactoryOptions.PASSWORD, postgres.password())
				.build();
			return () -> options;
		}

		@Bean
		KeptKey keptKey(DataDirectory data) {
			return new KeptKey(data);
		}

	}

	static class NoRedisAddress extends NoAddress {

		NoRedisAddress() {
			super("spring.data.redis.host", "spring.data.redis.port", "spring.data.redis.url",
					"spring.data.redis.sentinel.master", "spring.data.redis.cluster.nodes",
					"spring.data.redis.masterreplica.nodes");
		}

	}

	static class NoPostgresAddress extends NoAddress {

		NoPostgresAddress() {
			super("spring.r2dbc.url");
		}

	}

	private abstract static class NoAddress implements Condition {

		private final List<String> settings;

		NoAddress(String... settings) {
			this.settings = List.of(settings);
		}

		@Override
		public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
			Binder binder = Binder.get(context.getEnvironment());
			return this.settings.stream()
				.map((setting) -> binder.bind(setting, Bindable.listOf(String.class)).orElse(List.of()))
				.noneMatch((values) -> values.stream().anyMatch(StringUtils::hasText));
		}

	}

}
