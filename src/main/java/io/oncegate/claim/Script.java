package io.oncegate.claim;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.ScriptOutputType;
import io.micrometer.core.instrument.Timer;
import io.oncegate.telemetry.Meters;
import io.oncegate.telemetry.Outcome;

import org.springframework.core.io.ClassPathResource;
import org.springframework.data.redis.core.script.RedisScript;

/** A Lua script for one link, and the same script for many at once. */
final class Script {

	private final Text one;

	private final Text many;

	private final Timer answered;

	private final Timer failed;

	private Script(Text one, Text many, Timer answered, Timer failed) {
		this.one = one;
		this.many = many;
		this.answered = answered;
		this.failed = failed;
	}

	Text one() {
		return this.one;
	}

	Text many() {
		return this.many;
	}

	/** Times the calls that succeeded. */
	Timer answered() {
		return this.answered;
	}

	/** Times the calls that failed or timed out. */
	Timer timer(Throwable fault) {
		return (fault instanceof RedisCommandExecutionException) ? this.answered : this.failed;
	}

	/** Reads a script from its file. */
	static Script read(String name, ScriptOutputType type, Meters meters) {
		String one = text(name);
		return new Script(Text.of(one, type), Text.of(many(one), ScriptOutputType.MULTI),
				meters.script(name, Outcome.ANSWERED), meters.script(name, Outcome.FAILED));
	}

	/** The script as a function, called for each link. */
	static String many(String one) {
		return "local function one(KEYS, ARGV)\n" + one + "\nend\n" + text("many");
	}

	private static String text(String name) {
		try {
			return new ClassPathResource("redis/" + name + ".lua").getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new IllegalStateException("The script " + name + " cannot be read", ex);
		}
	}

	/**
	 * The form that is sent to Redis.
	 *
	 * @param sha the digest by which Redis knows it once it has run
	 * @param type the type of its reply
	 */
	record Text(String sha, byte[] source, ScriptOutputType type) {

		private static Text of(String source, ScriptOutputType type) {
			return new Text(RedisScript.of(source).getSha1(), source.getBytes(StandardCharsets.UTF_8), type);
		}

	}

}
