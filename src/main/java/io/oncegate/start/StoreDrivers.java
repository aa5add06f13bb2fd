package io.oncegate.start;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.StatefulRedisConnectionImpl;
import io.lettuce.core.resource.DefaultClientResources;
import io.netty.channel.epoll.Epoll;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import org.flywaydb.core.Flyway;
import org.postgresql.Driver;
import org.postgresql.jdbc.PgConnection;

import org.springframework.boot.autoconfigure.preinitialize.BackgroundPreinitializer;

/**
 * Loads the classes of the store drivers while Spring discovers its beans: half of a
 * start is loading classes. It connects to nothing.
 */
final class StoreDrivers implements BackgroundPreinitializer {

	@Override
	public void preinitialize() throws ClassNotFoundException {
		Epoll.isAvailable();
		load(RedisURI.class, ClientOptions.class, DefaultClientResources.class, RedisClient.class,
				StatefulRedisConnectionImpl.class, ConnectionPool.class, Driver.class, PgConnection.class);
		new PostgresqlConnectionFactory(
				PostgresqlConnectionConfiguration.builder().host("127.0.0.1").username("nobody").build());
		Flyway.configure().load();
	}

	private static void load(Class<?>... types) throws ClassNotFoundException {
		for (Class<?> type : types) {
			Class.forName(type.getName());
		}
	}

}
