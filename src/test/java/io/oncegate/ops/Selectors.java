package io.oncegate.ops;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds which series an expression of PromQL selects. What it does not understand it
 * takes for the name of a series, which then is not found.
 */
final class Selectors {

	private static final Pattern LABELS_OF_OPERATORS = Pattern
		.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");

	private static final Pattern RANGES = Pattern.compile("\\[[^\\]]*\\]");

	/** A name with its labels; or a number or a string, in which names are none. */
	private static final Pattern SELECTOR = Pattern
		.compile("\\d[\\w.]*|\"[^\"]*\"|([a-zA-Z_:][\\w:]*)\\s*(\\{(?:[^}\"]|\"[^\"]*\")*\\})?");

	private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "offset");

	private Selectors() {
	}

	static Set<String> in(String expression) {
		Set<String> selectors = new TreeSet<>();
		String plain = RANGES.matcher(LABELS_OF_OPERATORS.matcher(expression).replaceAll("")).replaceAll("");
		Matcher found = SELECTOR.matcher(plain);
		while (found.find()) {
			String name = found.group(1);
			if (name != null && !WORDS.contains(name) && !isFunction(plain.substring(found.end()))) {
				selectors.add(found.group().strip());
			}
		}
		return selectors;
	}

	private static boolean isFunction(String whatFollows) {
		return whatFollows.stripLeading().startsWith("(");
	}

}
