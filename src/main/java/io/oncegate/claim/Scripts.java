package io.oncegate.claim;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.ScriptOutputType;
import io.oncegate.telemetry.Meters;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.stereotype.Component;

/**
 * The Lua scripts, each for one link and run by its SHA, on pipelined connections.
 * <p>
 * While the circuit breaker is open they fail at once, with a
 * {@link ClaimsUnavailableException} as for every other fault; except the release,
 * because a link has to be released before its failure is answered.
 */
@Component
class Scripts {

	/** How Redis reports a fault inside a script. */
	static final String IN_A_SCRIPT = "user_script:";

	private final RedisConnections connections;

	private final ScriptCalls calls;

	private final CircuitBreaker circuit;

	private final Script publish;

	private final Script resolve;

	private final Script claim;

	private final Script confirm;

	private final Script release;

	private final Script revoke;

	private final Script redeem;

	private final Script forget;

	Scripts(RedisConnections connections, CircuitBreaker redisCircuit, Meters meters) {
		this.connections = connections;
		this.calls = new ScriptCalls(!connections.areOfACluster());
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
		return Mono.fromFuture(() -> make(this.release, Scripts::isOne, link, arguments, null), true);
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

	/** Counts the connections made to Redis. */
	long connected() {
		return this.connections.made();
	}

	private static boolean isOne(Long reply) {
		return reply == 1;
	}

	/** Reads a reply that may be malformed. */
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
		return Mono.fromFuture(() -> this.circuit.tryAcquirePermission()
				? make(script, read, link, arguments, this.circuit) : CompletableFuture.failedFuture(refusal()), true);
	}

	private <R, T> CompletableFuture<T> make(Script script, Function<R, T> read, byte[] link, byte[][] arguments,
			@Nullable CircuitBreaker circuit) {
		try {
			ScriptCall<R, T> call = new ScriptCall<>(script, this.connections.of(link), link, arguments, read, circuit);
			this.calls.make(call);
			return call;
		}
		catch (RedisConnectionFailureException ex) {
			if (circuit != null) {
				circuit.onError(0, TimeUnit.NANOSECONDS, ex);
			}
			return CompletableFuture.failedFuture(new ClaimsUnavailableException(ex));
		}
	}

	private ClaimsUnavailableException refusal() {
		return new ClaimsUnavailableException(CallNotPermittedException.createCallNotPermittedException(this.circuit));
	}

	/**
	 * Tells whether Redis responded and the data of the link is to blame: a script that
	 * fails while running names the line; one that cannot start does not.
	 */
	static boolean isOfTheLink(Throwable ex) {
		return ex instanceof RedisCommandExecutionException && String.valueOf(ex.getMessage()).contains(IN_A_SCRIPT);
	}

}
