package io.oncegate.notice;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** The lines of a calendar file (RFC 5545, 3.1). */
final class ContentLines {

	/** The maximum number of bytes per line. */
	private static final int WIDTH = 75;

	/** What no text may contain (RFC 5545, 3.3.11), except line breaks. */
	private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\t\\r\\n]]");

	private final StringBuilder lines = new StringBuilder();

	/** Adds a text, if there is one. */
	void text(String name, @Nullable String text) {
		if (text != null) {
			line(name + ":" + escape(text));
		}
	}

	private static String escape(String text) {
		return CONTROL.matcher(text)
			.replaceAll("")
			.replace("\\", "\\\\")
			.replace(";", "\\;")
			.replace(",", "\\,")
			.replace("\r\n", "\\n")
			.replace("\n", "\\n")
			.replace("\r", "\\n");
	}

	/**
	 * Adds a line, folded so that no part has more than 75 bytes or splits a character.
	 */
	void line(String line) {
		int width = 0;
		for (int at = 0; at < line.length();) {
			int character = line.codePointAt(at);
			int bytes = Character.toString(character).getBytes(StandardCharsets.UTF_8).length;
			if (width + bytes > WIDTH) {
				this.lines.append("\r\n ");
				width = 1;
			}
			this.lines.appendCodePoint(character);
			width += bytes;
			at += Character.charCount(character);
		}
		this.lines.append("\r\n");
	}

	@Override
	public String toString() {
		return this.lines.toString();
	}

}
