package io.oncegate.claim;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.jspecify.annotations.Nullable;

/**
 * A call of a script for one link, timed and counted by the circuit breaker, and its
 * result. A fault is a {@link ClaimsUnavailableException}.
 */
final class ScriptCall<R, T> extends CompletableFuture<T> {

	private final Script script;

	private final RedisClusterAsyncCommands<byte[], byte[]> redis;

	private final byte[] link;

	private final byte[][] arguments;

	private final Function<R, T> read;

	private final @Nullable CircuitBreaker circuit;

	private final long began = System.nanoTime();

	/**
	 * Starts a call.
	 * @param redis the connection of the link
	 * @param read converts the reply
	 * @param circuit the circuit breaker that let it through and counts it; or null
	 */
	ScriptCall(Script script, RedisClusterAsyncCommands<byte[], byte[]> redis, byte[] link, byte[][] arguments,
			Function<R, T> read, @Nullable CircuitBreaker circuit) {
		this.script = script;
		this.redis = redis;
		this.link = link;
		this.arguments = arguments;
		this.read = read;
		this.circuit = circuit;
	}

	Script script() {
		return this.script;
	}

	RedisClusterAsyncCommands<byte[], byte[]> redis() {
		return this.redis;
	}

	byte[] link() {
		return this.link;
	}

	byte[][] arguments() {
		return this.arguments;
	}

	/** Receives the reply of the script for one link. */
	void answer(R reply) {
		long nanos = System.nanoTime() - this.began;
		this.script.answered().record(nanos, TimeUnit.NANOSECONDS);
		if (this.circuit != null) {
			this.circuit.onSuccess(nanos, TimeUnit.NANOSECONDS);
		}
		try {
			complete(this.read.apply(reply));
		}
		catch (UnreadableLinkException ex) {
			completeExceptionally(ex);
		}
		catch (RuntimeException ex) {
			completeExceptionally(new ClaimsUnavailableException(ex));
		}
	}

	/** Receives its part of the reply of the script for many links. */
	@SuppressWarnings("unchecked") // the type that the script replies
	void answerPart(Object part) {
		if (part instanceof byte[] fault) {
			fail(new RedisCommandExecutionException(Scripts.IN_A_SCRIPT + " " + Bytes.text(fault)));
		}
		else {
			answer((R) part);
		}
	}

	void fail(Throwable fault) {
		long nanos = System.nanoTime() - this.began;
		this.script.timer(fault).record(nanos, TimeUnit.NANOSECONDS);
		if (this.circuit != null) {
			this.circuit.onError(nanos, TimeUnit.NANOSECONDS, fault);
		}
		completeExceptionally(Scripts.isOfTheLink(fault) ? new UnreadableLinkException(fault)
				: new ClaimsUnavailableException(fault));
	}

}
