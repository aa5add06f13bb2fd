package io.oncegate.web;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

import io.oncegate.calendar.Calendar;
import io.oncegate.campaign.IssuedLink;
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
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

import static org.assertj.core.api.Assertions.assertThat;

/** JSON that is not what it should be; afterwards the link is still good. */
@GatewayTest
class BadBodyTests {

	private static final String NESTED = "[".repeat(10_000);

	@Autowired
	private Owners owners;

	private Client client;

	private Calendar calendar;

	private IssuedLink link;

	private String redemptions;

	private String bookings;

	private List<String> posts;

	@BeforeEach
	void connect(@Value("${local.server.port}") int port, @Autowired PublicUrl publicUrl) {
		this.client = Client.of(port, publicUrl).asOwner();
		this.calendar = this.owners.calendar(30, 5);
		this.link = this.owners.link(this.calendar);
		this.redemptions = "/api/v1/links/" + this.link.token().value() + "/redemptions";
		this.bookings = "/api/v1/public/calendars/" + this.calendar.publicId() + "/bookings";
		this.posts = List.of(this.redemptions, this.bookings,
				"/api/v1/calendars/" + this.calendar.id() + "/one-time-links", "/api/v1/calendars");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{", "}", "\"", "nope", "{\"start\"", "{\"start\":", "{,}", "{'start': 1}", "{start: 1}",
			"{\"start\": \"x\", \"start\": \"y\"}", "{\"metadata\": {\"a\": 1, \"a\": 2}}", "{} x",
			"{\"start\": \"\n\"}", "{\"start\": \"\\x\"}", "{\"start\": \"\\ud8\"}", "{\"durationMinutes\": 01}",
			"{\"durationMinutes\": NaN}", "/* */ {}", "<a/>", "null", "\u0000" })
	void whatIsNotJsonIsMalformed(String body) {
		for (String address : this.posts) {
			this.client.post(address, body).isProblem(400, "invalid-request");
		}
		this.client.patch("/api/v1/calendars/" + this.calendar.id(), body).isProblem(400, "invalid-request");
		assertStillGood();
	}

	@ParameterizedTest
	@ValueSource(strings = { "[", "[]", "[{}]", "\"{}\"", "0", "1.5", "true", " ", "{} {}", "{}[]", "{\"unknown\": 1}",
			"{\"\": 1}", "{\"START\": \"2026-11-23T09:00:00Z\"}", "{\"__proto__\": {}}", "{\"\\u0000\": 1}" })
	void whatIsNoObjectOfKnownFieldsIsRefused(String body) {
		for (String address : this.posts) {
			this.client.post(address, body).isInvalidRequest();
		}
		this.client.patch("/api/v1/calendars/" + this.calendar.id(), body).isInvalidRequest();
		assertStillGood();
	}

	@Test
	void bottomlessJsonIsRefused() {
		for (String address : this.posts) {
			for (String start : List.of(NESTED, "{\"start\": " + NESTED, "{\"unknown\": " + NESTED,
					"{\"metadata\": {\"a\": " + NESTED, "{\"a\":".repeat(10_000), "{\"weeklyHours\": " + NESTED,
					"{\"metadata\": {\"a\": " + NESTED + "]".repeat(10_000) + "}}",
					"{\"durationMinutes\": " + "1".repeat(2000) + "}",
					"{\"metadata\": {\"n\": " + "1".repeat(2000) + "}}", "{\"" + "k".repeat(60_000) + "\": 1}",
					"{\"start\": \"" + "s".repeat(60_000) + "\"}",
					"{\"metadata\": {\"a\": \"" + "\\\\".repeat(20_000) + "\"}}")) {
				this.client.post(address, start).isInvalidRequest();
			}
		}
		this.client.patch("/api/v1/calendars/" + this.calendar.id(), "{\"name\": " + NESTED).isInvalidRequest();
		assertStillGood();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "{\"start\": \"x\", \"start\": \"y\"} | start",
					"{\"invitee\": {\"name\": \"Ada\", \"email\": 1, \"name\": null}} | invitee.name",
					"{\"metadata\": {\"a\": [1, {\"b\": 1, \"b\": 2}]}} | metadata.a[1].b",
					"{\"unknown\": {\"a\": 1, \"a\": 1}} | unknown.a" })
	void whatIsThereTwiceIsNamed(String body, String field) {
		for (String address : this.posts) {
			Answer answer = this.client.post(address, body);
			// What comes first is told: here, that there is no such field.
			if (answer.status() != 422) {
				answer.isProblem(400, "invalid-request").names(field);
				assertThat(answer.text("/errors/0/message")).isEqualTo("is given more than once");
			}
		}
		this.client.patch("/api/v1/calendars/" + this.calendar.id(), body)
			.isProblem(400, "invalid-request")
			.names(field);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "{} x | continues after", "{} {} | continues after", "{}] | continues after", "{ | ends before",
					"{\"metadata\": {\"a\": [1, | in metadata.a[1]", "{\"metadata\": {\"a\": NaN}} | in metadata.a",
					"{a: 1} | not JSON", "[] | must be a JSON object", "null | must be a JSON object",
					"\"\ufeff\" | must be a JSON object", "' ' | no JSON in the body" })
	void whatIsNoJsonIsToldAsWhatItIs(String body, String detail) {
		assertThat(this.client.post("/api/v1/calendars/" + this.calendar.id() + "/one-time-links", body)
			.isProblem(400, "invalid-request")
			.text("/detail")).contains(detail);
	}

	@Test
	void whatIsTooDeepOrLongIsToldAsWhatItIs() {
		String links = "/api/v1/calendars/" + this.calendar.id() + "/one-time-links";
		assertThat(
				this.client.post(links, "{\"metadata\": " + NESTED).isProblem(400, "invalid-request").text("/detail"))
			.contains("levels deep");
		assertThat(this.client.post(links, "{\"metadata\": {\"n\": " + "1".repeat(2000) + "}}")
			.isProblem(400, "invalid-request")
			.text("/detail")).contains("too long", "metadata.n");
		assertThat(this.client
			.send(HttpMethod.POST, links, MediaType.APPLICATION_JSON,
					"{\"metadata\": \"\u00e4\"}".getBytes(StandardCharsets.ISO_8859_1))
			.isProblem(400, "invalid-request")
			.text("/detail")).contains("not UTF-8");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "open | \"true\" | true or false", "open | 1 | true or false", "open | \"\" | true or false",
					"open | {} | true or false", "durationMinutes | \"30\" | a whole number",
					"durationMinutes | 30.5 | a whole number", "durationMinutes | [] | a whole number",
					"durationMinutes | 99999999999 | out of range", "name | true | text", "name | {} | text",
					"contact | \"\" | an object", "contact | [] | an object", "contact | 0 | an object",
					"embedOrigins | \"\" | a list", "embedOrigins | {} | a list", "weeklyHours | \"\" | an object" })
	void aValueOfAnotherKindIsToldWhatItMustBe(String field, String value, String message) {
		Answer answer = this.client
			.patch("/api/v1/calendars/" + this.calendar.id(), "{\"" + field + "\": " + value + "}")
			.isProblem(422, "invalid-request")
			.names(field);
		assertThat(answer.text("/errors/0/message")).contains(message);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "{} | start invitee", "{\"start\": null, \"invitee\": null} | start invitee",
			"{\"start\": \"\", \"invitee\": {}} | start invitee.name invitee.email",
			"{\"start\": \"2030-01-01T09:00:00Z\", \"invitee\": {\"name\": \" \", \"email\": \"ada\"}} | invitee.name invitee.email",
			"{\"start\": 5} | start", "{\"start\": true} | start", "{\"start\": {}} | start", "{\"start\": []} | start",
			"{\"invitee\": \"Ada\"} | invitee", "{\"invitee\": []} | invitee",
			"{\"invitee\": {\"name\": 1}} | invitee.name",
			"{\"invitee\": {\"name\": {\"first\": \"Ada\"}}} | invitee.name",
			"{\"invitee\": {\"phone\": \"1\"}} | invitee.phone" })
	void whatIsWrongIsNamed(String body, String fields) {
		for (String address : List.of(this.redemptions, this.bookings)) {
			this.client.post(address, body).isProblem(422, "invalid-request").names(fields.split(" "));
		}
		assertStillGood();
	}

	@ParameterizedTest
	@ValueSource(strings = { "2026-11-23", "2026-11-23T09:00:00", "2026-02-30T09:00:00Z", "09:00", "1790000000",
			"2026-11-23T09:00:00[Europe/Berlin]", "\\u0000", "2026-11-23T09:00:00Z " })
	void aStartIsAnInstant(String start) {
		this.client.post(this.redemptions, """
				{"start": "%s", "invitee": {"name": "Ada", "email": "ada@example.com"}}""".formatted(start))
			.isProblem(422, "invalid-request")
			.names("start");
		assertStillGood();
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\\u0000b", "\\u0000", "\\ud800", "a\\udc00b", "\\u202eadA", "\\u2066Ada", "a\\u0007",
			"a\\nb", "\\u007f", "\\u0085", "\\u3000", "\\u2003\\u2003", "\\u2028" })
	void aNameIsPlainText(String name) {
		this.client.post(this.redemptions, Client.booking(Owners.time(this.calendar, 1), name))
			.isProblem(422, "invalid-request")
			.names("invitee.name");
		this.client.patch("/api/v1/calendars/" + this.calendar.id(), "{\"name\": \"" + name + "\"}")
			.isProblem(422, "invalid-request")
			.names("name");
		assertStillGood();
	}

	@ParameterizedTest
	@CsvSource({ "A\\u030angstro\\u0308m, Ångström", "👩‍🚀 Ada, 👩‍🚀 Ada", "\\ud83d\\ude80, 🚀", "عمر, عمر",
			"' Ada ', Ada", "O'Brien; DROP TABLE, O'Brien; DROP TABLE", "${7*7}, ${7*7}" })
	void aNameOfAnyLanguageIsKeptAndComposed(String sent, String kept) {
		Answer booked = this.client.post(this.redemptions, Client.booking(Owners.time(this.calendar, 1), sent)).is(201);
		assertThat(
				this.client.get("/api/v1/calendars/" + this.calendar.id() + "/bookings").text("/items/0/invitee/name"))
			.isEqualTo(kept);
		assertThat(this.client.get(booked.text("/manageUrl")).isPage(200).body()).contains("<bdi>" + kept + "</bdi>");
	}

	@Test
	void whatIsTooLongIsRefused() {
		String most = "😀".repeat(200);
		this.client.post(this.redemptions, Client.booking(Owners.time(this.calendar, 1), most + "x"))
			.isProblem(422, "invalid-request")
			.names("invitee.name");
		this.client
			.post(this.redemptions,
					"""
							{"start": "%s", "invitee": {"name": "Ada", "email": "%s", "notes": "%s", "timeZone": "Mars"}}"""
						.formatted(Owners.time(this.calendar, 1), "a".repeat(250) + "@b.de", "n".repeat(2001)))
			.isProblem(422, "invalid-request")
			.names("invitee.email", "invitee.email", "invitee.notes");
		this.client
			.post(this.redemptions,
					"""
							{"start": "%s", "invitee": {"name": "Ada", "email": "ada@example.com", "timeZone": "%s"}}"""
						.formatted(Owners.time(this.calendar, 1), "Z".repeat(60_000)))
			.isProblem(422, "invalid-request")
			.names("invitee.timeZone");
		this.client.post(this.redemptions, Client.booking(Owners.time(this.calendar, 1), most)).is(201);
	}

	@Test
	void bytesThatAreNoUtf8AreRefused() {
		for (byte[] bytes : List.of(bytes(0xff), bytes('{', '"', 0xc3, 0x28, '"', ':', '1', '}'), bytes('"', 0xff, '"'),
				bytes('{', '"', 0xed, 0xa0, 0x80, '"', ':', '1', '}'), bytes('"', 0xf0, 0x9f),
				bytes(0xfe, 0xff, 0, '{'), bytes(0, 0, 0, '{', 0x7f, 0xff, 0xff, 0xff), bytes(0, 0, 0, '{', 0),
				bytes('{', 0, 0), bytes(0xef, 0xbb, 0xbf), bytes('{', '"', 0xc0, 0x80, '"', ':', '1', '}'))) {
			for (String address : this.posts) {
				this.client.send(HttpMethod.POST, address, MediaType.APPLICATION_JSON, bytes).isInvalidRequest();
			}
		}
		assertStillGood();
	}

	/**
	 * Whoever looks at a request on its way sees other characters than a lenient reader
	 * does.
	 */
	@Test
	void charactersThatAreLongerThanTheyNeedToBeAreRefused() {
		for (byte[] name : List.of(bytes(0xc1, 0x81), bytes(0xc0, 0xaf), bytes(0xe0, 0x80, 0xaf),
				bytes(0xf0, 0x80, 0x80, 0xaf), bytes(0xf4, 0x90, 0x80, 0x80))) {
			byte[] body = Client
				.booking(Owners.time(this.calendar, 1), "A" + new String(name, StandardCharsets.ISO_8859_1))
				.getBytes(StandardCharsets.ISO_8859_1);
			for (String address : List.of(this.redemptions, this.bookings)) {
				assertThat(this.client.send(HttpMethod.POST, address, MediaType.APPLICATION_JSON, body)
					.isProblem(400, "invalid-request")
					.text("/detail")).contains("not UTF-8");
			}
		}
		assertStillGood();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "{\"seatsPerSlot\": 1e2147483648} | seatsPerSlot",
					"{\"seatsPerSlot\": 0e99999999999} | seatsPerSlot",
					"{\"contact\": {\"name\": 1E-2147483649}} | contact.name",
					"{\"metadata\": {\"a\": [1, 2e99999999999]}} | metadata.a[1]" })
	void aNumberBeyondAllBoundsIsNamed(String body, String field) {
		String address = field.startsWith("metadata") ? "/one-time-links" : "";
		this.client
			.send(address.isEmpty() ? HttpMethod.PATCH : HttpMethod.POST,
					"/api/v1/calendars/" + this.calendar.id() + address, MediaType.APPLICATION_JSON,
					body.getBytes(StandardCharsets.US_ASCII))
			.isProblem(422, "invalid-request")
			.names(field);
	}

	@Test
	void whereNothingIsAskedForNothingIsTaken() {
		Calendar other = this.owners.calendar(30, 5);
		String campaigns = "/api/v1/calendars/" + other.id() + "/campaigns";
		this.client.post(campaigns, "{\"name\": \"Spring\", \"count\": 1}").is(201);
		for (String address : List.of("/api/v1/calendars/" + other.id() + "/renew-permanent-link",
				"/api/v1/one-time-links/" + this.link.link().id() + "/revoke",
				"/api/v1/campaigns/" + this.client.get(campaigns).ids().get(0) + "/revoke")) {
			this.client.post(address, "{\"x\": 1}").isProblem(422, "invalid-request").names("x");
			this.client.post(address, "not JSON").isProblem(400, "invalid-request");
			this.client.send(HttpMethod.POST, address, MediaType.TEXT_PLAIN, bytes('{', '}'))
				.isProblem(415, "unsupported-media-type");
		}
		assertThat(this.client.get("/api/v1/calendars/" + other.id()).text("/publicId"))
			.isEqualTo(other.publicId().toString());
		assertStillGood();
		this.client.post("/api/v1/calendars/" + other.id() + "/renew-permanent-link", "{}").is(200);
		this.client.send(HttpMethod.POST, "/api/v1/one-time-links/" + this.owners.link(other).link().id() + "/revoke")
			.is(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"a\": \"\\u0000\"}", "{\"a\": [{\"b\": \"\\u202e\"}]}", "{\"\\u0007\": 1}",
			"{\"a\": {\"\\u2066\": null}}", "{\"a\": \"\\ud800\"}" })
	void metadataIsOfPlainText(String metadata) {
		this.client
			.post("/api/v1/calendars/" + this.calendar.id() + "/one-time-links", "{\"metadata\": " + metadata + "}")
			.isProblem(422, "invalid-request")
			.names("metadata");
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/plain", "application/xml", "application/x-www-form-urlencoded", "text/json",
			"multipart/form-data; boundary=x", "application/jsonx" })
	void onlyJsonIsUnderstood(String type) {
		byte[] body = Client.booking(Owners.time(this.calendar, 1), "Ada").getBytes(StandardCharsets.UTF_8);
		for (String address : this.posts) {
			this.client.send(HttpMethod.POST, address, MediaType.parseMediaType(type), body)
				.isProblem(415, "unsupported-media-type");
		}
		assertStillGood();
		this.client
			.send(HttpMethod.POST, this.bookings, MediaType.parseMediaType("application/json; charset=utf-8"), body)
			.is(201);
	}

	/** The link, asked by its own key so that no earlier attempt counts. */
	private void assertStillGood() {
		assertThat(this.client.get("/api/v1/links/" + this.link.token().value()).is(200).text("/status"))
			.isEqualTo("active");
		assertThat(this.client.get("/api/v1/calendars/" + this.calendar.id() + "/bookings").ids()).isEmpty();
		this.client.with("Idempotency-Key", UUID.randomUUID().toString())
			.post(this.redemptions, Client.booking(Owners.time(this.calendar, 7), "Ada"))
			.is(201);
	}

	private static byte[] bytes(int... values) {
		byte[] bytes = new byte[values.length];
		for (int n = 0; n < values.length; n++) {
			bytes[n] = (byte) values[n];
		}
		return bytes;
	}

}
