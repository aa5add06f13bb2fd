package io.oncegate.notice;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.oncegate.notice.CalendarEvent.Organizer;
import net.fortuna.ical4j.model.component.VEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What other programs read in calendar files. */
class CalendarFileReadingTests {

	private static final UUID BOOKING = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");

	private static final Duration LENGTH = Duration.ofMinutes(45);

	@ParameterizedTest
	@CsvSource({ "Europe/Berlin, 2026-10-25T01:00:00Z", "Europe/Berlin, 2027-03-28T01:00:00Z",
			"America/New_York, 2026-11-01T06:00:00Z", "America/New_York, 2027-03-14T07:00:00Z",
			"Australia/Lord_Howe, 2026-10-03T15:30:00Z", "Australia/Lord_Howe, 2027-04-03T15:00:00Z" })
	void timesAroundAChangeOfTheClockAreRight(ZoneId zone, Instant change) {
		assertThat(zone.getRules().nextTransition(change.minusSeconds(1))).extracting(ZoneOffsetTransition::getInstant)
			.isEqualTo(change);
		for (Instant start : around(change)) {
			CalendarEvent event = event(zone, start, start.plus(LENGTH), 0, true);
			expectReadBack(event);
			assertThat(text(event)).contains(isTwice(zone, start) || isTwice(zone, start.plus(LENGTH)) ? "\r\nDTSTART:"
					: "\r\nDTSTART;TZID=" + zone.getId() + ":");
		}
	}

	private static List<Instant> around(Instant change) {
		Stream<Instant> near = IntStream.rangeClosed(-16, 16).mapToObj((n) -> change.plus(Duration.ofMinutes(15L * n)));
		Stream<Instant> far = Stream.of(-200, -30, 30, 200).map((days) -> change.plus(Duration.ofDays(days)));
		return Stream.concat(near, far).toList();
	}

	private static boolean isTwice(ZoneId zone, Instant instant) {
		ZoneRules rules = zone.getRules();
		return rules.getValidOffsets(instant.atZone(zone).toLocalDateTime()).size() > 1;
	}

	@ParameterizedTest
	@CsvSource({ "Asia/Tokyo, Asia/Tokyo", "+05:30, UTC+0530", "-09:30, UTC-0930", "UTC+03:00, UTC+0300",
			"Etc/GMT+5, Etc/GMT+5" })
	void timesOfAZoneWhoseClockIsNotChangedAreRight(ZoneId zone, String id) {
		for (Instant start : around(Instant.parse("2026-10-25T01:00:00Z"))) {
			CalendarEvent event = event(zone, start, start.plus(LENGTH), 0, true);
			expectReadBack(event);
			assertThat(text(event)).contains("\r\nTZID:" + id + "\r\n", "\r\nDTSTART;TZID=" + id + ":",
					"\r\nDTEND;TZID=" + id + ":");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "UTC", "Z", "Etc/UTC", "GMT", "+00:00" })
	void timesInUtcAreRight(ZoneId zone) {
		Instant start = Instant.parse("2026-10-25T00:45:00Z");
		CalendarEvent event = event(zone, start, start.plus(LENGTH), 0, true);
		expectReadBack(event);
		assertThat(text(event)).contains("\r\nDTSTART:20261025T004500Z\r\nDTEND:20261025T013000Z\r\n")
			.doesNotContain("TZ");
	}

	@Test
	void bookingThatIsRescheduledIsTheSameEventAnew() {
		Instant start = Instant.parse("2026-11-23T09:00:00Z");
		ZoneId zone = ZoneId.of("Europe/Berlin");
		VEvent before = ForeignReader.event(text(event(zone, start, start.plus(LENGTH), 0, true)));
		Instant later = start.plus(Duration.ofDays(7));
		VEvent after = ForeignReader.event(text(event(zone, later, later.plus(LENGTH), 1, true)));
		assertThat(ForeignReader.value(after, "UID")).isEqualTo(ForeignReader.value(before, "UID"))
			.isEqualTo(BOOKING + "@oncegate");
		assertThat(ForeignReader.value(before, "SEQUENCE")).isEqualTo("0");
		assertThat(ForeignReader.value(after, "SEQUENCE")).isEqualTo("1");
		assertThat(ForeignReader.start(after)).isEqualTo(later);
		assertThat(ForeignReader.value(after, "LAST-MODIFIED")).isEqualTo("20261120T120001Z")
			.isGreaterThan(ForeignReader.value(before, "LAST-MODIFIED"));
		assertThat(ForeignReader.value(after, "DTSTAMP")).isEqualTo("20261120T120001Z");
	}

	@Test
	void bookingThatIsCancelledIsACancelledEvent() {
		Instant start = Instant.parse("2026-11-23T09:00:00Z");
		ZoneId zone = ZoneId.of("Europe/Berlin");
		VEvent event = ForeignReader.event(text(event(zone, start, start.plus(LENGTH), 2, false)));
		assertThat(ForeignReader.value(event, "STATUS")).isEqualTo("CANCELLED");
		assertThat(ForeignReader.value(event, "SEQUENCE")).isEqualTo("2");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Grüße, 你好; \"مرحبا\" 👩‍👩‍👧", "C:\\new\\table", "one\ntwo\n\nthree", "é́́ ﷽ \u202eabc",
			"BEGIN:VEVENT\nUID:evil\nEND:VEVENT" })
	void textsAreReadAsTheyWereWritten(String text) {
		String longText = text + " 長い".repeat(60) + text;
		for (String each : List.of(text, longText)) {
			CalendarEvent event = new CalendarEvent(BOOKING, 0, Instant.EPOCH, Instant.EPOCH,
					Instant.EPOCH.plus(LENGTH), ZoneId.of("Europe/Berlin"), true, each, each, each,
					new Organizer(each, "grace@example.com"), "https://oncegate.example/b/" + "x".repeat(100));
			VEvent read = ForeignReader.event(text(event));
			assertThat(ForeignReader.value(read, "SUMMARY")).isEqualTo(each);
			assertThat(ForeignReader.value(read, "DESCRIPTION")).isEqualTo(each);
			assertThat(ForeignReader.value(read, "LOCATION")).isEqualTo(each);
			assertThat(ForeignReader.value(read, "ORGANIZER")).isEqualTo("mailto:grace@example.com");
			assertThat(ForeignReader.value(read, "URL")).isEqualTo("https://oncegate.example/b/" + "x".repeat(100));
		}
	}

	private static void expectReadBack(CalendarEvent event) {
		for (VEvent read : List.of(ForeignReader.event(text(event)), ForeignReader.eventInUnknownZone(text(event)))) {
			assertThat(ForeignReader.start(read)).isEqualTo(event.start());
			assertThat(ForeignReader.end(read)).isEqualTo(event.end());
		}
	}

	private static String text(CalendarEvent event) {
		return CalendarFile.of(event).text();
	}

	private static CalendarEvent event(ZoneId zone, Instant start, Instant end, int sequence, boolean confirmed) {
		return new CalendarEvent(BOOKING, sequence, Instant.parse("2026-11-20T12:00:00Z").plusSeconds(sequence), start,
				end, zone, confirmed, "Introductory call", null, null,
				new Organizer("Grace Hopper", "grace@example.com"), null);
	}

}
