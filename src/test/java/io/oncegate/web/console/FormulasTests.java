package io.oncegate.web.console;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever separates cells for a spreadsheet, it finds no formula in what people typed.
 */
class FormulasTests {

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`', delimiter = '~', ignoreLeadingAndTrailingWhitespace = false,
			value = { "=1~'=1", "+1~'+1", "-1~'-1", "@a~'@a", "==1~'==1", "\t=1~\t'=1", "¶=1~¶'=1", "␍¶-1~␍¶'-1",
					" =1~ '=1", "\u00a0=1~\u00a0'=1", "\u200b+1~\u200b'+1", "\u3000@a~\u3000'@a", "\"=1~\"'=1",
					"＝1~'＝1", "＋1~'＋1", "－1~'－1", "＠a~'＠a", "x;=cmd|' /C calc'!A0~x;'=cmd|' /C calc'!A0",
					"x; =1~x; '=1", "x;\"=1\"~x;\"'=1\"", "x\t@a~x\t'@a", "x,+1;-1~x,'+1;'-1", "x|=1~x|'=1",
					"a¶=1¶b~a¶'=1¶b", "x;＝1~x;'＝1", ";;=1~;;'=1" })
	void whatCouldBeAFormulaIsText(String typed, String written) {
		assertThat(Formulas.guarded(lines(typed))).isEqualTo(lines(written));
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`', delimiter = '~', value = { "``", "Ada", "a=1", "ada+x@example.com", "Ada-Marie",
			"2026-11-07 01:00-05:00", "'=1", "1;2", "x; y" })
	void allElseStaysAsItIs(String typed) {
		assertThat(Formulas.guarded(typed)).isEqualTo(typed);
	}

	private static String lines(String text) {
		return text.replace('¶', '\n').replace('␍', '\r');
	}

}
