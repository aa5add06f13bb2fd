package io.oncegate.claim;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.reactor.circuitbreaker.operator.CircuitBreakerOperator;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisNoScriptException;
import reactor.core.publisher.Mono;

import org.springframework.core.io.ClassPathResource;
import org.springframework.data.redis.connection.ReactiveRedisConnection;
import org.springframework.data.redis.connection.ReactiveScriptingCommands;
import org.springframework.data.redis.connection.ReturnType;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.script.RedisScript;
import org.springframework.stereotype.Component;

/**
 * The Lua scripts, read once, at the start, and run by their SHA on one link's key.
 * <p>
 * They share one connection that is kept for the life of the gateway: asking the factory
 * for it takes a lock each time, which event loops would wait for. Behind an open circuit
 * they fail at once, with a {@link ClaimsUnavailableException} as for every other fault;
 * all but the release, for a link has to be given back before its failure is answered.
 */
@Component
class Scripts {

	private final ReactiveScriptingCommands redis;

	private final CircuitBreaker circuit;

	private final AtomicLong connected = new AtomicLong();

	private final Script publish = read("publish", ReturnType.INTEGER);

	private final Script resolve = read("resolve", ReturnType.MULTI);

	private final Script claim = read("claim", ReturnType.MULTI);

	private final Script confirm = read("confirm", ReturnType.INTEGER);

	private final Script release = read("release", ReturnType.INTEGER);

	private final Script revoke = read("revoke", ReturnType.INTEGER);

	private final Script redeem = read("redeem", ReturnType.INTEGER);

	private final Script forget = read("forget", ReturnType.INTEGER);

	Scripts(LettuceConnectionFactory connections, CircuitBreaker redisCircuit) {
		this.circuit = redisCircuit;
		connections.getRequiredNativeClient().addListener(new RedisConnectionStateListener() {

			@Override
			public void onRedisConnected(RedisChannelHandler<?, ?> connection, SocketAddress address) {
				Scripts.this.connected.incrementAndGet();
			}

		});
		ReactiveRedisConnection connection = connections.getReactiveConnection();
		this.redis = connection.scriptingCommands();
	}

	private static Script read(String name, ReturnType type) {
		try {
			String text = new ClassPathResource("redis/" + name + ".lua").getContentAsString(StandardCharsets.UTF_8);
			return new Script(RedisScript.of(text).getSha1(), buffer(text), type);
		}
		catch (IOException ex) {
			throw new IllegalStateException("The script " + name + " cannot be read", ex);
		}
	}

	Mono<Boolean> publish(String link, String... arguments) {
		return isOne(run(this.publish, link, arguments));
	}

	Mono<Reply> resolve(String link) {
		return this.<List<?>>run(this.resolve, link).map(Reply::new);
	}

	Mono<Reply> claim(String link, String... arguments) {
		return this.<List<?>>run(this.claim, link, arguments).map(Reply::new);
	}

	Mono<Boolean> confirm(String link, String... arguments) {
		return isOne(run(this.confirm, link, arguments));
	}

	Mono<Boolean> release(String link, String... arguments) {
		return isOne(send(this.release, link, arguments));
	}

	Mono<Boolean> revoke(String link) {
		return isOne(run(this.revoke, link));
	}

	Mono<Boolean> redeem(String link, String... arguments) {
		return isOne(run(this.redeem, link, arguments));
	}

	Mono<Boolean> forget(String link, String... arguments) {
		return isOne(run(this.forget, link, arguments));
	}

	/** Counts the connections that were made to Redis. */
	long connected() {
		return this.connected.get();
	}

	private static Mono<Boolean> isOne(Mono<Long> reply) {
		return reply.map((number) -> number == 1);
	}

	private <T> Mono<T> run(Script script, String link, String... arguments) {
		return this.<T>send(script, link, arguments)
			.transformDeferred(CircuitBreakerOperator.of(this.circuit))
			.onErrorMap(CallNotPermittedException.class, ClaimsUnavailableException::new);
	}

	private <T> Mono<T> send(Script script, String link, String... arguments) {
		return Mono.defer(() -> this.redis.<T>evalSha(script.sha(), script.type(), 1, buffers(link, arguments)).next())
			.onErrorResume((ex) -> ex.getCause() instanceof RedisNoScriptException,
					(ex) -> this.redis.<T>eval(script.text().duplicate(), script.type(), 1, buffers(link, arguments))
						.next())
			.onErrorMap((ex) -> isOfTheLink(ex) ? new UnreadableLinkException(ex) : new ClaimsUnavailableException(ex));
	}

	/** A script that fails on its way says where; one that cannot begin does not. */
	private static boolean isOfTheLink(Throwable ex) {
		return ex.getCause() instanceof RedisCommandExecutionException fault
				&& String.valueOf(fault.getMessage()).contains("user_script:");
	}

	private static ByteBuffer[] buffers(String link, String[] arguments) {
		ByteBuffer[] buffers = new ByteBuffer[1 + arguments.length];
		buffers[0] = buffer(link);
		for (int n = 0; n < arguments.length; n++) {
			buffers[n + 1] = buffer(arguments[n]);
		}
		return buffers;
	}

	private static ByteBuffer buffer(String text) {
		return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
	}

	/** A script's SHA, by which Redis knows it once it has run. */
	private record Script(String sha, ByteBuffer text, ReturnType type) {

	}

}
