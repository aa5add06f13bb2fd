package io.oncegate.web.owner.campaign;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The style of a CSV file.
 *
 * @param lines the line ending, LF or CR LF
 * @param marked whether it begins with a byte order mark
 */
record CsvStyle(Separator separator, String lines, boolean marked) {

	/** The byte order mark of UTF-8. */
	static final byte[] MARK = "\uFEFF".getBytes(StandardCharsets.UTF_8);

	/** RFC 4180, except that lines end with LF. */
	static final CsvStyle USUAL = new CsvStyle(Separator.COMMA, "\n", false);

	/** The separator of cells. */
	enum Separator {

		COMMA(','), SEMICOLON(';'), TAB('\t'), PIPE('|');

		private final char character;

		Separator(char character) {
			this.character = character;
		}

		char character() {
			return this.character;
		}

		/** Its name in messages. */
		String word() {
			return name().toLowerCase(Locale.ROOT);
		}

		static Optional<Separator> of(int character) {
			return Arrays.stream(values()).filter((separator) -> separator.character == character).findFirst();
		}

	}

}
