package io.oncegate.web.invitee;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

import io.oncegate.calendar.Calendar;
import io.oncegate.campaign.IssuedLink;
import io.oncegate.distribution.EachNamesItsOwner;
import io.oncegate.support.Answer;
import io.oncegate.support.Client;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import io.oncegate.support.RedisKey;
import io.oncegate.web.http.PublicUrl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;

/** Opening and redeeming one-time links, over HTTP. */
@GatewayTest
@ExtendWith(EachNamesItsOwner.class)
class RedemptionApiTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	@Autowired
	private Owners owners;

	@Autowired
	private ReactiveStringRedisTemplate redis;

	private Client invitee;

	private Calendar calendar;

	private IssuedLink link;

	private String address;

	@BeforeEach
	void connect(@Value("${local.server.port}") int port, @Autowired PublicUrl publicUrl) {
		this.invitee = Client.of(port, publicUrl);
		this.calendar = this.owners.calendar(30, 1);
		this.link = this.owners.link(this.calendar);
		this.address = "/api/v1/links/" + this.link.token().value();
	}

	@Test
	void anOpenedLinkSaysWhatItBooks() {
		assertThat(this.invitee.get(this.address).is(200).json()).isEqualTo(JsonMapper.shared().readTree("""
				{"status": "active", "calendar": {"name": "Test calendar", "durationMinutes": 30, "timeZone": "Z",
				"open": true}, "owner": {"name": "%s"}}""".formatted(this.calendar.owner().name())));
	}

	@Test
	void freeTimesAreListedDayByDay() {
		String day = day(2);
		Answer slots = this.invitee.get(this.address + "/slots?from=" + day + "&to=" + day).is(200);
		assertThat(slots.json().propertyNames()).containsExactly("slots");
		assertThat(slots.json().path("slots")).hasSize(48);
		assertThat(slots.json().at("/slots/1")).isEqualTo(JsonMapper.shared()
			.readTree("{\"start\": \"%s\", \"end\": \"%s\", \"seatsLeft\": 1}".formatted(time(1), time(2))));
		this.invitee.post("/api/v1/public/calendars/" + this.calendar.publicId() + "/bookings", booking(1)).is(201);
		Answer after = this.invitee.get(this.address + "/slots?from=" + day + "&to=" + day).is(200);
		assertThat(after.json().path("slots")).hasSize(47);
		assertThat(after.body()).doesNotContain("\"start\":\"" + time(1));
		assertThat(this.invitee.get(this.address + "/slots?from=" + day(2) + "&to=" + day(64))
			.is(200)
			.json()
			.path("slots")).hasSizeGreaterThan(58 * 48);
		this.invitee.get(this.address + "/slots?from=" + day(2) + "&to=" + day(65))
			.isProblem(422, "invalid-request")
			.names("to");
	}

	@Test
	void aBookingIsAnsweredWithAllThatTheInviteeNeeds() {
		Answer booked = this.invitee.post(this.address + "/redemptions", """
				{"start": "%s", "invitee": {"name": "Ada Lovelace", "email": "ada@example.com",
				"timeZone": "Asia/Tokyo", "notes": "Two\\nlines"}}""".formatted(time(18))).is(201);
		assertThat(booked.json().propertyNames()).containsExactlyInAnyOrder("bookingId", "status", "start", "end",
				"calendar", "manageUrl", "icsUrl");
		assertThat(UUID.fromString(booked.text("/bookingId"))).isNotNull();
		assertThat(booked.text("/status")).isEqualTo("confirmed");
		assertThat(booked.text("/start")).isEqualTo(time(18).toString());
		assertThat(booked.text("/end")).isEqualTo(time(19).toString());
		assertThat(booked.json().path("calendar"))
			.isEqualTo(JsonMapper.shared().readTree("{\"name\": \"Test calendar\"}"));
		assertThat(booked.header(HttpHeaders.LOCATION)).isEqualTo(booked.text("/manageUrl"))
			.startsWith(booked.publicUrl() + "/b/");
		assertThat(booked.text("/icsUrl")).isEqualTo(booked.text("/manageUrl") + "/calendar.ics");
		assertThat(this.invitee.get(booked.text("/manageUrl")).isPage(200).body()).contains("Ada Lovelace",
				"18:00 – 18:30", "Japan Time – Tokyo");
		assertThat(this.invitee.get(booked.text("/icsUrl")).is(200).body()).contains("BEGIN:VEVENT",
				"DESCRIPTION:Two\\nlines");
	}

	@Test
	void aSpentLinkSaysWhomToAsk() {
		book(booking(1)).is(201);
		for (Answer answer : List.of(this.invitee.get(this.address), this.invitee.get(this.address + "/slots"),
				book(booking(1)), book(booking(2)))) {
			assertThat(answer.isProblem(410, "link-redeemed").json().path("contact"))
				.isEqualTo(JsonMapper.shared().readTree("""
						{"name": "Grace Hopper", "email": "grace@example.com", "phone": "+1 555 0100",
						"url": "https://example.com/help"}"""));
		}
		assertThat(bookings()).isOne();
	}

	@Test
	void aTakenTimeLeavesTheLinkGood() {
		this.invitee.post("/api/v1/public/calendars/" + this.calendar.publicId() + "/bookings", booking(1)).is(201);
		book(booking(1)).isProblem(409, "slot-taken");
		book(booking(2)).is(201);
	}

	@Test
	void whatIsNoTimeOfTheCalendarLeavesTheLinkGood() {
		for (Instant start : List.of(time(1).plusSeconds(60), time(1).plusNanos(1), time(-48 * 4), time(48 * 70),
				Instant.EPOCH, Instant.parse("9999-12-31T23:59:59Z"))) {
			book(Client.booking(start, "Ada")).isProblem(422, "slot-unavailable");
		}
		book(booking(1)).is(201);
	}

	@Test
	void theSameRequestUnderTheSameKeyIsAnsweredAgain() {
		Client client = this.invitee.with("Idempotency-Key", "one key");
		Answer first = client.post(this.address + "/redemptions", booking(1)).is(201);
		Answer again = client.post(this.address + "/redemptions", booking(1)).is(201);
		assertThat(again.json()).isEqualTo(first.json());
		assertThat(again.header(HttpHeaders.LOCATION)).isEqualTo(first.header(HttpHeaders.LOCATION));
		client.post(this.address + "/redemptions", booking(2)).isProblem(422, "idempotency-key-reused");
		this.invitee.with("Idempotency-Key", "another key")
			.post(this.address + "/redemptions", booking(1))
			.isProblem(410, "link-redeemed");
		assertThat(bookings()).isOne();
	}

	@Test
	void aRefusalIsToldAgainToTheSameKey() {
		Client client = this.invitee.with("Idempotency-Key", "a");
		Answer taker = this.invitee
			.post("/api/v1/public/calendars/" + this.calendar.publicId() + "/bookings", booking(1))
			.is(201);
		client.post(this.address + "/redemptions", booking(1)).isProblem(409, "slot-taken");
		client.post(this.address + "/redemptions", booking(1)).isProblem(409, "slot-taken");
		client.post(this.address + "/redemptions", booking(2)).isProblem(422, "idempotency-key-reused");
		assertThat(bookings()).isOne();
		Answer booked = this.invitee.with("Idempotency-Key", "b")
			.post(this.address + "/redemptions", booking(2))
			.is(201);
		assertThat(booked.text("/bookingId")).isNotEqualTo(taker.text("/bookingId"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "ä", "tab\tin it", "\u00a0" })
	void aKeyIsVisibleAscii(String key) {
		this.invitee.with("Idempotency-Key", key)
			.post(this.address + "/redemptions", booking(1))
			.isProblem(422, "invalid-request")
			.names("Idempotency-Key");
		this.invitee.with("Idempotency-Key", "k".repeat(256))
			.post(this.address + "/redemptions", booking(1))
			.isProblem(422, "invalid-request")
			.names("Idempotency-Key");
		assertThat(bookings()).isZero();
		this.invitee.with("Idempotency-Key", "k".repeat(255)).post(this.address + "/redemptions", booking(1)).is(201);
	}

	@Test
	void aMangledTokenIsUnknown() {
		String token = this.link.token().value();
		char last = token.charAt(43);
		String manage = this.invitee
			.post("/api/v1/public/calendars/" + this.calendar.publicId() + "/bookings", booking(1))
			.text("/manageUrl");
		for (String mangled : List.of("x", token.substring(1), "A" + token, token.toLowerCase(java.util.Locale.ROOT),
				token.substring(0, 43) + (char) (last == 'A' ? 'B' : 'A'), "A".repeat(44),
				manage.substring(manage.lastIndexOf('/') + 1))) {
			String wrong = "/api/v1/links/" + mangled;
			this.invitee.get(wrong).isProblem(404, "link-unknown");
			this.invitee.get(wrong + "/slots").isProblem(404, "link-unknown");
			this.invitee.post(wrong + "/redemptions", booking(2)).isProblem(404, "link-unknown");
			this.invitee.get("/l/" + mangled).isPage(404);
			this.invitee.get("/b/" + token).isPage(404);
		}
		book(booking(2)).is(201);
	}

	@Test
	void aLinkThatRedisForgotStillBooksOnce() {
		forget();
		assertThat(this.invitee.get(this.address).is(200).text("/status")).isEqualTo("active");
		forget();
		Client client = this.invitee.with("Idempotency-Key", "a");
		Answer booked = client.post(this.address + "/redemptions", booking(1)).is(201);
		forget();
		this.invitee.get(this.address).isProblem(410, "link-redeemed");
		forget();
		this.invitee.with("Idempotency-Key", "b")
			.post(this.address + "/redemptions", booking(2))
			.isProblem(410, "link-redeemed");
		forget();
		assertThat(client.post(this.address + "/redemptions", booking(1)).is(201).json()).isEqualTo(booked.json());
		forget();
		client.post(this.address + "/redemptions", booking(2)).isProblem(422, "idempotency-key-reused");
		assertThat(bookings()).isOne();
	}

	private Answer book(String body) {
		return this.invitee.post(this.address + "/redemptions", body);
	}

	private void forget() {
		assertThat(this.redis.delete(RedisKey.of(this.link.token().hash())).block(PATIENCE)).isOne();
	}

	private int bookings() {
		return this.invitee.asOwner().get("/api/v1/calendars/" + this.calendar.id() + "/bookings").ids().size();
	}

	private String booking(int n) {
		return Client.booking(time(n), "Ada");
	}

	private Instant time(int n) {
		return Owners.time(this.calendar, n);
	}

	/** The date some days ahead. */
	private String day(int days) {
		return time(0).plus(days - 2, ChronoUnit.DAYS).toString().substring(0, 10);
	}

}
