package io.oncegate.notice;

import java.net.URI;
import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Links by which an event is added to a calendar on the web. */
class CalendarLinksTests {

	@Test
	void googleGetsTheEvent() {
		assertThat(CalendarLinks.google(event("Europe/Berlin", "Call with Grace", "A note", "Room 4")))
			.isEqualTo("https://calendar.google.com/calendar/render?action=TEMPLATE&text=Call%20with%20Grace"
					+ "&dates=20261123T090000Z%2F20261123T093000Z&ctz=Europe%2FBerlin&details=A%20note&location=Room%204");
	}

	@Test
	void googleGetsNoZoneThatItDoesNotKnow() {
		assertThat(CalendarLinks.google(event("+05:30", "Call", null, null))).doesNotContain("ctz")
			.endsWith("&dates=20261123T090000Z%2F20261123T093000Z");
	}

	@Test
	void outlookGetsTheEvent() {
		CalendarEvent event = event("Europe/Berlin", "Call with Grace", "A note", "Room 4");
		String query = "/calendar/0/deeplink/compose?rru=addevent&path=%2Fcalendar%2Faction%2Fcompose"
				+ "&subject=Call%20with%20Grace&startdt=2026-11-23T09%3A00%3A00Z&enddt=2026-11-23T09%3A30%3A00Z"
				+ "&body=A%20note&location=Room%204";
		assertThat(CalendarLinks.outlook(event)).isEqualTo("https://outlook.live.com" + query);
		assertThat(CalendarLinks.microsoft365(event)).isEqualTo("https://outlook.office.com" + query);
	}

	@ParameterizedTest
	@ValueSource(strings = { "1 + 1 = 2 & more?", "100%", "#1 \"quoted\" <b>", "Grüße 你好 👋", "one\ntwo", "a;b,c\\d" })
	void everyTextArrives(String text) {
		CalendarEvent event = event("Europe/Berlin", text, text, text);
		for (String link : new String[] { CalendarLinks.google(event), CalendarLinks.outlook(event) }) {
			assertThat(link).doesNotContain("+").isEqualTo(URI.create(link).toASCIIString());
			assertThat(URI.create(link).getRawQuery().split("&"))
				.filteredOn((pair) -> decoded(pair).endsWith("=" + text))
				.hasSize(3);
		}
	}

	private static String decoded(String pair) {
		return "" + URI.create("x:?" + pair).getSchemeSpecificPart().substring(1);
	}

	private static CalendarEvent event(String zone, String summary, @Nullable String description,
			@Nullable String location) {
		return new CalendarEvent(new UUID(0, 0), 0, Instant.EPOCH, Instant.parse("2026-11-23T09:00:00Z"),
				Instant.parse("2026-11-23T09:30:00Z"), ZoneId.of(zone), true, summary, description, location, null,
				"https://oncegate.example/b/secret");
	}

}
