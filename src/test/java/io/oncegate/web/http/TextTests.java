package io.oncegate.web.http;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Text with something to see, and text without. */
class TextTests {

	/** What shows nothing, by its kinds. */
	static String[] nothing() {
		return new String[] { "", " ", "\t\n", "\u00a0", "\u1680", "\u2003", "\u202f", "\u3000", "\u2028", "\u200b",
				"\u2060", "\ufeff", "\u00ad", "\u180e", "\u200c", "\u200d", "\u200e\u200f", "\u061c", "\u2061\u2064",
				"\u206a", "\u034f", "\u115f\u1160", "\u3164", "\uffa0", "\u2800", "\ufffc", "\ufe0f", "\ufe00\ufe0f",
				"\udb40\udd00", "\udb40\udc41\udb40\udc7f", "\u0301", "\u20dd", "\u0903", "\ue000", "\udbc0\udc00",
				"\ufffe", "\ufdd0", "\u17b4", "\ud834\udd59", "\ud834\udd73", "\ufff9\ufffb", " \u200b\u3164\ufeff " };
	}

	@ParameterizedTest
	@MethodSource("nothing")
	void textWithNothingToSeeIsNone(String text) {
		assertThat(Text.tidy(text)).isNull();
		assertThat(Text.tidy(text + "Bob" + text)).contains("Bob");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Ada", "a", "O’Brien", "👩‍🚀", "❤️", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "1️⃣", "می‌خواهم", "ه‍", "क्‍ष",
			"C++\u200f", "עברית", "李", "한글", "\u1100\u1161\u11a8", "n\u0303a\u0315x", "Ada\u200bLovelace",
			"Ada\u00a0Lovelace", "Jean\u00adPaul", "🏽", "-", ".", "\u0603\u0661", "\u1fae8\u0301" })
	void whatCanBeSeenStaysAsItIs(String text) {
		assertThat(Text.tidy(text)).isEqualTo(java.text.Normalizer.normalize(text, java.text.Normalizer.Form.NFC));
	}

	@ParameterizedTest
	@CsvSource({ "'\u00a0Ada\u00a0'", "'\ufeffAda'", "'Ada\u200b'", "'\u2060 Ada\t\u00ad'", "'\u3164Ada\u2800'" })
	void spaceOfAnyWidthIsCutAtTheEnds(String text) {
		assertThat(Text.tidy(text)).isEqualTo("Ada");
	}

	/** It is refused, so that nobody believes that it was kept. */
	@ParameterizedTest
	@ValueSource(strings = { "\u0000", "\u0007", "\ud800", "\u202e", "\u2066", "\u0085" })
	void whatNoTextMayHoldIsLeftToBeRefused(String text) {
		assertThat(Text.tidy(text)).isEqualTo(text);
		assertThat(Text.isPlain(text, 10)).isFalse();
	}

	@Test
	void aLineHasNoEndWithinIt() {
		for (String end : new String[] { "\n", "\r", "\u2028", "\u2029" }) {
			assertThat(PlainText.Validator.isPlain("a" + end + "b", false)).isFalse();
			assertThat(PlainText.Validator.isPlain("a" + end + "b", true)).isTrue();
		}
	}

	/** To compose marks by the thousand takes long. */
	@Test
	void whatIsTooLongAnywayIsNotComposed() {
		String text = "a\u0301".repeat(2001);
		assertThat(Text.tidy(text)).isSameAs(text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "ann@example.org", "jörg@müller.de", "用户@例子.广告", "عمر@مثال.إختبار", "ق\u0651@example.org",
			"कमल\u094d\u200dक@उदाहरण.परीक्षा", "نامه\u200cای@example.org", "😀@example.org" })
	void anAddressOfAnyLanguageIsSeen(String address) {
		assertThat(Unseen.isIn(address)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "an\u200bn@example.org", "ann@exa\u00admple.org", "ann\ufeff@example.org",
			"ann@example.org\u200e", "\u200fann@example.org", "an\u200dn@example.org", "an\u200cn@example.org",
			"ann\u00a0@example.org", "ann@example\u2060.org", "ann\u3164@example.org", "ann\u2800@example.org",
			"ann\ufe0f@example.org", "ann\udb40\udc41@example.org", "ann\ue000@example.org", "ann\u034f@example.org",
			"ann\ufffc@example.org", "نامه\u200c@example.org", "ann\u3000@example.org", "ann\u2028@example.org" })
	void whatIsUnseenInAnAddressIsFound(String address) {
		assertThat(Unseen.isIn(address)).isTrue();
	}

}
