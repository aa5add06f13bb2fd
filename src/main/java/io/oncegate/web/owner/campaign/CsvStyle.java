package io.oncegate.web.owner.campaign;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * In which of its ways a CSV file is written.
 *
 * @param lines how its lines end, LF or CR LF
 * @param marked whether it begins with a byte order mark
 */
record CsvStyle(Separator separator, String lines, boolean marked) {

	/** The byte order mark of UTF-8. */
	static final byte[] MARK = "\uFEFF".getBytes(StandardCharsets.UTF_8);

	/** RFC 4180, with the line ends of programs. */
	static final CsvStyle USUAL = new CsvStyle(Separator.COMMA, "\n", false);

	/** What stands between cells. */
	enum Separator {

		COMMA(','), SEMICOLON(';'), TAB('\t'), PIPE('|');

		private final char character;

		Separator(char character) {
			this.character = character;
		}

		char character() {
			return this.character;
		}

		/** Its name in a sentence. */
		String word() {
			return name().toLowerCase(Locale.ROOT);
		}

		static Optional<Separator> of(int character) {
			return Arrays.stream(values()).filter((separator) -> separator.character == character).findFirst();
		}

	}

}
