package io.oncegate.web.http;

import java.text.Normalizer;

import org.jspecify.annotations.Nullable;

/** Tidies what people type. */
public final class Text {

	/** What is longer is too long for every field, and refused as it is. */
	private static final int LONGEST = 4_000;

	/** The first character that composing may change. */
	private static final int FIRST_MARK = 0x300;

	private Text() {
	}

	/**
	 * Tells whether it is text of several lines that can be stored and shown anywhere.
	 */
	public static boolean isPlain(String text, int most) {
		return text.codePointCount(0, text.length()) <= most && PlainText.Validator.isPlain(text, true);
	}

	/**
	 * Composes accents (NFC) and cuts the space around, also that which has no width.
	 * Text with nothing to see becomes null.
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

	/** Most texts are told by their first character. */
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

	/** Most texts have no mark in them. */
	private static boolean isComposed(String text) {
		for (int at = 0; at < text.length(); at++) {
			if (text.charAt(at) >= FIRST_MARK) {
				return false;
			}
		}
		return true;
	}

}
