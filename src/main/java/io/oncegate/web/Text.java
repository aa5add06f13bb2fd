package io.oncegate.web;

import java.text.Normalizer;

import org.jspecify.annotations.Nullable;

/** Tidies what people type. */
public final class Text {

	private Text() {
	}

	/**
	 * Tells whether it is text of several lines that can be stored and shown anywhere.
	 */
	public static boolean isPlain(String text, int most) {
		return text.codePointCount(0, text.length()) <= most && PlainText.Validator.isPlain(text, true);
	}

	/** Composes accents (NFC) and cuts the space around; blank becomes null. */
	public static @Nullable String tidy(@Nullable String text) {
		return (text == null || text.isBlank()) ? null : Normalizer.normalize(text.strip(), Normalizer.Form.NFC);
	}

}
