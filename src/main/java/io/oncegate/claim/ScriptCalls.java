package io.oncegate.claim;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocal;
import io.netty.util.internal.ThreadExecutorMap;

/**
 * Sends calls to Redis: the calls of a script that an event loop makes in one run, as
 * after a batch of bookings is committed, are sent as one command at the end of the run.
 * <p>
 * All are sent before the loop reads its next input, so that a release, which follows the
 * reply to its claim, cannot overtake it.
 */
class ScriptCalls {

	/** Redis serves nobody else in the meantime: a quarter of a millisecond. */
	private static final int MOST = 64;

	private final FastThreadLocal<List<ScriptCall<?, ?>>> made = new FastThreadLocal<>() {

		@Override
		protected List<ScriptCall<?, ?>> initialValue() {
			return new ArrayList<>();
		}

	};

	/** In a cluster, a script has one key. */
	private volatile boolean together;

	ScriptCalls(boolean together) {
		this.together = together;
	}

	void make(ScriptCall<?, ?> call) {
		EventExecutor loop = ThreadExecutorMap.currentExecutor();
		if (loop == null || !this.together) {
			send(call);
			return;
		}
		List<ScriptCall<?, ?>> run = this.made.get();
		run.add(call);
		if (run.size() == 1) {
			afterThisRun(loop);
		}
	}

	private void afterThisRun(EventExecutor loop) {
		try {
			loop.execute(this::sendAll);
		}
		catch (RejectedExecutionException ex) {
			sendAll();
		}
	}

	private void sendAll() {
		List<ScriptCall<?, ?>> run = this.made.get();
		List<ScriptCall<?, ?>> calls = List.copyOf(run);
		run.clear();
		if (calls.size() == 1) {
			send(calls.get(0));
		}
		else {
			alike(calls).forEach(this::sendTogether);
		}
	}

	/** Calls of the same script on the same connection. */
	private static Collection<List<ScriptCall<?, ?>>> alike(List<ScriptCall<?, ?>> calls) {
		Map<List<Object>, List<ScriptCall<?, ?>>> alike = new LinkedHashMap<>();
		calls.forEach((call) -> alike.computeIfAbsent(List.of(call.script(), call.redis()), (kind) -> new ArrayList<>())
			.add(call));
		return alike.values();
	}

	private void sendTogether(List<ScriptCall<?, ?>> calls) {
		for (int from = 0; from < calls.size(); from += MOST) {
			List<ScriptCall<?, ?>> some = calls.subList(from, Math.min(from + MOST, calls.size()));
			if (some.size() == 1) {
				send(some.get(0));
			}
			else {
				sendMany(some);
			}
		}
	}

	private <R, T> void send(ScriptCall<R, T> call) {
		this.<R>run(call.redis(), call.script().one(), new byte[][] { call.link() }, call.arguments(), call::answer,
				call::fail);
	}

	private void sendMany(List<ScriptCall<?, ?>> calls) {
		byte[][] links = calls.stream().map(ScriptCall::link).toArray(byte[][]::new);
		byte[][] arguments = calls.stream().flatMap((call) -> Stream.of(call.arguments())).toArray(byte[][]::new);
		ScriptCall<?, ?> first = calls.get(0);
		this.<List<?>>run(first.redis(), first.script().many(), links, arguments, (replies) -> {
			for (int n = 0; n < calls.size(); n++) {
				calls.get(n).answerPart(replies.get(n));
			}
		}, (fault) -> failMany(calls, fault));
	}

	/** There may be a proxy in front of a cluster, which has run nothing then. */
	private void failMany(List<ScriptCall<?, ?>> calls, Throwable fault) {
		if (fault instanceof RedisCommandExecutionException
				&& String.valueOf(fault.getMessage()).startsWith("CROSSSLOT")) {
			this.together = false;
			calls.forEach(this::send);
		}
		else {
			calls.forEach((call) -> call.fail(fault));
		}
	}

	private <R> void run(RedisClusterAsyncCommands<byte[], byte[]> redis, Script.Text script, byte[][] links,
			byte[][] arguments, Consumer<R> answer, Consumer<Throwable> fail) {
		try {
			end(redis.<R>evalsha(script.sha(), script.type(), links, arguments), answer, (fault) -> {
				if (fault instanceof RedisNoScriptException) {
					end(redis.<R>eval(script.source(), script.type(), links, arguments), answer, fail);
				}
				else {
					fail.accept(fault);
				}
			});
		}
		catch (RuntimeException ex) {
			fail.accept(ex);
		}
	}

	private static <R> void end(CompletionStage<R> call, Consumer<R> answer, Consumer<Throwable> fail) {
		call.whenComplete((reply, fault) -> {
			if (fault != null) {
				fail.accept(fault);
			}
			else {
				answer.accept(reply);
			}
		});
	}

}
