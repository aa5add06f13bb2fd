package io.oncegate;

import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.Option;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.flyway.autoconfigure.FlywayConnectionDetails;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Tells Flyway which database to migrate. */
@Configuration(proxyBeanMethods = false)
class Migrations {

	@Bean
	@ConditionalOnMissingBean(FlywayConnectionDetails.class)
	MigrationConnection migrationConnection(R2dbcConnectionDetails details) {
		return new MigrationConnection(details.getConnectionFactoryOptions());
	}

	/**
	 * Where Flyway migrates: the database that the gateway itself uses. Flyway reads the
	 * one interface, and Spring Boot looks for the other before it starts Flyway.
	 */
	private record MigrationConnection(
			ConnectionFactoryOptions options) implements FlywayConnectionDetails, JdbcConnectionDetails {

		@Override
		public String getJdbcUrl() {
			Object port = this.options.getValue(ConnectionFactoryOptions.PORT);
			Object sslMode = this.options.getValue(Option.valueOf("sslMode"));
			return "jdbc:postgresql://" + this.options.getRequiredValue(ConnectionFactoryOptions.HOST)
					+ ((port != null) ? ":" + port : "") + "/"
					+ this.options.getRequiredValue(ConnectionFactoryOptions.DATABASE) + "?connectTimeout=5"
					+ ((sslMode != null) ? "&sslmode=" + sslMode : "");
		}

		@Override
		public @Nullable String getUsername() {
			return text(ConnectionFactoryOptions.USER);
		}

		@Override
		public @Nullable String getPassword() {
			return text(ConnectionFactoryOptions.PASSWORD);
		}

		private @Nullable String text(Option<? extends CharSequence> option) {
			Object value = this.options.getValue(option);
			return (value != null) ? value.toString() : null;
		}

		@Override
		public String getDriverClassName() {
			return "org.postgresql.Driver";
		}

	}

}
