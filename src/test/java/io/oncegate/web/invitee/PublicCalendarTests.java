package io.oncegate.web.invitee;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.oncegate.calendar.Calendar;
import io.oncegate.campaign.IssuedLink;
import io.oncegate.support.Answer;
import io.oncegate.support.Client;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import io.oncegate.support.RedisKey;
import io.oncegate.web.http.PublicUrl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;

import static org.assertj.core.api.Assertions.assertThat;

/** Scheduling and permanent links, and that looking changes nothing, over HTTP. */
@GatewayTest
class PublicCalendarTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	@Autowired
	private Owners owners;

	@Autowired
	private DatabaseClient database;

	@Autowired
	private ReactiveStringRedisTemplate redis;

	private Client invitee;

	private Calendar calendar;

	@BeforeEach
	void connect(@Value("${local.server.port}") int port, @Autowired PublicUrl publicUrl) {
		this.invitee = Client.of(port, publicUrl);
		this.calendar = this.owners.calendar(30, 1);
	}

	@Test
	void aCalendarIsFoundByIdAndBySlug() {
		for (String address : addresses()) {
			assertThat(this.invitee.get(address).is(200).json()).isEqualTo(JsonMapper.shared()
				.readTree("""
						{"status": "active", "calendar": {"name": "Test calendar", "durationMinutes": 30,
						"timeZone": "Z", "open": true}, "owner": {"name": "%s"}}"""
					.formatted(this.calendar.owner().name())));
			String day = Owners.time(this.calendar, 0).toString().substring(0, 10);
			Answer slots = this.invitee.get(address + "/slots?from=" + day + "&to=" + day).is(200);
			assertThat(slots.json().path("slots")).hasSize(48);
		}
		this.invitee.get("/api/v1/public/calendars/nobody").isProblem(404, "not-found");
	}

	@Test
	void aCalendarIsBookedAgainAndAgain() {
		int time = 0;
		for (String address : addresses()) {
			for (int n = 0; n < 3; n++) {
				String body = Client.booking(Owners.time(this.calendar, time), "Ada");
				Answer booked = this.invitee.post(address + "/bookings", body).is(201);
				assertThat(booked.json().propertyNames()).containsExactlyInAnyOrder("bookingId", "status", "start",
						"end", "calendar", "manageUrl", "icsUrl");
				assertThat(booked.header(HttpHeaders.LOCATION)).isEqualTo(booked.text("/manageUrl"));
				this.invitee.post(address + "/bookings", body).isProblem(409, "slot-taken");
				time++;
			}
		}
		this.invitee
			.post(addresses().get(0) + "/bookings", Client.booking(Owners.time(this.calendar, 9).plusSeconds(1), "Ada"))
			.isProblem(422, "slot-unavailable");
	}

	@Test
	void theSameRequestUnderTheSameKeyIsAnsweredAgain() {
		Client client = this.invitee.with("Idempotency-Key", "one key");
		String body = Client.booking(Owners.time(this.calendar, 1), "Ada");
		Answer booked = client.post(addresses().get(0) + "/bookings", body).is(201);
		assertThat(client.post(addresses().get(1) + "/bookings", body).is(201).json()).isEqualTo(booked.json());
		client.post(addresses().get(0) + "/bookings", Client.booking(Owners.time(this.calendar, 2), "Ada"))
			.isProblem(422, "idempotency-key-reused");
		client.post(addresses().get(0) + "/bookings", Client.booking(Owners.time(this.calendar, 1), "Eve"))
			.isProblem(422, "idempotency-key-reused");
	}

	@Test
	void lookingChangesNothing() {
		IssuedLink active = this.owners.link(this.calendar);
		IssuedLink spent = this.owners.link(this.calendar);
		Answer booked = this.invitee
			.post("/api/v1/links/" + spent.token().value() + "/redemptions",
					Client.booking(Owners.time(this.calendar, 1), "Ada"))
			.is(201);
		List<String> before = state(active, spent);
		for (String address : Stream
			.concat(addresses().stream(),
					Stream.of(active, spent)
						.map((link) -> link.token().value())
						.flatMap((token) -> Stream.of("/l/" + token, "/l/" + token + "?zone=Asia/Tokyo",
								"/api/v1/links/" + token, "/api/v1/links/" + token + "/slots",
								"/api/v1/links/" + token + "/redemptions", "/s/" + this.calendar.slug(),
								"/c/" + this.calendar.publicId(), booked.text("/manageUrl"), booked.text("/icsUrl"),
								booked.text("/manageUrl") + "/cancel", booked.text("/manageUrl") + "/reschedule")))
			.toList()) {
			Answer got = this.invitee.get(address);
			Answer headed = this.invitee.send(HttpMethod.HEAD, address);
			assertThat(got.status()).as(address).isIn(200, 404, 405, 410);
			assertThat(headed.status()).as(address).isEqualTo(got.status());
			assertThat(headed.body()).isEmpty();
			this.invitee.send(HttpMethod.OPTIONS, address);
		}
		assertThat(state(active, spent)).isEqualTo(before);
		this.invitee
			.post("/api/v1/links/" + active.token().value() + "/redemptions",
					Client.booking(Owners.time(this.calendar, 2), "Ada"))
			.is(201);
	}

	/** All that Redis and PostgreSQL know of the links and the calendar. */
	private List<String> state(IssuedLink... links) {
		List<String> state = new ArrayList<>();
		for (IssuedLink link : links) {
			state.add(String.valueOf(this.redis.opsForHash()
				.entries(RedisKey.of(link.token().hash()))
				.collectSortedList((one, other) -> one.getKey().toString().compareTo(other.getKey().toString()))
				.block(PATIENCE)));
		}
		state.add(rows("select string_agg(b::text, ' ' order by id) from booking b where calendar_id = :calendar"));
		state.add(
				rows("select string_agg(l::text, ' ' order by id) from one_time_link l where calendar_id = :calendar"));
		state.add(rows("select string_agg(c::text, ' ' order by id) from calendar c where id = :calendar"));
		assertThat(state).hasSize(5).allSatisfy((part) -> assertThat(part).hasSizeGreaterThan(15));
		return state;
	}

	private String rows(String sql) {
		return this.database.sql(sql)
			.bind("calendar", this.calendar.id())
			.mapValue(String.class)
			.one()
			.blockOptional(PATIENCE)
			.orElseThrow();
	}

	private List<String> addresses() {
		return List.of("/api/v1/public/calendars/" + this.calendar.publicId(),
				"/api/v1/public/calendars/" + this.calendar.slug());
	}

}
