package yardstick;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** The usual stack: Spring MVC on virtual threads, a claim in Redis, an insert by JDBC. */
@SpringBootApplication
public class Mvc {

	public static void main(String[] args) {
		SpringApplication.run(Mvc.class, args);
	}

	@Bean(destroyMethod = "shutdown")
	RedisClient redisClient(@Value("${REDIS_PORT}") int port) {
		return RedisClient.create("redis://127.0.0.1:" + port);
	}

	@Bean
	StatefulRedisConnection<String, String> redis(RedisClient client) {
		return client.connect();
	}

}
