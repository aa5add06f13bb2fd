package io.oncegate.cost;

import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.oncegate.faults.Stores;

/** How often Redis has run each command, those within scripts included. */
final class Commands {

	private static final Pattern CALLS = Pattern.compile("cmdstat_(\\S+):calls=(\\d+)");

	/** Of the connections of those who ask for this. */
	private static final String OWN = "auth|hello|info|client.*|command.*|ping|select";

	private final Map<String, Long> calls;

	private Commands(Map<String, Long> calls) {
		this.calls = calls;
	}

	static Commands now(Stores stores) {
		return new Commands(CALLS.matcher(stores.<String>redis((redis) -> redis.info("commandstats")))
			.results()
			.filter((call) -> !call.group(1).matches(OWN))
			.collect(Collectors.toMap((call) -> call.group(1), (call) -> Long.parseLong(call.group(2)))));
	}

	long all() {
		return this.calls.values().stream().mapToLong(Long::longValue).sum();
	}

	long scripts() {
		return this.calls.entrySet()
			.stream()
			.filter((command) -> command.getKey().matches("eval.*|fcall.*"))
			.mapToLong(Map.Entry::getValue)
			.sum();
	}

}
