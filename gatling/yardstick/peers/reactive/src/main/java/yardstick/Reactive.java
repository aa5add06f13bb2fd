package yardstick;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlClient;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** The bare reactive stack, with a claim in Redis and three ways to insert a row. */
@SpringBootApplication
public class Reactive {

	public static void main(String[] args) {
		SpringApplication.run(Reactive.class, args);
	}

	@Bean(destroyMethod = "shutdown")
	RedisClient redisClient(@Value("${REDIS_PORT}") int port) {
		return RedisClient.create("redis://127.0.0.1:" + port);
	}

	@Bean
	StatefulRedisConnection<String, String> redis(RedisClient client) {
		return client.connect();
	}

	@Bean
	SqlClient pipelined(@Value("${POSTGRES_PORT}") int port) {
		return PgBuilder.client()
			.with(new PoolOptions().setMaxSize(8))
			.connectingTo(new PgConnectOptions().setHost("127.0.0.1")
				.setPort(port)
				.setDatabase("peers")
				.setUser("yardstick")
				.setCachePreparedStatements(true)
				.setPipeliningLimit(16))
			.using(Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setPreferNativeTransport(true)))
			.build();
	}

}
