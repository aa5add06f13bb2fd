package io.oncegate.notice;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Calendar files to the letter of RFC 5545. */
class CalendarFileTests {

	@Test
	void bookingIsAnEvent() {
		CalendarFile file = new CalendarFile(UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"),
				"Introductory call with Grace Hopper", "Call +1 555 0100", Instant.parse("2026-11-23T09:00:00Z"),
				Instant.parse("2026-11-23T09:30:00Z"), true, Instant.parse("2026-11-20T23:59:59.999999Z"),
				"https://oncegate.example/bookings/abc");
		assertThat(file.text()).isEqualTo("""
				BEGIN:VCALENDAR
				VERSION:2.0
				PRODID:-//Oncegate//Oncegate//EN
				METHOD:PUBLISH
				BEGIN:VEVENT
				UID:00112233-4455-6677-8899-aabbccddeeff@oncegate
				SEQUENCE:0
				DTSTAMP:20261120T235959Z
				DTSTART:20261123T090000Z
				DTEND:20261123T093000Z
				SUMMARY:Introductory call with Grace Hopper
				DESCRIPTION:Call +1 555 0100
				STATUS:CONFIRMED
				URL:https://oncegate.example/bookings/abc
				END:VEVENT
				END:VCALENDAR
				""".replace("\n", "\r\n"));
	}

	@Test
	void eventWithoutADescriptionHasNone() {
		assertThat(file("Call", null, true)).doesNotContain("DESCRIPTION").contains("\r\nSUMMARY:Call\r\nSTATUS:");
	}

	@Test
	void cancelledBookingIsACancelledEvent() {
		assertThat(file("Call", null, false)).contains("\r\nSTATUS:CANCELLED\r\n").doesNotContain("CONFIRMED");
	}

	@Test
	void everyLineEndsWithCrLf() {
		String file = file("One\nTwo\rThree\r\nFour" + "🎉".repeat(50), "Five\r\r\nSix\n\r".repeat(20), true);
		assertThat(file).endsWith("END:VCALENDAR\r\n").doesNotContain("\r\n\r\n");
		assertThat(file.replace("\r\n", "")).doesNotContain("\r", "\n");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			back\\slash       | back\\\\slash
			one, two          | one\\, two
			one; two          | one\\; two
			colon: "quotes"   | colon: "quotes"
			\\,               | \\\\\\,
			\\n               | \\\\n
			""")
	void textIsEscaped(String text, String escaped) {
		assertThat(file(text, text, true)).contains("\r\nSUMMARY:" + escaped + "\r\nDESCRIPTION:" + escaped + "\r\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\n", "\r", "\r\n" })
	void newLineIsEscaped(String newLine) {
		String text = newLine + "one" + newLine + newLine + "two" + newLine;
		assertThat(file(text, text, true)).contains("\r\nSUMMARY:\\none\\n\\ntwo\\n\r\n")
			.contains("\r\nDESCRIPTION:\\none\\n\\ntwo\\n\r\n");
	}

	@Test
	void lineOf75OctetsIsWholeAndOneMoreIsFolded() {
		String whole = "x".repeat(75 - "SUMMARY:".length());
		assertThat(file(whole, null, true)).contains("\r\nSUMMARY:" + whole + "\r\nSTATUS:");
		assertThat(file(whole + "y", null, true)).contains("\r\nSUMMARY:" + whole + "\r\n y\r\nSTATUS:");
		String next = "z".repeat(74);
		assertThat(file(whole + next, null, true)).contains("\r\nSUMMARY:" + whole + "\r\n " + next + "\r\nSTATUS:");
		assertThat(file(whole + next + "y", null, true))
			.contains("\r\nSUMMARY:" + whole + "\r\n " + next + "\r\n y\r\nSTATUS:");
	}

	@Test
	void longUrlIsFolded() {
		CalendarFile file = new CalendarFile(new UUID(0, 0), "Call", null, Instant.EPOCH, Instant.EPOCH, true,
				Instant.EPOCH, "https://oncegate.example/" + "a".repeat(200));
		assertThat(file.text().split("\r\n")).allMatch((line) -> line.length() <= 75);
		assertThat(unfold(file.text())).contains("\r\nURL:https://oncegate.example/" + "a".repeat(200) + "\r\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "x", "é", "€", "🎉", "👩‍👩‍👧", "aé€🎉", "한국어 " })
	void foldingCutsNoCharacter(String characters) throws CharacterCodingException {
		for (int shift = 0; shift < 4; shift++) {
			String text = "-".repeat(shift) + characters.repeat(100) + ".";
			String file = file(text, text, true);
			for (String line : file.split("\r\n")) {
				assertThat(octets(line)).isLessThanOrEqualTo(75);
			}
			assertThat(unfold(file)).contains("\r\nSUMMARY:" + text + "\r\nDESCRIPTION:" + text + "\r\n");
		}
	}

	@Test
	void foldedLineIsNotShorterThanItsCharactersMakeIt() throws CharacterCodingException {
		for (String character : List.of("x", "é", "€", "🎉")) {
			List<String> lines = file(character.repeat(200), null, true).lines()
				.dropWhile((line) -> !line.startsWith("SUMMARY:"))
				.takeWhile((line) -> !line.startsWith("STATUS:"))
				.toList();
			for (String line : lines.subList(0, lines.size() - 1)) {
				assertThat(octets(line)).isGreaterThan(75 - octets(character));
			}
		}
	}

	private static String file(String summary, @Nullable String description, boolean confirmed) {
		return new CalendarFile(new UUID(0, 0), summary, description, Instant.EPOCH, Instant.EPOCH.plusSeconds(60),
				confirmed, Instant.EPOCH, "https://oncegate.example/")
			.text();
	}

	/** Joins folded lines (RFC 5545, 3.1). */
	private static String unfold(String file) {
		return file.replace("\r\n ", "");
	}

	/** The length of a line in UTF-8, which half a character has none of. */
	private static int octets(String line) throws CharacterCodingException {
		return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(line)).remaining();
	}

}
