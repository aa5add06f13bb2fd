package io.oncegate.claim;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.springframework.core.io.ClassPathResource;
import org.springframework.data.redis.core.script.RedisScript;

/** The Lua scripts, read once and run by their SHA. */
final class Scripts {

	static final RedisScript<Long> PUBLISH = read("publish", Long.class);

	@SuppressWarnings("rawtypes") // the driver's type of a reply with several values
	static final RedisScript<List> RESOLVE = read("resolve", List.class);

	@SuppressWarnings("rawtypes")
	static final RedisScript<List> CLAIM = read("claim", List.class);

	static final RedisScript<Long> CONFIRM = read("confirm", Long.class);

	static final RedisScript<Long> RELEASE = read("release", Long.class);

	static final RedisScript<Long> REVOKE = read("revoke", Long.class);

	private Scripts() {
	}

	private static <T> RedisScript<T> read(String name, Class<T> result) {
		try {
			// A script that is backed by a resource looks at the file on every call.
			return RedisScript
				.of(new ClassPathResource("redis/" + name + ".lua").getContentAsString(StandardCharsets.UTF_8), result);
		}
		catch (IOException ex) {
			throw new IllegalStateException("The script " + name + " cannot be read", ex);
		}
	}

}
