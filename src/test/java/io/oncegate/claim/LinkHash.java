package io.oncegate.claim;

import java.util.HashMap;
import java.util.Map;

/** The hash of a link with names that can be read. */
final class LinkHash {

	private static final Map<String, String> NAMES = Map.of("id", "i", "calendar", "c", "expires", "x", "claim", "h",
			"lease", "l", "booking", "b", "key", "k", "request", "q", "refusal", "f");

	private static final Map<String, String> STATES = Map.of("claimed", "c", "redeemed", "r", "revoked", "v");

	private LinkHash() {
	}

	/** How Redis has a state; nothing for a good link. */
	static String letter(String state) {
		return STATES.getOrDefault(state, "");
	}

	/** How Redis has it. */
	static Map<String, String> stored(Map<String, String> readable) {
		Map<String, String> stored = new HashMap<>();
		NAMES.forEach((name, letter) -> {
			if (readable.containsKey(name)) {
				stored.put(letter, readable.get(name));
			}
		});
		STATES.forEach((state, letter) -> {
			if (state.equals(readable.get("state"))) {
				stored.put("s", letter);
			}
		});
		return stored;
	}

	/** How people read it. */
	static Map<String, String> readable(Map<String, String> stored) {
		Map<String, String> readable = new HashMap<>();
		if (stored.isEmpty()) {
			return readable;
		}
		NAMES.forEach((name, letter) -> {
			if (stored.containsKey(letter)) {
				readable.put(name, stored.get(letter));
			}
		});
		readable.put("state", "active");
		STATES.forEach((state, letter) -> {
			if (letter.equals(stored.get("s"))) {
				readable.put("state", state);
			}
		});
		return readable;
	}

}
