package io.oncegate.web.owner.campaign;

import java.lang.Character.UnicodeScript;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/** Composes a person's name from several columns. */
final class FullName {

	private FullName() {
	}

	/**
	 * Adds a first and a last name to a name unless it contains them. In East Asian
	 * scripts, the last name comes first.
	 */
	static String of(@Nullable String first, @Nullable String name, @Nullable String last) {
		String before = unless(name, first);
		String after = unless(name, last);
		boolean eastern = Stream.of(before, name, after)
			.filter(Objects::nonNull)
			.allMatch((part) -> isEastern(part.codePointAt(0)));
		return Stream.of(eastern ? after : before, name, eastern ? before : after)
			.filter(Objects::nonNull)
			.collect(Collectors.joining(" "));
	}

	private static @Nullable String unless(@Nullable String name, @Nullable String part) {
		return (name != null && part != null && holds(name.toLowerCase(Locale.ROOT), part.toLowerCase(Locale.ROOT)))
				? null : part;
	}

	/** Whole words only: "Jansen" does not contain "Jan". */
	private static boolean holds(String name, String part) {
		for (int at = name.indexOf(part); at >= 0; at = name.indexOf(part, at + 1)) {
			if (!isWithinWord(name, at) && !isWithinWord(name, at + part.length())) {
				return true;
			}
		}
		return false;
	}

	private static boolean isWithinWord(String text, int at) {
		return at > 0 && at < text.length() && isOfWord(text.codePointBefore(at)) && isOfWord(text.codePointAt(at));
	}

	private static boolean isOfWord(int character) {
		return switch (character) {
			case '-', '\'', '\u2010', '\u2011', '\u2019' -> true;
			default -> switch (Character.getType(character)) {
				case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK -> true;
				default -> Character.isLetterOrDigit(character) && !isEastern(character);
			};
		};
	}

	/** Scripts that put no space between words. */
	private static boolean isEastern(int character) {
		return switch (UnicodeScript.of(character)) {
			case HAN, HIRAGANA, KATAKANA, HANGUL -> true;
			default -> false;
		};
	}

}
