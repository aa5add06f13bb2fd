package io.oncegate.web;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;

import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.Calendars;
import io.oncegate.support.Answer;
import io.oncegate.support.Client;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import io.oncegate.support.RawConnection;
import io.oncegate.web.http.PublicUrl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What the gateway prints and logs holds no secret and no invitee, whatever happens. */
@GatewayTest
@ExtendWith(OutputCaptureExtension.class)
class SecretsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final Map<String, String> secrets = new LinkedHashMap<>();

	private final String email = "ada-" + UUID.randomUUID() + "@example.com";

	@Autowired
	private Owners owners;

	@Autowired
	private Calendars calendars;

	@Autowired
	private DatabaseClient database;

	private int port;

	private Client client;

	private Calendar calendar;

	private String token;

	@BeforeEach
	void connect(@Value("${local.server.port}") int port, @Autowired PublicUrl publicUrl) {
		this.port = port;
		this.client = Client.of(port, publicUrl);
		this.calendar = this.owners.calendar(30, 1);
		this.token = this.owners.link(this.calendar).token().value();
		this.secrets.put("API key", GatewayTest.API_KEY);
		this.secrets.put("e-mail", this.email);
		this.secrets.put("token", this.token);
	}

	@AfterEach
	void nothingIsPrinted(CapturedOutput output) {
		this.secrets.forEach(
				(name, secret) -> assertThat(output.getAll().contains(secret)).as(name + " was printed").isFalse());
	}

	@Test
	void whenLinksAreIssuedAndBookedAndRefused() {
		Client owner = this.client.asOwner();
		String url = owner.post("/api/v1/calendars/" + this.calendar.id() + "/one-time-links", """
				{"recipient": {"name": "Ada", "email": "%s"}}""".formatted(this.email)).is(201).text("/url");
		this.secrets.put("issued token", url.substring(url.lastIndexOf('/') + 1));
		this.client.get(url).is(200);
		Answer booked = this.client.post(api("/redemptions"), body(1)).is(201);
		String manage = booked.text("/manageUrl");
		this.secrets.put("manage token", manage.substring(manage.lastIndexOf('/') + 1));
		this.client.get(manage).is(200);
		this.client.get(booked.text("/icsUrl")).is(200);
		this.client.get(api("")).is(410);
		this.client.get("/l/" + this.token).is(410);
		this.client.post(api("/redemptions"), body(2)).is(410);
		this.client.post(url.replace("/l/", "/api/v1/links/") + "/redemptions", body(1)).is(409);
		this.client.submit(url, form(1)).is(409);
		this.client.submit(url, form(2)).is(303);
		owner.get("/api/v1/calendars/" + this.calendar.id() + "/bookings").is(200);
		owner.get("/api/v1/calendars/" + this.calendar.id() + "/one-time-links").is(200);
		this.client.with(HttpHeaders.AUTHORIZATION, "Bearer " + GatewayTest.API_KEY + "x")
			.get("/api/v1/calendars")
			.is(401);
	}

	@Test
	void whenAKeyIsReplaced() {
		String first = this.owners.add("Ada");
		String second = this.client.asOwner(first).post("/api/v1/owner/api-key", "").is(200).text("/apiKey");
		this.secrets.put("replaced key", first);
		this.secrets.put("new key", second);
		this.client.asOwner(first).post("/api/v1/owner/api-key", "").is(401);
		this.client.asOwner(second).post("/api/v1/owner/api-key", "{\"" + second + "\": 1}").is(422);
		this.client.asOwner(second)
			.patch("/api/v1/owner", "{\"contact\": {\"email\": \"" + this.email + "\"}}")
			.is(200);
	}

	@Test
	void whenARequestIsWrong() {
		this.client.post(api("/redemptions"), "{\"" + this.email).is(400);
		this.client.post(api("/redemptions"), "{\"" + this.email + "\": 1}").is(422);
		this.client.post(api("/redemptions"), body(1).replace("@", "@@")).is(422);
		this.client.get(api("/slots?from=" + this.token)).is(422);
		this.client.get(api("/nothing")).is(404);
		this.client.get("/l/x" + this.token + "?email=" + this.email).is(404);
		this.client.get("/l/" + this.token + "x?email=" + this.email).is(303);
		this.client.send(HttpMethod.PUT, api("")).is(405);
		this.client.submit("/l/" + this.token, Map.of("email", this.email)).is(422);
		this.client.submit("/l/" + this.token, Map.of("notes", "x".repeat(70_000))).is(413);
	}

	@Test
	void whenARequestIsHardlyHttp() throws IOException {
		String key = "Authorization: Bearer " + GatewayTest.API_KEY + "\r\n";
		for (String request : List.of("GET /l/" + this.token + " HTTP/1.1\r\n" + key + "B\u0001d: x\r\n\r\n",
				"GET /l/" + this.token + "?zone=%zz HTTP/1.1\r\n" + key + "Host: x\r\n\r\n",
				"GET /l/" + this.token + "|%zz HTTP/1.1\r\n" + key + "Host: x\r\n\r\n",
				"GET /l/" + this.token + " HTTP/1.1\r\n" + key + "Cookie: " + "x".repeat(20_000) + "\r\n\r\n",
				"GET /l/" + this.token + " HTTP/1.1\r\n" + key + "Host: a b\r\n\r\n",
				"GET /l/" + this.token + "?" + "x".repeat(20_000) + " HTTP/1.1\r\n" + key + "\r\n",
				"POST /l/" + this.token + " HTTP/1.1\r\n" + key + "Content-Length: x\r\n\r\n" + this.email,
				"POST /l/" + this.token + " HTTP/1.1\r\n" + key + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n\r\n")) {
			try (RawConnection connection = new RawConnection(this.port, 12)) {
				connection.send(request).answer();
			}
		}
	}

	@Test
	void whenTheGatewayItselfFails() {
		String api = "/api/v1/public/calendars/" + this.calendar.publicId() + "/bookings";
		String manage = this.client.post(api, body(1)).is(201).text("/manageUrl");
		this.secrets.put("manage token", manage.substring(manage.lastIndexOf('/') + 1));
		try {
			spoil("time_zone = 'Nowhere/Land'");
			failEverywhere(manage);
			spoil("time_zone = 'UTC', weekly_hours = '{\"NODAY\": []}'");
			failEverywhere(manage);
		}
		finally {
			// So that others can list the calendars, and what was booked in them.
			update("time_zone = 'UTC', weekly_hours = '{}', deleted_at = now()");
		}
	}

	private void failEverywhere(String manage) {
		this.client.get(api("")).is(500);
		this.client.get("/l/" + this.token + "?email=" + this.email).is(500);
		this.client.post(api("/redemptions"), body(2)).is(500);
		this.client.submit("/l/" + this.token, form(2)).is(500);
		this.client.get(manage).is(500);
	}

	private void spoil(String change) {
		update(change);
		// So that the gateway forgets how the calendar was a moment ago.
		assertThatThrownBy(
				() -> this.calendars.change(this.calendar.owner().id(), this.calendar.id(), UnaryOperator.identity())
					.block(PATIENCE))
			.isNotNull();
	}

	private void update(String change) {
		this.database.sql("update calendar set " + change + " where id = :id")
			.bind("id", this.calendar.id())
			.then()
			.block(PATIENCE);
	}

	@Test
	void whenAStoreRefuses() {
		String check = "refuse_" + UUID.randomUUID().toString().replace('-', '_');
		this.database
			.sql("alter table booking add constraint " + check + " check (invitee_email <> '" + this.email + "')")
			.then()
			.block(PATIENCE);
		try {
			this.client.post(api("/redemptions"), body(1)).is(500);
			this.client.submit("/l/" + this.token, form(1)).is(500);
		}
		finally {
			this.database.sql("alter table booking drop constraint " + check).then().block(PATIENCE);
		}
		this.client.post(api("/redemptions"), body(1)).is(201);
	}

	private String api(String rest) {
		return "/api/v1/links/" + this.token + rest;
	}

	private String body(int time) {
		return """
				{"start": "%s", "invitee": {"name": "Ada", "email": "%s"}}""".formatted(time(time), this.email);
	}

	private Map<String, String> form(int time) {
		return Map.of("start", time(time).toString(), "name", "Ada", "email", this.email, "key", "k");
	}

	private Instant time(int n) {
		return Owners.time(this.calendar, n);
	}

}
