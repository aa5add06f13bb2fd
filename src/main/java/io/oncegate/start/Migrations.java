package io.oncegate.start;

import io.oncegate.embedded.EmbeddedPostgres;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.spi.ConnectionFactoryOptions;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayDataSource;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.boot.flyway.autoconfigure.FlywayProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcConnectionDetails;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Tells both drivers, that of bookings and that of migrations, where PostgreSQL is. */
@Configuration(proxyBeanMethods = false)
class Migrations {

	@Bean
	@ConditionalOnProperty("spring.r2dbc.url")
	R2dbcConnectionDetails postgresAddress(R2dbcProperties settings) {
		ConnectionFactoryOptions options = PostgresAddress.of(settings);
		return () -> options;
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty(name = "spring.flyway.enabled", matchIfMissing = true)
	@EnableConfigurationProperties(FlywayProperties.class)
	static class Source {

		@Bean(defaultCandidate = false)
		@FlywayDataSource
		PGSimpleDataSource migrationSource(R2dbcConnectionDetails bookings, FlywayProperties own) {
			return MigrationAddress.of(bookings.getConnectionFactoryOptions(), own);
		}

		/**
		 * Migrates when there is a database. Meanwhile the first connections for bookings
		 * are made.
		 */
		@Bean
		FlywayMigrationStrategy migrationStrategy(ObjectProvider<EmbeddedPostgres> builtIn, ConnectionPool bookings) {
			return (flyway) -> {
				builtIn.ifAvailable(EmbeddedPostgres::await);
				bookings.warmup().onErrorComplete().toFuture();
				flyway.migrate();
			};
		}

		/**
		 * Flyway reads the source; Spring Boot looks for this before it starts Flyway.
		 */
		@Bean
		JdbcConnectionDetails migrationDetails(@FlywayDataSource DataSource source) {
			return new JdbcConnectionDetails() {

				@Override
				public String getJdbcUrl() {
					return ((PGSimpleDataSource) source).getUrl();
				}

				@Override
				public @Nullable String getUsername() {
					return ((PGSimpleDataSource) source).getUser();
				}

				@Override
				public @Nullable String getPassword() {
					return ((PGSimpleDataSource) source).getPassword();
				}

			};
		}

	}

}
