package io.oncegate.web;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;

import io.oncegate.calendar.Calendar;
import io.oncegate.support.Answer;
import io.oncegate.support.Client;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import io.oncegate.web.http.PublicUrl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.web.util.UriUtils;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Zones, instants and slugs mean the same wherever they are written. */
@GatewayTest
class SpellingTests {

	@Autowired
	private Owners owners;

	private Client client;

	private Calendar calendar;

	private String api;

	private String token;

	@BeforeEach
	void connect(@Value("${local.server.port}") int port, @Autowired PublicUrl publicUrl) {
		this.client = Client.of(port, publicUrl).asOwner();
		this.calendar = this.owners.calendar(30, 5);
		this.api = "/api/v1/calendars/" + this.calendar.id();
		this.token = this.owners.link(this.calendar).token().value();
	}

	@ParameterizedTest
	@CsvSource({ "GMT-05:00, GMT-05:00", "UTC+3, UTC+03:00", "EST5EDT, EST5EDT", "Etc/GMT+5, Etc/GMT+5", "Z, Z",
			"+02:00, +02:00", "+5:30,", "UTC+05:45, UTC+05:45", "America/New_York, America/New_York", "UTC, UTC",
			"Asia/Calcutta, Asia/Calcutta", "SystemV/EST5,", "EST,", "+01:07,", "+01:00:01,", "America/Coyhaiqe,",
			"europe/berlin,", "Mars/Base,", "GMT+25,", "Etc/Unknown,", "null," })
	void aZoneCountsEverywhereOrNowhere(String sent, String kept) {
		Answer booked = this.client.post("/api/v1/links/" + this.token + "/redemptions",
				Client.booking(Owners.time(this.calendar, 1), "Ada")
					.replace("}}", ", \"timeZone\": \"" + sent + "\"}}"));
		Answer changed = this.client.patch(this.api, "{\"timeZone\": \"" + sent + "\"}");
		String page = this.client.get("/s/" + this.calendar.slug() + "?zone=" + UriUtils.encode(sent, UTF_8))
			.isPage(200)
			.body();
		if (kept == null) {
			booked.isProblem(422, "invalid-request").names("invitee.timeZone");
			changed.isProblem(422, "invalid-request").names("timeZone");
			assertThat(page).contains("<b><bdi>UTC</bdi></b>").contains("data-guess=");
			return;
		}
		booked.is(201);
		assertThat(this.client.get(this.api + "/bookings").text("/items/0/invitee/timeZone")).isEqualTo(kept);
		assertThat(changed.is(200).text("/timeZone")).isEqualTo(kept);
		assertThat(page).contains("name=\"zone\" value=\"" + kept + "\"").doesNotContain("data-guess=");
		String address = booked.header(HttpHeaders.LOCATION);
		this.client.get(address).isPage(200);
		this.client.get(address + "/reschedule").isPage(200);
		assertThat(this.client.get(address + "/calendar.ics").is(200).body()).contains("DTSTART");
	}

	/** A browser may know zones that are newer than this JDK. */
	@ParameterizedTest
	@ValueSource(strings = { "America/Coyhaiqe", "Etc/Unknown", "undefined", "\u0000", "😀", "" })
	void aZoneOfABrowserKeepsNobodyFromBooking(String zone) {
		Answer booked = this.client
			.submit("/l/" + this.token, Map.of("start", Owners.time(this.calendar, 1).toString(), "name", "Ada",
					"email", "ada@example.com", "zone", zone, "key", UUID.randomUUID().toString()))
			.is(303);
		this.client.get(booked.header(HttpHeaders.LOCATION)).isPage(200);
	}

	@Test
	void capitalsInASlugMakeNoDifference() {
		String slug = this.calendar.slug().toUpperCase(java.util.Locale.ROOT);
		this.client.get("/s/" + slug).isPage(200);
		this.client
			.submit("/s/" + slug, Map.of("start", Owners.time(this.calendar, 1).toString(), "name", "Ada", "email",
					"ada@example.com", "key", UUID.randomUUID().toString()))
			.is(303);
		this.client.get("/api/v1/public/calendars/" + slug).is(200);
		this.client.get("/api/v1/public/calendars/" + slug + "/slots").is(200);
		this.client
			.post("/api/v1/public/calendars/" + slug + "/bookings",
					Client.booking(Owners.time(this.calendar, 2), "Ada"))
			.is(201);
		this.client.get("/s/" + this.calendar.slug().replace('c', '\u0421')).isPage(404);
	}

