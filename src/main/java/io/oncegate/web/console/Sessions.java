package io.oncegate.web.console;

import java.time.Duration;
import java.util.Map;

import io.oncegate.link.TokenHash;
import io.oncegate.web.http.PublicUrl;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.core.ReactiveRedisTemplate;
import org.springframework.data.redis.serializer.JacksonJsonRedisSerializer;
import org.springframework.data.redis.serializer.RedisSerializationContext;
import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.data.redis.serializer.StringRedisSerializer;
import org.springframework.session.MapSession;
import org.springframework.session.ReactiveSessionRepository;
import org.springframework.session.config.annotation.web.server.EnableSpringWebSession;
import org.springframework.session.data.redis.ReactiveRedisSessionRepository;
import org.springframework.session.data.redis.RedisSessionMapper;
import org.springframework.session.web.server.session.SpringSessionWebSessionStore;
import org.springframework.web.server.session.CookieWebSessionIdResolver;
import org.springframework.web.server.session.WebSessionIdResolver;
import org.springframework.web.server.session.WebSessionStore;

/**
 * Keeps the sessions of the console in Redis, so that any gateway knows them.
 * <p>
 * A session is a hash of JSON values, under the hash of its id, that expires after twelve
 * hours without a request:
 *
 * <pre>
 * HSET oncegate:session:sessions:HASH-OF-THE-ID creationTime 1795424400000 lastAccessedTime 1795424460000
 *     maxInactiveInterval 43200 sessionAttr:key "HASH-OF-THE-API-KEY" sessionAttr:since 1795424400
 * EXPIRE oncegate:session:sessions:HASH-OF-THE-ID 43200
 * </pre>
 *
 * Only a handler that asks for the session has it read; the cookie goes to no address
 * outside the console.
 */
@Configuration(proxyBeanMethods = false)
@EnableSpringWebSession
class Sessions {

	static final Duration IDLE = Duration.ofHours(12);

	static final String COOKIE = "console";

	private static final String NAMESPACE = "oncegate:session";

	private static final String CREATED = "creationTime";

	private static final RedisSessionMapper MAPPER = new RedisSessionMapper();

	/**
	 * Ids are hashed, so that nobody who can read Redis or its files can take over a
	 * session.
	 */
	private static final RedisSerializer<String> HASHED_IDS = new StringRedisSerializer() {

		private static final String SESSIONS = NAMESPACE + ":sessions:";

		@Override
		public byte[] serialize(@Nullable String key) {
			return super.serialize(
					(key != null) ? SESSIONS + TokenHash.of(key.substring(SESSIONS.length())).value() : null);
		}

	};

	/** Numbers and texts as JSON, never in Java serialization. */
	private static final RedisSerializationContext<String, Object> SERIALIZATION = RedisSerializationContext
		.<String, Object>newSerializationContext(new JacksonJsonRedisSerializer<>(Object.class))
		.key(HASHED_IDS)
		.hashKey(RedisSerializer.string())
		.build();

	@Bean
	ReactiveSessionRepository<?> sessionRepository(ReactiveRedisConnectionFactory connections) {
		ReactiveRedisSessionRepository sessions = new ReactiveRedisSessionRepository(
				new ReactiveRedisTemplate<>(connections, SERIALIZATION));
		sessions.setRedisKeyNamespace(NAMESPACE);
		sessions.setDefaultMaxInactiveInterval(IDLE);
		sessions.setRedisSessionMapper(Sessions::whole);
		return new EndableSessions<>(sessions);
	}

	/**
	 * A session that ends while it is being saved is stored again, but only with the
	 * attributes that changed: that is no session, and deleted.
	 */
	private static Mono<MapSession> whole(String id, Map<String, Object> stored) {
		return Mono.just(stored)
			.filter((values) -> values.containsKey(CREATED))
			.map((values) -> MAPPER.apply(id, values));
	}

	/** Lets a session be read again during a request. */
	@Bean
	WebSessionStore sessionStore(ReactiveSessionRepository<?> sessions) {
		return new SpringSessionWebSessionStore<>(sessions);
	}

	/**
	 * {@code Lax}, because {@code Strict} would sign out whoever follows a link in an
	 * email.
	 */
	@Bean
	WebSessionIdResolver sessionCookie(PublicUrl publicUrl) {
		CookieWebSessionIdResolver resolver = new CookieWebSessionIdResolver();
		resolver.setCookieName(COOKIE);
		resolver.addCookieInitializer(
				(cookie) -> cookie.path("/console").secure(publicUrl.isSecure()).httpOnly(true).sameSite("Lax"));
		return resolver;
	}

}
