package io.oncegate.web.invitee;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

import io.oncegate.calendar.Calendar;
import io.oncegate.support.Client;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import io.oncegate.web.console.Browser;
import io.oncegate.web.http.PublicUrl;
import io.oncegate.web.http.Times;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Times about the hour that the clock shows twice, and about the one that it leaves out.
 */
@GatewayTest
class ClockChangeTests {

	private static final ZoneId CHICAGO = ZoneId.of("America/Chicago");

	@Autowired
	private Owners owners;

	private Client invitee;

	private Browser owner;

	private Calendar calendar;

	@BeforeEach
	void connect(@Value("${local.server.port}") int port, @Autowired PublicUrl publicUrl) {
		this.invitee = Client.of(port, publicUrl);
		this.owner = new Browser(this.invitee).signedIn();
		this.calendar = calendar(60);
	}

	private Calendar calendar(int minutes) {
		Calendar made = this.owners.calendar(CHICAGO, minutes, 1);
		this.invitee.asOwner().patch("/api/v1/calendars/" + made.id(), "{\"horizonDays\": 500}").is(200);
		return made;
	}

	/** 01:00 to 02:00, twice. */
	@Test
	void hourThatComesTwiceIsToldApartWhereverItIsShown() {
		Instant second = change(true).getInstant();
		Instant first = second.minusSeconds(3600);
		String link = link();
		assertThat(this.invitee.get(link + "?day=" + first.atZone(CHICAGO).toLocalDate()).isPage(200).body())
			.contains(">00:00<", ">01:00 (GMT-5)<", ">01:00 (GMT-6)<", ">02:00<");
		String booking = book(link, first);
		assertThat(this.invitee.get(booking).body()).contains("01:00 (GMT-5) – 01:00 (GMT-6)");
		assertThat(this.invitee.get(booking + "/cancel").body()).contains("01:00 (GMT-5) – 01:00 (GMT-6)");
		assertThat(this.invitee.get(booking + "/reschedule").body()).contains("01:00 (GMT-5) – 01:00 (GMT-6)");
		// The other one is free, and no less ambiguous for that.
		assertThat(this.invitee.get(link() + "?day=" + first.atZone(CHICAGO).toLocalDate()).body())
			.contains(">01:00 (GMT-6)<");
		assertThat(this.invitee.submit(link(), form(first)).isPage(409).body()).contains(">01:00 (GMT-6)<");
		assertThat(this.invitee.get(book(link(), second)).body()).contains("01:00 (GMT-6) – 02:00 (GMT-6)");

		String list = "/console/calendars/" + this.calendar.id() + "/bookings";
		assertThat(this.owner.get(list).isPage(200).body()).contains("01:00 (GMT-5)–01:00 (GMT-6)",
				"01:00 (GMT-6)–02:00 (GMT-6)");
		String day = first.atZone(CHICAGO).toLocalDate().toString();
		assertThat(this.owner.get(list + ".csv").is(200).body()).contains(day + " 01:00-05:00," + day + " 01:00-06:00,",
				day + " 01:00-06:00," + day + " 02:00,");
		assertThat(this.invitee.get(booking + "/calendar.ics").is(200).body()).contains("DTSTART:" + basic(first),
				"DTEND:" + basic(second));
	}

	@Test
	void mailOfACancellationTellsItApart() {
		Instant second = change(true).getInstant();
		book(link(), second);
		String id = this.invitee.asOwner()
			.get("/api/v1/calendars/" + this.calendar.id() + "/bookings")
			.text("/items/0/id");
		assertThat(this.owner.get("/console/bookings/" + id).body()).contains("01:00 (GMT-6)–02:00 (GMT-6)");
		assertThat(this.owner.get("/console/bookings/" + id + "/cancel").body())
			.contains("01:00 (GMT-6)–02:00 (GMT-6)");
		this.owner.submit("/console/bookings/" + id + "/cancel", Map.of()).is(303);
		assertThat(this.owner.get("/console/bookings/" + id).body())
			.contains("01%3A00%20%28GMT-6%29%E2%80%9302%3A00%20%28GMT-6%29");
	}

