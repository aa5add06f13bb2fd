package io.oncegate.claim;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.oncegate.telemetry.Meters;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * The Lua scripts, run by their SHA on one link's key, on connections on which commands
 * do not wait for the replies of those before them.
 * <p>
 * Behind an open circuit they fail at once, with a {@link ClaimsUnavailableException} as
 * for every other fault; all but the release, for a link has to be given back before its
 * failure is answered.
 */
@Component
class Scripts {

	private final ClaimConnections connections;

	private final CircuitBreaker circuit;

	private final Script publish;

	private final Script resolve;

	private final Script claim;

	private final Script confirm;

	private final Script release;

	private final Script revoke;

	private final Script redeem;

	private final Script forget;

	Scripts(ClaimConnections connections, CircuitBreaker redisCircuit, Meters meters) {
		this.connections = connections;
		this.circuit = redisCircuit;
		this.publish = Script.read("publish", ScriptOutputType.INTEGER, meters);
		this.resolve = Script.read("resolve", ScriptOutputType.MULTI, meters);
		this.claim = Script.read("claim", ScriptOutputType.MULTI, meters);
		this.confirm = Script.read("confirm", ScriptOutputType.INTEGER, meters);
		this.release = Script.read("release", ScriptOutputType.INTEGER, meters);
		this.revoke = Script.read("revoke", ScriptOutputType.INTEGER, meters);
		this.redeem = Script.read("redeem", ScriptOutputType.INTEGER, meters);
		this.forget = Script.read("forget", ScriptOutputType.INTEGER, meters);
	}

	Mono<Boolean> publish(byte[] link, byte[]... arguments) {
		return run(this.publish, Scripts::isOne, link, arguments);
	}

	<T> Mono<T> resolve(Function<Reply, T> read, byte[] link) {
		return run(this.resolve, read(read), link);
	}

	<T> Mono<T> claim(Function<Reply, T> read, byte[] link, byte[]... arguments) {
		return run(this.claim, read(read), link, arguments);
	}

	Mono<Boolean> confirm(byte[] link, byte[]... arguments) {
		return run(this.confirm, Scripts::isOne, link, arguments);
	}

	Mono<Boolean> release(byte[] link, byte[]... arguments) {
		return send(Supplier::get, this.release, Scripts::isOne, link, arguments);
	}

	Mono<Boolean> revoke(byte[] link, byte[]... arguments) {
		return run(this.revoke, Scripts::isOne, link, arguments);
	}

	Mono<Boolean> redeem(byte[] link, byte[]... arguments) {
		return run(this.redeem, Scripts::isOne, link, arguments);
	}

	Mono<Boolean> forget(byte[] link, byte[]... arguments) {
		return run(this.forget, Scripts::isOne, link, arguments);
	}

	/** Counts the connections that were made to Redis. */
	long connected() {
		return this.connections.made();
	}

	private static boolean isOne(Long reply) {
		return reply == 1;
	}

	/** Reads what may make no sense. */
	private static <T> Function<List<?>, T> read(Function<Reply, T> read) {
		return (values) -> {
			try {
				return read.apply(new Reply(values));
			}
			catch (IllegalArgumentException | IndexOutOfBoundsException ex) {
				throw new UnreadableLinkException(ex);
			}
		};
	}

	private <R, T> Mono<T> run(Script script, Function<R, T> read, byte[] link, byte[]... arguments) {
		return send(this.circuit::executeCompletionStage, script, read, link, arguments);
	}

	private <R, T> Mono<T> send(Function<Supplier<CompletionStage<R>>, CompletionStage<R>> guard, Script script,
			Function<R, T> read, byte[] link, byte[]... arguments) {
		RedisClusterAsyncCommands<byte[], byte[]> redis = this.connections.of(link);
		byte[][] keys = { link };
		return Mono
			.fromFuture(() -> guard
				.apply(() -> script.time(redis.<R>evalsha(script.sha(), script.type(), keys, arguments)))
				.exceptionallyCompose((fault) -> (fault instanceof RedisNoScriptException)
						? guard.apply(() -> script.time(redis.<R>eval(script.text(), script.type(), keys, arguments)))
						: CompletableFuture.failedStage(fault))
				.thenApply(read)
				.toCompletableFuture(), true)
			.onErrorMap((fault) -> !(fault instanceof UnreadableLinkException), (fault) -> isOfTheLink(fault)
					? new UnreadableLinkException(fault) : new ClaimsUnavailableException(fault));
	}

	/**
	 * Tells whether Redis answered, and it is for what it has of the link: a script that
	 * fails on its way says where; one that cannot begin does not.
	 */
	static boolean isOfTheLink(Throwable ex) {
		return ex instanceof RedisCommandExecutionException && String.valueOf(ex.getMessage()).contains("user_script:");
	}

}
