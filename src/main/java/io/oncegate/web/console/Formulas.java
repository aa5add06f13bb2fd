package io.oncegate.web.console;

/**
 * Keeps spreadsheets from running what people typed. A cell that begins like a formula
 * gets an apostrophe, by which it is text.
 * <p>
 * What separates cells is for the reader's program to say: one that goes by semicolons
 * finds a cell in the middle of one of ours, whose quotes it does not see. So each place
 * counts as the beginning of a cell that follows a comma, semicolon, tab, pipe or line
 * end; what is not seen in between does not. Excel takes the signs of full width for the
 * usual ones.
 */
final class Formulas {

	private static final String SIGNS = "=+-@\uFF1D\uFF0B\uFF0D\uFF20";

	private static final String SEPARATORS = ",;\t|\r\n";

	private Formulas() {
	}

	/** The same text, of which nothing is a formula. */
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
