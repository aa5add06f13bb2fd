package io.oncegate.booking;

import java.time.Duration;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactoryProvider;
import io.r2dbc.spi.ConnectionFactoryOptions;
import reactor.netty.resources.LoopResources;

import org.springframework.boot.r2dbc.autoconfigure.ConnectionFactoryOptionsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Sets a timeout for every wait for the database. */
@Configuration(proxyBeanMethods = false)
class BookingConfiguration {

	private static final Duration PATIENCE = Duration.ofSeconds(2);

	private static final Duration UNACKNOWLEDGED = Duration.ofSeconds(5);

	/**
	 * The connections for commits: nothing else makes them wait, and as they are few, the
	 * database's caches for each stay warm.
	 */
	@Bean(defaultCandidate = false, destroyMethod = "dispose")
	ConnectionPool commitConnections(ConnectionPool connections) {
		return new ConnectionPool(ConnectionPoolConfiguration.builder(connections.unwrap())
			.name("commits")
			.initialSize(CommitQueue.WRITERS)
			.maxSize(CommitQueue.WRITERS)
			.maxAcquireTime(PATIENCE)
			.maxCreateConnectionTime(PATIENCE)
			.acquireRetry(0)
			.build());
	}

	@Bean
	ConnectionFactoryOptionsBuilderCustomizer boundedWaits(LoopResources loops) {
		return (options) -> options.option(ConnectionFactoryOptions.CONNECT_TIMEOUT, PATIENCE)
			.option(PostgresqlConnectionFactoryProvider.APPLICATION_NAME, "oncegate")
			.option(PostgresqlConnectionFactoryProvider.LOOP_RESOURCES, new ImpatientSockets(loops, UNACKNOWLEDGED))
			.option(PostgresqlConnectionFactoryProvider.STATEMENT_TIMEOUT, Duration.ofSeconds(3))
			.option(PostgresqlConnectionFactoryProvider.LOCK_WAIT_TIMEOUT, Duration.ofSeconds(2));
	}

}
