package io.oncegate.claim;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * The Lua scripts, run by their SHA on one link's key, on one connection for all, on
 * which commands do not wait for the replies of those before them.
 * <p>
 * Behind an open circuit they fail at once, with a {@link ClaimsUnavailableException} as
 * for every other fault; all but the release, for a link has to be given back before its
 * failure is answered.
 */
@Component
class Scripts {

	private final RedisClusterAsyncCommands<byte[], byte[]> redis;

	private final CircuitBreaker circuit;

	private final ClaimConnection connection;

	private final Script publish = Script.read("publish", ScriptOutputType.INTEGER);

	private final Script resolve = Script.read("resolve", ScriptOutputType.MULTI);

	private final Script claim = Script.read("claim", ScriptOutputType.MULTI);

	private final Script confirm = Script.read("confirm", ScriptOutputType.INTEGER);

	private final Script release = Script.read("release", ScriptOutputType.INTEGER);

	private final Script revoke = Script.read("revoke", ScriptOutputType.INTEGER);

	private final Script redeem = Script.read("redeem", ScriptOutputType.INTEGER);

	private final Script forget = Script.read("forget", ScriptOutputType.INTEGER);

	Scripts(ClaimConnection connection, CircuitBreaker redisCircuit) {
		this.connection = connection;
		this.redis = connection.commands();
		this.circuit = redisCircuit;
	}

	Mono<Boolean> publish(byte[] link, byte[]... arguments) {
		return isOne(run(this.publish, link, arguments));
	}

	Mono<Reply> resolve(byte[] link) {
		return this.<List<?>>run(this.resolve, link).map(Reply::new);
	}

	Mono<Reply> claim(byte[] link, byte[]... arguments) {
		return this.<List<?>>run(this.claim, link, arguments).map(Reply::new);
	}

	Mono<Boolean> confirm(byte[] link, byte[]... arguments) {
		return isOne(run(this.confirm, link, arguments));
	}

	Mono<Boolean> release(byte[] link, byte[]... arguments) {
		return isOne(send(Supplier::get, this.release, link, arguments));
	}

	Mono<Boolean> revoke(byte[] link) {
		return isOne(run(this.revoke, link));
	}

	Mono<Boolean> redeem(byte[] link, byte[]... arguments) {
		return isOne(run(this.redeem, link, arguments));
	}

	Mono<Boolean> forget(byte[] link, byte[]... arguments) {
		return isOne(run(this.forget, link, arguments));
	}

	/**
	 * Writes a hash that was not there. Not counted by the circuit: many at once may be
	 * slow, and nobody waits for them who books.
	 * @param until when the hash is to be dropped, or null
	 */
	Mono<Void> write(byte[] link, Map<byte[], byte[]> fields, @Nullable Instant until) {
		return this.<Long>future(Supplier::get, () -> this.redis.hset(link, fields))
			.then(Mono.justOrEmpty(until))
			.flatMap((instant) -> this.<Boolean>future(Supplier::get, () -> this.redis.pexpireat(link, instant)))
			.onErrorMap(ClaimsUnavailableException::new)
			.then();
	}

	/** Counts the connections that were made to Redis. */
	long connected() {
		return this.connection.made();
	}

	private static Mono<Boolean> isOne(Mono<Long> reply) {
		return reply.map((number) -> number == 1);
	}

	private <T> Mono<T> run(Script script, byte[] link, byte[]... arguments) {
		return send(this.circuit::executeCompletionStage, script, link, arguments);
	}

	private <T> Mono<T> send(Function<Supplier<CompletionStage<T>>, CompletionStage<T>> guard, Script script,
			byte[] link, byte[]... arguments) {
		byte[][] keys = { link };
		return this.<T>future(guard, () -> this.redis.evalsha(script.sha(), script.type(), keys, arguments))
			.onErrorResume(RedisNoScriptException.class,
					(ex) -> future(guard, () -> this.redis.eval(script.text(), script.type(), keys, arguments)))
			.onErrorMap((ex) -> isOfTheLink(ex) ? new UnreadableLinkException(ex) : new ClaimsUnavailableException(ex));
	}

	private <T> Mono<T> future(Function<Supplier<CompletionStage<T>>, CompletionStage<T>> guard,
			Supplier<CompletionStage<T>> command) {
		return Mono.fromFuture(() -> guard.apply(command).toCompletableFuture(), true);
	}

	/**
	 * Tells whether Redis answered, and it is for what it has of the link: a script that
	 * fails on its way says where; one that cannot begin does not.
	 */
	static boolean isOfTheLink(Throwable ex) {
		return ex instanceof RedisCommandExecutionException && String.valueOf(ex.getMessage()).contains("user_script:");
	}

}
