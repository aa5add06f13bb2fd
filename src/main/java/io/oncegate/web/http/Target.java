package io.oncegate.web.http;

import org.jspecify.annotations.Nullable;

/**
 * Normalizes the target of a request line (RFC 9112, 3.2): characters that do not belong
 * in a URL, which mail programs and people do send, are percent-encoded.
 */
final class Target {

	private static final String ALLOWED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/";

	private static final boolean[] IN_PATH = allowed(ALLOWED);

	private static final boolean[] IN_QUERY = allowed(ALLOWED + "?[]");

	private Target() {
	}

	private static boolean[] allowed(String characters) {
		boolean[] allowed = new boolean[128];
		characters.chars().forEach((character) -> allowed[character] = true);
		return allowed;
	}

	/** Returns the path and query of a target; null if it has none. */
	static @Nullable String tidy(String target) {
		if (!target.startsWith("/")) {
			return inside(target);
		}
		boolean[] allowed = IN_PATH;
		for (int n = 0; n < target.length(); n++) {
			char character = target.charAt(n);
			if (character == '?' && allowed == IN_PATH) {
				allowed = IN_QUERY;
			}
			else if (!isAllowed(allowed, target, n)) {
				return encoded(target);
			}
		}
		return target;
	}

	/** Clients of a proxy send the absolute URL (RFC 9112, 3.2.2). */
	private static @Nullable String inside(String target) {
		int scheme = target.indexOf("://");
		if (scheme <= 0 || !target.regionMatches(true, 0, "http", 0, 4) || scheme > "https".length()) {
			return null;
		}
		for (int n = scheme + 3; n < target.length(); n++) {
			if ("/?#".indexOf(target.charAt(n)) >= 0) {
				String rest = target.substring(n);
				return tidy(rest.startsWith("/") ? rest : "/" + rest);
			}
		}
		return "/";
	}

	private static boolean isAllowed(boolean[] allowed, String target, int n) {
		char character = target.charAt(n);
		return (character == '%') ? isHex(target, n + 1) && isHex(target, n + 2)
				: character < allowed.length && allowed[character];
	}

	private static boolean isHex(String target, int n) {
		return n < target.length() && Character.digit(target.charAt(n), 16) >= 0 && target.charAt(n) < 128;
	}

	/** A fragment is dropped: it does not concern the server. */
	private static String encoded(String target) {
		StringBuilder encoded = new StringBuilder(target.length() + 32);
		boolean[] allowed = IN_PATH;
		for (int n = 0; n < target.length() && target.charAt(n) != '#'; n++) {
			char character = target.charAt(n);
			if (character == '?' && allowed == IN_PATH) {
				allowed = IN_QUERY;
				encoded.append(character);
			}
			else if (isAllowed(allowed, target, n)) {
				encoded.append(character);
			}
			else {
				// Each character is one byte of what was sent.
				encoded.append('%')
					.append(Character.toUpperCase(Character.forDigit(character >> 4 & 15, 16)))
					.append(Character.toUpperCase(Character.forDigit(character & 15, 16)));
			}
		}
		return encoded.toString();
	}

}
