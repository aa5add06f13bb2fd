package io.oncegate.web.console;

/**
 * Keeps spreadsheets from executing what people typed: a cell that begins like a formula
 * gets an apostrophe, which makes it text.
 * <p>
 * The reader's program decides what separates cells: one that splits at semicolons finds
 * a cell in the middle of one of ours, and ignores the quotes around it. So a cell is
 * assumed to begin after each comma, semicolon, tab, pipe and line break, and after
 * quotes and invisible characters that follow one. Excel treats full-width signs like the
 * usual ones.
 */
final class Formulas {

	private static final String SIGNS = "=+-@\uFF1D\uFF0B\uFF0D\uFF20";

	private static final String SEPARATORS = ",;\t|\r\n";

	private Formulas() {
	}

	/** Returns the text with every possible formula disabled. */
	static String guarded(String text) {
		StringBuilder guarded = new StringBuilder(text.length() + 1);
		boolean begins = true;
		for (int n = 0; n < text.length(); n++) {
			char next = text.charAt(n);
			if (begins && SIGNS.indexOf(next) >= 0) {
				guarded.append('\'');
			}
			guarded.append(next);
			begins = SEPARATORS.indexOf(next) >= 0 || begins && isUnseen(next);
		}
		return guarded.toString();
	}

	private static boolean isUnseen(char character) {
		return character == '"' || Character.isWhitespace(character) || Character.isSpaceChar(character)
				|| Character.isISOControl(character) || Character.getType(character) == Character.FORMAT;
	}

}
