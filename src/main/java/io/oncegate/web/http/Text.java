package io.oncegate.web.http;

import java.text.Normalizer;

import org.jspecify.annotations.Nullable;

/** Cleans up what people type. */
public final class Text {

	/** Longer text exceeds every field's limit, so it is not normalized. */
	private static final int LONGEST = 4_000;

	/** The first character that composition may change. */
	private static final int FIRST_MARK = 0x300;

	private Text() {
	}

	/**
	 * Tells whether it is plain text, possibly of several lines, of at most so many code
	 * points.
	 */
	public static boolean isPlain(String text, int most) {
		return text.codePointCount(0, text.length()) <= most && PlainText.Validator.isPlain(text, true);
	}

	/**
	 * Composes accents (NFC), and strips leading and trailing space, even of zero width.
	 * Text without a visible character becomes null.
	 */
	public static @Nullable String tidy(@Nullable String text) {
		if (text == null) {
			return null;
		}
		int start = 0;
		int end = text.length();
		while (start < end && Unseen.isSpace(text.charAt(start))) {
			start++;
		}
		while (start < end && Unseen.isSpace(text.charAt(end - 1))) {
			end--;
		}
		return shows(text, start, end) ? composed(text.substring(start, end)) : null;
	}

	/** The first character decides for most texts. */
	private static boolean shows(String text, int start, int end) {
		int at = start;
		while (at < end) {
			int character = text.codePointAt(at);
			if (Unseen.shows(character)) {
				return true;
			}
			at += Character.charCount(character);
		}
		return false;
	}

	private static String composed(String text) {
		return (text.length() > LONGEST || isComposed(text)) ? text : Normalizer.normalize(text, Normalizer.Form.NFC);
	}

	/** Most texts contain no combining marks. */
	private static boolean isComposed(String text) {
		for (int at = 0; at < text.length(); at++) {
			if (text.charAt(at) >= FIRST_MARK) {
				return false;
			}
		}
		return true;
	}

}