	@ParameterizedTest
	@CsvSource({ "en, 01:00 (GMT-5) – 01:00 (GMT-6)", "de, 01:00 (GMT-5) – 01:00 (GMT-6)",
			"fr, 01:00 (UTC-5) – 01:00 (UTC-6)", "es, 1:00 (GMT-5) – 1:00 (GMT-6)", "pt, 01:00 (GMT-5) – 01:00 (GMT-6)",
			"ja, 1:00 (GMT-5) – 1:00 (GMT-6)", "ar, 1:00 ص (غرينتش-5) – 1:00 ص (غرينتش-6)" })
	void everyLanguageTellsItApart(String tag, String range) {
		String booking = book(link(), change(true).getInstant().minusSeconds(3600));
		assertThat(this.invitee.get(booking + "?lang=" + tag).body()).contains(range);
	}

	/** 01:00 to 03:00 by the clock. */
	@Test
	void hoursAboutOneThatIsLeftOutDoNotSeemLonger() {
		Instant change = change(false).getInstant();
		String day = change.atZone(CHICAGO).toLocalDate().toString();
		assertThat(this.invitee.get(link() + "?day=" + day).body()).contains(">01:00<", ">03:00<")
			.doesNotContain(">02:00<");
		assertThat(this.invitee.get(book(link(), change.minusSeconds(3600))).body())
			.contains("01:00 (GMT-6) – 03:00 (GMT-5)");
		assertThat(this.invitee.get(book(link(), change)).body()).contains("03:00 – 04:00").doesNotContain("GMT");
		assertThat(this.invitee.get(book(link(), change.minusSeconds(7200))).body()).contains("00:00 – 01:00")
			.doesNotContain("GMT");
	}

	/**
	 * In steps of 40 minutes from midnight on, one goes over the midnight of a zone that
	 * is hours away.
	 */
	@Test
	void endOnAnotherDaySaysWhich() {
		this.calendar = this.owners.calendar(40, 1);
		LocalDate day = LocalDate.now(ZoneOffset.UTC).plusDays(3);
		Instant midnight = day.atStartOfDay(ZoneOffset.UTC).toInstant();
		// 23:20 to midnight is a day's own.
		assertThat(range("UTC", midnight.minusSeconds(2400))).contains("23:20 – 00:00");
		// 23:30 to 00:10, where it is later.
		String next = DateTimeFormatter.ofPattern("EEEE, d MMMM", Locale.ENGLISH).format(day);
		assertThat(range("Asia/Kolkata", midnight.minus(Duration.ofMinutes(360))))
			.contains("23:30 – " + next + ", 00:10");
		String list = "/console/calendars/" + this.calendar.id() + "/bookings";
		assertThat(this.owner.get(list).isPage(200).body()).contains("23:20–00:00");
	}

	private String range(String zone, Instant start) {
		Map<String, String> form = form(start);
		form.put("zone", zone);
		return this.invitee.get(this.invitee.submit(link(), form).is(303).header(HttpHeaders.LOCATION)).body();
	}

	private static String basic(Instant instant) {
		return instant.toString().replaceAll("[-:]", "");
	}

	private static ZoneOffsetTransition change(boolean back) {
		ZoneOffsetTransition next = CHICAGO.getRules().nextTransition(Instant.now().plusSeconds(86_400));
		return (next.isOverlap() == back) ? next : CHICAGO.getRules().nextTransition(next.getInstant());
	}

	private String link() {
		return "/l/" + this.owners.link(this.calendar).token().value();
	}

	private String book(String link, Instant start) {
		return this.invitee.submit(link, form(start)).is(303).header(HttpHeaders.LOCATION);
	}

	private static Map<String, String> form(Instant start) {
		return new HashMap<>(Map.of("start", start.toString(), "name", "Ada", "email", "ada@example.com", "zone",
				CHICAGO.getId(), "key", UUID.randomUUID().toString()));
	}

}
