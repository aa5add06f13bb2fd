package io.oncegate.claim;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.ScriptOutputType;
import io.micrometer.core.instrument.Timer;
import io.oncegate.telemetry.Meters;
import io.oncegate.telemetry.Outcome;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.ClassPathResource;
import org.springframework.data.redis.core.script.RedisScript;

/**
 * A Lua script.
 *
 * @param sha by which Redis knows it once it has run
 * @param answered times the calls that Redis has answered
 * @param failed times those that were given up
 */
record Script(String sha, byte[] text, ScriptOutputType type, Timer answered, Timer failed) {

	/** Notes how long Redis takes for a call that was sent just now. */
	<R> CompletionStage<R> time(CompletionStage<R> call) {
		long sent = System.nanoTime();
		call.whenComplete((reply, fault) -> timer(fault).record(System.nanoTime() - sent, TimeUnit.NANOSECONDS));
		// Not what follows it, which would wrap its fault.
		return call;
	}

	private Timer timer(@Nullable Throwable fault) {
		return (fault == null || fault instanceof RedisCommandExecutionException) ? this.answered : this.failed;
	}

	/** Reads a script that is in a file of its own. */
	static Script read(String name, ScriptOutputType type, Meters meters) {
		try {
			String text = new ClassPathResource("redis/" + name + ".lua").getContentAsString(StandardCharsets.UTF_8);
			return new Script(RedisScript.of(text).getSha1(), text.getBytes(StandardCharsets.UTF_8), type,
					meters.script(name, Outcome.ANSWERED), meters.script(name, Outcome.FAILED));
		}
		catch (IOException ex) {
			throw new IllegalStateException("The script " + name + " cannot be read", ex);
		}
	}

}
