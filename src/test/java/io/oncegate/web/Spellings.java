package io.oncegate.web;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How else one may write an address, hoping that it is taken for another one. */
final class Spellings {

	private Spellings() {
	}

	/** Spellings of a path, this one not among them. */
	static Set<String> of(String path) {
		Set<String> spellings = new LinkedHashSet<>();
		for (int n = 1; n < path.length(); n++) {
			String before = path.substring(0, n);
			String at = path.substring(n, n + 1);
			String after = path.substring(n + 1);
			spellings.add(before + encoded(at) + after);
			spellings.add(before + encoded(at).toLowerCase(Locale.ROOT) + after);
			spellings.add(before + "%25" + encoded(at).substring(1) + after);
			spellings.add(before + at.toUpperCase(Locale.ROOT) + after);
		}
		spellings.add("/" + path.substring(1).chars().mapToObj(Spellings::encoded).collect(Collectors.joining()));
		spellings.add(path.toUpperCase(Locale.ROOT));
		slashes(path).forEach((slash) -> {
			String before = path.substring(0, slash);
			String after = path.substring(slash);
			for (String more : new String[] { ";", ";x", ";a=b", ";a=b;c", "/", "/.", "/x/..", "/%2e", "/x/%2E%2E",
					"%2F", "%5C", "%20", "%00" }) {
				spellings.add(before + more + after);
			}
		});
		spellings.remove(path);
		spellings.removeIf((spelling) -> !spelling.startsWith("/"));
		return spellings;
	}

	/** Where a path may go on: before each slash, and at the end. */
	private static IntStream slashes(String path) {
		return IntStream.rangeClosed(0, path.length()).filter((n) -> n == path.length() || path.charAt(n) == '/');
	}

	private static String encoded(int character) {
		return encoded(Character.toString(character));
	}

	private static String encoded(String character) {
		return "%" + String.format("%02X", character.getBytes(StandardCharsets.US_ASCII)[0]);
	}

}
