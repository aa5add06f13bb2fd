package io.oncegate.booking;

import java.time.Duration;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactoryProvider;
import io.r2dbc.spi.ConnectionFactoryOptions;
import reactor.netty.resources.LoopResources;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.r2dbc.autoconfigure.ConnectionFactoryOptionsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Sets a timeout for every wait for the database. */
@Configuration(proxyBeanMethods = false)
class BookingConfiguration {

	private static final Duration PATIENCE = Duration.ofSeconds(2);

	/**
	 * Longer than a connection may say nothing, so that the next server of a list is
	 * tried.
	 */
	private static final Duration CREATION = Duration.ofSeconds(5);

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
			.maxCreateConnectionTime(CREATION)
			.acquireRetry(0)
			.build());
	}

	/** Not to be injected where event loops are wanted. */
	@Bean(defaultCandidate = false)
	ImpatientSockets postgresSockets(LoopResources loops) {
		return new ImpatientSockets(loops, UNACKNOWLEDGED, PATIENCE);
	}

	@Bean
	ConnectionFactoryOptionsBuilderCustomizer boundedWaits(@Qualifier("postgresSockets") ImpatientSockets sockets) {
		return (options) -> options.option(ConnectionFactoryOptions.CONNECT_TIMEOUT, PATIENCE)
			.option(PostgresqlConnectionFactoryProvider.APPLICATION_NAME, "oncegate")
			.option(PostgresqlConnectionFactoryProvider.LOOP_RESOURCES, sockets)
			.option(PostgresqlConnectionFactoryProvider.STATEMENT_TIMEOUT, Duration.ofSeconds(3))
			.option(PostgresqlConnectionFactoryProvider.LOCK_WAIT_TIMEOUT, Duration.ofSeconds(2));
	}

}
