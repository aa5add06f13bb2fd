package io.oncegate.booking;

import java.time.Duration;

import io.r2dbc.postgresql.PostgresqlConnectionFactoryProvider;
import io.r2dbc.spi.ConnectionFactoryOptions;
import reactor.netty.tcp.TcpResources;

import org.springframework.boot.r2dbc.autoconfigure.ConnectionFactoryOptionsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Bounds every wait for the database. */
@Configuration(proxyBeanMethods = false)
class BookingConfiguration {

	private static final Duration UNACKNOWLEDGED = Duration.ofSeconds(5);

	@Bean
	ConnectionFactoryOptionsBuilderCustomizer boundedWaits() {
		return (options) -> options.option(ConnectionFactoryOptions.CONNECT_TIMEOUT, Duration.ofSeconds(2))
			.option(PostgresqlConnectionFactoryProvider.APPLICATION_NAME, "oncegate")
			.option(PostgresqlConnectionFactoryProvider.LOOP_RESOURCES,
					new ImpatientSockets(TcpResources.get(), UNACKNOWLEDGED))
			.option(PostgresqlConnectionFactoryProvider.STATEMENT_TIMEOUT, Duration.ofSeconds(3))
			.option(PostgresqlConnectionFactoryProvider.LOCK_WAIT_TIMEOUT, Duration.ofSeconds(2));
	}

}
