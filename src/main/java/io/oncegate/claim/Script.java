package io.oncegate.claim;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import io.lettuce.core.ScriptOutputType;

import org.springframework.core.io.ClassPathResource;
import org.springframework.data.redis.core.script.RedisScript;

/**
 * A Lua script.
 *
 * @param sha by which Redis knows it once it has run
 */
record Script(String sha, byte[] text, ScriptOutputType type) {

	/** Reads a script that is in a file of its own. */
	static Script read(String name, ScriptOutputType type) {
		try {
			String text = new ClassPathResource("redis/" + name + ".lua").getContentAsString(StandardCharsets.UTF_8);
			return new Script(RedisScript.of(text).getSha1(), text.getBytes(StandardCharsets.UTF_8), type);
		}
		catch (IOException ex) {
			throw new IllegalStateException("The script " + name + " cannot be read", ex);
		}
	}

}
