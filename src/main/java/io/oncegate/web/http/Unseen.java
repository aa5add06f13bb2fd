package io.oncegate.web.http;

/**
 * Detects invisible characters: spaces of any width, characters that only affect how
 * others are shown (Unicode's Default_Ignorable_Code_Point, PropList.txt), blanks that
 * count as letters or symbols, and marks, which need a letter to stand on.
 */
final class Unseen {

	private Unseen() {
	}

	/**
	 * Tells whether a character is space, possibly of zero width, which means nothing at
	 * the end of a text. Joiners, variation selectors, direction marks and tags belong to
	 * the character before them.
	 */
	static boolean isSpace(char character) {
		if (character < 0x7F) {
			return character <= ' ' && Character.isWhitespace(character);
		}
		return switch (character) {
			// soft hyphen, Mongolian vowel separator, zero-width space, word joiner,
			// Braille blank, Hangul fillers, byte order mark
			case 0xAD, 0x180E, 0x200B, 0x2060, 0x2800, 0x3164, 0xFFA0, 0xFEFF -> true;
			default -> Character.isWhitespace(character) || Character.isSpaceChar(character);
		};
	}

	/**
	 * Tells whether a character is visible on its own. What is not {@link PlainText}
	 * counts as visible, so that it is refused instead of stripped.
	 */
	static boolean shows(int character) {
		if (character < 0x7F) {
			return !isSpace((char) character);
		}
		return switch (Character.getType(character)) {
			case Character.FORMAT -> PlainText.Validator.turns(character);
			case Character.PRIVATE_USE, Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR,
					Character.PARAGRAPH_SEPARATOR, Character.NON_SPACING_MARK, Character.ENCLOSING_MARK,
					Character.COMBINING_SPACING_MARK ->
				false;
			// A Unicode version newer than this JDK's may have assigned it.
			case Character.UNASSIGNED -> !isReserved(character) && !isBlank(character);
			default -> !isBlank(character);
		};
	}

	/** Reserved for invisible characters, or for none at all. */
	private static boolean isReserved(int character) {
		return (character & 0xFFFE) == 0xFFFE || character >= 0xFDD0 && character <= 0xFDEF
				|| character >= 0x2060 && character <= 0x206F || character >= 0xFFF0 && character <= 0xFFF8
				|| character == 0x180F || character >= 0x13439 && character <= 0x1343F
				|| character >= 0xE0000 && character <= 0xE0FFF;
	}

	/** Nominally letters and symbols, but blank. */
	private static boolean isBlank(int character) {
		return switch (character) {
			// Hangul fillers, Braille blank, object replacement, null notehead,
			// hieroglyph blanks
			case 0x115F, 0x1160, 0x3164, 0xFFA0, 0x2800, 0xFFFC, 0x1D159, 0x13441, 0x13442 -> true;
			default -> false;
		};
	}

	/**
	 * Tells whether a word contains an invisible character other than a letter's mark or
	 * a joiner between letters that are joined.
	 */
	static boolean isIn(String word) {
		int at = 0;
		while (at < word.length()) {
			int character = word.codePointAt(at);
			int next = at + Character.charCount(character);
			if (character >= 0x7F ? isHidden(word, at, next, character) : character <= ' ') {
				return true;
			}
			at = next;
		}
		return false;
	}

	private static boolean isHidden(String word, int at, int next, int character) {
		if (character == 0x200C || character == 0x200D) {
			return at == 0 || next == word.length() || !joins(word.codePointBefore(at))
					|| !joins(word.codePointAt(next));
		}
		return !shows(character) && !(isMark(character) && !isSelector(character) && standsOnLetter(word, at));
	}

	/** Arabic is the first script with joiners. */
	private static boolean joins(int character) {
		return character >= 0x600 && (Character.isLetter(character) || isMark(character));
	}

	private static boolean isMark(int character) {
		int type = Character.getType(character);
		return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
	}

	private static boolean standsOnLetter(String word, int at) {
		return at > 0 && "@.".indexOf(word.charAt(at - 1)) < 0;
	}

	/** Invisible marks that select the form of a letter. */
	private static boolean isSelector(int character) {
		return character == 0x34F || character == 0x17B4 || character == 0x17B5
				|| character >= 0x180B && character <= 0x180F || character >= 0xFE00 && character <= 0xFE0F
				|| character >= 0xE0100 && character <= 0xE01EF;
	}

}