	/** The Kelvin sign is a small k to Java, but no letter of a slug. */
	@Test
	void onlyLettersOfSlugsAreFolded() {
		String slug = "k" + UUID.randomUUID();
		this.client.patch(this.api, "{\"slug\": \"" + slug + "\"}").is(200);
		this.client.get("/s/K" + slug.substring(1)).isPage(200);
		this.client.get("/s/%E2%84%AA" + slug.substring(1)).isPage(404);
	}

	@ParameterizedTest
	@ValueSource(strings = { "%sT09:00:00Z", "%sT09:00Z", "%st09:00:00z", "%sT11:00:00+02:00", "%sT09:00:00.000Z",
			"%sT04:30:00-04:30", "%sT09:00:00-00:00" })
	void anInstantIsTakenInEverySpelling(String spelling) {
		String instant = spelling.formatted(LocalDate.now(ZoneOffset.UTC).plusDays(2));
		Answer booked = this.client
			.post("/api/v1/links/" + this.token + "/redemptions",
					"{\"start\": \"" + instant + "\", \"invitee\": {\"name\": \"Ada\", \"email\": \"a@b.de\"}}")
			.is(201);
		Instant start = LocalDate.now(ZoneOffset.UTC).plusDays(2).atTime(9, 0).toInstant(ZoneOffset.UTC);
		assertThat(booked.text("/start")).isEqualTo(start.toString());
		assertThat(this.client.post(this.api + "/one-time-links", "{\"expiresAt\": \"" + instant + "\"}")
			.is(201)
			.text("/expiresAt")).isEqualTo(start.toString());
		assertThat(this.client.get(this.api + "/bookings?from=" + UriUtils.encode(instant, UTF_8)).ids()).hasSize(1);
		assertThat(this.client.get(this.api + "/bookings?to=" + UriUtils.encode(instant, UTF_8)).ids()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "2030-06-30T23:59:60Z", "2030-06-30T24:00:00Z", "+12030-06-30T09:00:00Z",
			"10000-01-01T00:00:00Z", "2030-06-30T09Z", "2030-06-30 09:00:00Z", "2030-06-30T09:00:00",
			"2030-06-31T09:00:00Z", "20300630T090000Z", "2030-06-30T09:00:00+0200", "2030-06-30T09:00:00,5Z",
			"2030-W26-7T09:00:00Z", "-2030-06-30T09:00:00Z", "2030-06-30T09:00:00+19:00", "",
			"2030-06-30T09:00:00Z[UTC]" })
	void whatIsNoInstantIsRefusedByName(String instant) {
		this.client
			.post("/api/v1/links/" + this.token + "/redemptions",
					"{\"start\": \"" + instant + "\", \"invitee\": {\"name\": \"Ada\", \"email\": \"a@b.de\"}}")
			.isProblem(422, "invalid-request")
			.names("start");
		this.client.post(this.api + "/one-time-links", "{\"expiresAt\": \"" + instant + "\"}")
			.isProblem(422, "invalid-request")
			.names("expiresAt");
		this.client.get(this.api + "/bookings?from=" + UriUtils.encode(instant, UTF_8))
			.isProblem(422, "invalid-request")
			.names("from");
		this.client.get("/api/v1/links/" + this.token + "/slots?from=" + UriUtils.encode(instant, UTF_8))
			.isProblem(422, "invalid-request")
			.names("from");
	}

	@Test
	void aPeriodBeginsBeforeItEnds() {
		this.client.get(this.api + "/bookings?from=2030-01-02&to=2030-01-01")
			.isProblem(422, "invalid-request")
			.names("to");
		this.client.get(this.api + "/bookings?from=2030-01-02&to=2030-01-02").is(200);
	}

}
