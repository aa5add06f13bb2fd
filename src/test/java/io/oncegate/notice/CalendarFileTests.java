package io.oncegate.notice;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

import io.oncegate.notice.CalendarEvent.Organizer;
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
		CalendarEvent event = new CalendarEvent(UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"), 2,
				Instant.parse("2026-11-20T23:59:59.999999Z"), Instant.parse("2026-11-23T09:00:00Z"),
				Instant.parse("2026-11-23T09:30:00Z"), ZoneId.of("Europe/Berlin"), true,
				"Introductory call with Grace Hopper", "Call +1 555 0100", "Room 4, 2nd floor",
				new Organizer("Grace \"Amazing\" Hopper", "grace@example.com"),
				"https://oncegate.example/bookings/abc");
		assertThat(CalendarFile.of(event).text()).isEqualTo("""
				BEGIN:VCALENDAR
				VERSION:2.0
				PRODID:-//Oncegate//Oncegate//EN
				METHOD:PUBLISH
				BEGIN:VTIMEZONE
				TZID:Europe/Berlin
				BEGIN:DAYLIGHT
				DTSTART:20260329T020000
				TZOFFSETFROM:+0100
				TZOFFSETTO:+0200
				END:DAYLIGHT
				BEGIN:STANDARD
				DTSTART:20261025T030000
				TZOFFSETFROM:+0200
				TZOFFSETTO:+0100
				END:STANDARD
				END:VTIMEZONE
				BEGIN:VEVENT
				UID:00112233-4455-6677-8899-aabbccddeeff@oncegate
				SEQUENCE:2
				DTSTAMP:20261120T235959Z
				LAST-MODIFIED:20261120T235959Z
				DTSTART;TZID=Europe/Berlin:20261123T100000
				DTEND;TZID=Europe/Berlin:20261123T103000
				SUMMARY:Introductory call with Grace Hopper
				DESCRIPTION:Call +1 555 0100
				LOCATION:Room 4\\, 2nd floor
				ORGANIZER;CN="Grace 'Amazing' Hopper":mailto:grace@example.com
				STATUS:CONFIRMED
				URL:https://oncegate.example/bookings/abc
				END:VEVENT
				END:VCALENDAR
				""".replace("\n", "\r\n"));
	}

	@Test
	void eventInUtcNeedsNoZone() {
		assertThat(file("Call", null, true)).contains("\r\nDTSTART:19700101T000000Z\r\nDTEND:19700101T000100Z\r\n")
			.doesNotContain("TZ");
	}

	@Test
	void eventHasOnlyWhatIsKnown() {
		assertThat(file("Call", null, true)).doesNotContain("DESCRIPTION", "LOCATION", "ORGANIZER", "URL")
			.contains("\r\nSUMMARY:Call\r\nSTATUS:");
	}

	@Test
	void feedIsACalendarWithAName() {
		String feed = CalendarFile.feed("Grace, bookings", List.of(event("One", null, true), event("Two", null, false)))
			.text();
		assertThat(feed).startsWith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
			.contains("\r\nMETHOD:PUBLISH\r\nNAME:Grace\\, bookings\r\nX-WR-CALNAME:Grace\\, bookings\r\n"
					+ "REFRESH-INTERVAL;VALUE=DURATION:PT15M\r\nX-PUBLISHED-TTL:PT15M\r\nBEGIN:VEVENT\r\n")
			.containsSubsequence("SUMMARY:One\r\n", "STATUS:CONFIRMED\r\n", "END:VEVENT\r\nBEGIN:VEVENT\r\n",
					"SUMMARY:Two\r\n", "STATUS:CANCELLED\r\n");
		assertThat(file("Call", null, true)).doesNotContain("NAME:", "REFRESH");
	}

	@Test
	void addressOfTheOrganizerIsAUri() {
		CalendarEvent event = event("Call", null, true, new Organizer(null, "gräce 100%@example.com"));
		assertThat(CalendarFile.of(event).text()).contains("\r\nORGANIZER:mailto:gr%C3%A4ce%20100%25@example.com\r\n");
	}

	@Test
	void characterThatNoTextMayContainIsLeftOut() {
		assertThat(file("One\u0000\u0007\u007f\ttwo", null, true)).contains("\r\nSUMMARY:One\ttwo\r\n");
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
		CalendarEvent event = new CalendarEvent(new UUID(0, 0), 0, Instant.EPOCH, Instant.EPOCH, Instant.EPOCH,
				ZoneOffset.UTC, true, "Call", null, null, null, "https://oncegate.example/" + "a".repeat(200));
		String file = CalendarFile.of(event).text();
		assertThat(file.split("\r\n")).allMatch((line) -> line.length() <= 75);
		assertThat(unfold(file)).contains("\r\nURL:https://oncegate.example/" + "a".repeat(200) + "\r\n");
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
		return CalendarFile.of(event(summary, description, confirmed)).text();
	}

	private static CalendarEvent event(String summary, @Nullable String description, boolean confirmed) {
		return event(summary, description, confirmed, null);
	}

	private static CalendarEvent event(String summary, @Nullable String description, boolean confirmed,
			@Nullable Organizer organizer) {
		return new CalendarEvent(new UUID(0, 0), 0, Instant.EPOCH, Instant.EPOCH, Instant.EPOCH.plusSeconds(60),
				ZoneOffset.UTC, confirmed, summary, description, null, organizer, null);
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
