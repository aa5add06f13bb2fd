package io.oncegate.web.console;

import io.oncegate.web.PublicUrl;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.serializer.JacksonJsonRedisSerializer;
import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.session.data.redis.config.annotation.web.server.EnableRedisWebSession;
import org.springframework.web.server.session.CookieWebSessionIdResolver;
import org.springframework.web.server.session.WebSessionIdResolver;

/**
 * Keeps the sessions of the console in Redis, so that any gateway knows them.
 * <p>
 * A session is a hash of JSON values that expires after {@value #SECONDS} seconds without
 * a request:
 *
 * <pre>
 * HSET oncegate:session:sessions:ID creationTime 1795424400000 lastAccessedTime 1795424460000
 *     maxInactiveInterval 43200 sessionAttr:key "HASH-OF-THE-API-KEY"
 * EXPIRE oncegate:session:sessions:ID 43200
 * </pre>
 *
 * Only a handler that asks for the session has it read; the cookie goes to no address
 * outside the console.
 */
@Configuration(proxyBeanMethods = false)
@EnableRedisWebSession(redisNamespace = "oncegate:session", maxInactiveIntervalInSeconds = Sessions.SECONDS)
class Sessions {

	static final int SECONDS = 12 * 60 * 60;

	static final String COOKIE = "console";

	Sessions(LettuceConnectionFactory connections) {
		// Made when it is first asked for, for which an event loop must not wait.
		connections.getReactiveConnection();
	}

	/**
	 * {@code Lax}, for {@code Strict} would sign out whoever follows a link from a mail.
	 */
	@Bean
	WebSessionIdResolver sessionCookie(PublicUrl publicUrl) {
		CookieWebSessionIdResolver resolver = new CookieWebSessionIdResolver();
		resolver.setCookieName(COOKIE);
		resolver.addCookieInitializer(
				(cookie) -> cookie.path("/console").secure(publicUrl.isSecure()).httpOnly(true).sameSite("Lax"));
		return resolver;
	}

	/** Numbers and texts as JSON, never Java's own serialization. */
	@Bean
	RedisSerializer<Object> springSessionDefaultRedisSerializer() {
		return new JacksonJsonRedisSerializer<>(Object.class);
	}

}
