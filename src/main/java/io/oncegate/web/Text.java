package io.oncegate.web;

import java.text.Normalizer;

import org.jspecify.annotations.Nullable;

/** Tidies what people type. */
public final class Text {

	private Text() {
	}

	/** Composes accents (NFC) and cuts the space around; blank becomes null. */
	public static @Nullable String tidy(@Nullable String text) {
		return (text == null || text.isBlank()) ? null : Normalizer.normalize(text.strip(), Normalizer.Form.NFC);
	}

}
