package io.oncegate.web;

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
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpMethod;

import static org.assertj.core.api.Assertions.assertThat;

/** Values out of range, in calendars, links and addresses. */
@GatewayTest
class BadValueTests {

	@Autowired
	private Owners owners;

	private Client client;

	private Calendar calendar;

	private String calendars;

	private String link;

	@BeforeEach
	void connect(@Value("${local.server.port}") int port, @Autowired PublicUrl publicUrl) {
		this.client = Client.of(port, publicUrl).asOwner();
		this.calendar = this.owners.calendar(30, 1);
		this.calendars = "/api/v1/calendars/" + this.calendar.id();
		this.link = "/api/v1/links/" + this.owners.link(this.calendar).token().value();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "durationMinutes | 0", "durationMinutes | -1", "durationMinutes | 1441",
			"durationMinutes | 30.5", "durationMinutes | 30.0", "durationMinutes | \"30\"", "durationMinutes | true",
			"durationMinutes | 3e1", "durationMinutes | 2147483648", "durationMinutes | -99999999999999999999",
			"durationMinutes | 1e400", "seatsPerSlot | 0", "seatsPerSlot | 10001", "bufferMinutes | 721",
			"bufferMinutes | -1", "startEveryMinutes | 0", "startEveryMinutes | 1441", "minimumNoticeMinutes | 525601",
			"horizonDays | 0", "horizonDays | 731", "slug | \"Big\"", "slug | \"a--b\"", "slug | \"-a\"",
			"slug | \"a b\"", "slug | \"\"", "slug | \"ä\"", "slug | \"../x\"", "slug | 5", "timeZone | \"Mars/Base\"",
			"timeZone | \"\"", "timeZone | \"\\u0000\"", "timeZone | 1", "name | \"\"", "name | 5",
			"name | \"\\ud800\"", "weeklyHours | null", "weeklyHours | []", "dateOverrides | {}", "contact | \"Ada\"" })
	void aWrongValueIsNamed(String field, String value) {
		ObjectNode calendar = (ObjectNode) JsonMapper.shared().readTree("""
				{"name": "Call", "timeZone": "UTC", "durationMinutes": 30, "weeklyHours": {}}""");
		calendar.put("slug", "slug-" + UUID.randomUUID());
		String good = calendar.toString();
		calendar.remove(field);
		String rest = calendar.toString().substring(1);
		this.client.post("/api/v1/calendars", "{\"" + field + "\": " + value + "," + rest)
			.isProblem(422, "invalid-request")
			.names(field);
		if (!value.equals("null")) {
			this.client.patch(this.calendars, "{\"" + field + "\": " + value + "}")
				.isProblem(422, "invalid-request")
				.names(field);
		}
		this.client.post("/api/v1/calendars", good).is(201);
	}

	@Test
	void aSlugOfManyPartsIsRefused() {
		String slug = "a-".repeat(30_000) + "a";
		this.client.patch(this.calendars, "{\"slug\": \"" + slug + "\"}").isProblem(422, "invalid-request");
		this.client.get(this.calendars).is(200);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "{\"funday\": []} | weeklyHours.funday",
			"{\"monday\": {}} | weeklyHours.monday", "{\"monday\": [null]} | weeklyHours.monday[0]",
			"{\"monday\": [{}]} | weeklyHours.monday[0].from", "{\"monday\": [5]} | weeklyHours.monday[0]",
			"{\"monday\": [{\"from\": 9, \"to\": 10}]} | weeklyHours.monday[0].from",
			"{\"monday\": [{\"from\": \"9:00\", \"to\": \"10:00\"}]} | weeklyHours.monday[0].from",
			"{\"monday\": [{\"from\": \"09:00\", \"to\": \"25:00\"}]} | weeklyHours.monday[0].to",
			"{\"monday\": [{\"from\": \"24:00\", \"to\": \"24:00\"}]} | weeklyHours.monday[0].from",
			"{\"monday\": [{\"from\": \"10:00\", \"to\": \"10:00\"}]} | weeklyHours.monday[0]",
			"{\"monday\": [{\"from\": \"09:00\", \"to\": \"11:00\"}, {\"from\": \"10:00\", \"to\": \"12:00\"}]} | weeklyHours" })
	void wrongHoursAreNamed(String week, String field) {
		this.client.patch(this.calendars, "{\"weeklyHours\": " + week + "}")
			.isProblem(422, "invalid-request")
			.names(field);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "[null] | dateOverrides[0]", "[{}] | dateOverrides[0].date",
			"[{\"date\": \"24.12.\"}] | dateOverrides[0].date", "[{\"date\": \"2026-02-30\"}] | dateOverrides[0].date",
			"[{\"date\": \"2026-12-24\"}, {\"date\": \"2026-12-24\"}] | dateOverrides[1].date",
			"[{\"date\": \"2026-12-24\", \"hours\": [{\"from\": \"x\"}]}] | dateOverrides[0].hours[0].from",
			"[{\"date\": \"2026-12-24\", \"until\": \"2026-12-23\"}] | dateOverrides[0].until",
			"[{\"date\": \"2026-12-24\", \"until\": \"Boxing Day\"}] | dateOverrides[0].until",
			"[{\"date\": \"2026-12-24\", \"until\": \"2036-12-24\"}] | dateOverrides[0].until",
			"[{\"date\": \"2026-12-25\"}, {\"date\": \"2026-12-24\", \"until\": \"2026-12-26\"}] | dateOverrides[1].date",
			"[{\"date\": \"2026-01-01\", \"until\": \"2027-12-31\"}, {\"date\": \"2028-01-01\", \"until\": \"2029-12-31\"}] | dateOverrides" })
	void wrongDatesAreNamed(String dates, String field) {
		this.client.patch(this.calendars, "{\"dateOverrides\": " + dates + "}")
			.isProblem(422, "invalid-request")
			.names(field);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "email | \"ada\"", "phone | \"javascript:1\"", "url | \"javascript:alert(1)\"",
					"url | \"https://\"", "url | \"https://a b\"", "url | \"//x\"", "name | \"\\u202e\"" })
	void aWrongContactIsNamed(String field, String value) {
		this.client.patch(this.calendars, "{\"contact\": {\"" + field + "\": " + value + "}}")
			.isProblem(422, "invalid-request")
			.names("contact." + field);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "{\"metadata\": []} | metadata", "{\"metadata\": \"x\"} | metadata",
			"{\"recipient\": {\"email\": \"ada\"}} | recipient.email",
			"{\"recipient\": {\"name\": \"\\ud800\"}} | recipient.name", "{\"recipient\": \"Ada\"} | recipient",
			"{\"expiresAt\": 1790000000} | expiresAt", "{\"expiresAt\": \"+1000000000-12-31T23:59:59Z\"} | expiresAt",
			"{\"expiresAt\": \"+300000-01-01T00:00:00Z\"} | expiresAt", "{\"url\": \"x\"} | url" })
	void aWrongLinkIsNamed(String body, String field) {
		this.client.post(this.calendars + "/one-time-links", body).isProblem(422, "invalid-request").names(field);
	}

	@ParameterizedTest
	@ValueSource(strings = { "1e400", "1e200000", "0.1", "12345678901234567890123", "1.00", "\"\\ud800\"", "\"😀\"",
			"\"\\\\u0000\"", "null", "{\"\": {}}" })
	void metadataIsKeptAsItIsOrRefused(String value) {
		Answer issued = this.client.post(this.calendars + "/one-time-links", "{\"metadata\": {\"n\": " + value + "}}");
		if (issued.status() != 201) {
			issued.isProblem(422, "invalid-request").names("metadata");
		}
		else {
			Answer list = this.client.get(this.calendars + "/one-time-links").is(200);
			assertThat(list.json().at("/items/0/metadata/n")).isEqualTo(JsonMapper.shared().readTree(value));
		}
	}

	@Test
	void metadataHasABound() {
		this.client.post(this.calendars + "/one-time-links", "{\"metadata\": {\"a\": \"" + "x".repeat(4089) + "\"}}")
			.isProblem(422, "invalid-request")
			.names("metadata");
		this.client.post(this.calendars + "/one-time-links", "{\"metadata\": {\"a\": \"" + "x".repeat(4088) + "\"}}")
			.is(201);
	}

	@ParameterizedTest
	@CsvSource({ "from=tomorrow, from", "from=, from", "from, from", "from=2026-02-30, from", "from=%00, from",
			"to=x, to", "from=2026-12-01&to=2026-11-30, to", "from=2026-12-01&to=2027-03-01, to",
			"from=-999999999-01-01&to=%2B999999999-12-31, from", "to=%2B999999999-12-31, to" })
	void wrongDatesOfSlotsAreNamed(String query, String field) {
		for (String address : List.of(this.link, "/api/v1/public/calendars/" + this.calendar.slug())) {
			this.client.get(address + "/slots?" + query).isProblem(422, "invalid-request").names(field);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "from=%2B999999999-12-31", "from=-999999999-01-01", "from=9999-12-31" })
	void datesThatAreFarAwayDoNoHarm(String query) {
		Answer slots = this.client.get(this.link + "/slots?" + query);
		if (slots.status() != 422) {
			assertThat(slots.is(200).json().path("slots").isEmpty()).isTrue();
		}
	}

	@ParameterizedTest
	@CsvSource({ "limit=0, limit", "limit=-1, limit", "limit=501, limit", "limit=x, limit", "limit=, limit",
			"limit, limit", "limit=1.0, limit", "limit=99999999999, limit", "limit=%00, limit", "cursor=x, cursor",
			"cursor=%00, cursor", "cursor=IA, cursor", "cursor=----, cursor" })
	void wrongPagesAreNamed(String query, String field) {
		for (String list : List.of("/api/v1/calendars", this.calendars + "/bookings",
				this.calendars + "/one-time-links")) {
			this.client.get(list + "?" + query).isProblem(422, "invalid-request").names(field);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "+1000000000-12-31T23:59:59Z", "-1000000000-01-01T00:00:00Z", "+300000-01-01T00:00:00Z",
			"-5000-01-01T00:00:00Z" })
	void instantsThatNoStoreHoldsDoNoHarm(String instant) {
		String encoded = instant.replace("+", "%2B");
		for (String address : List.of("/bookings?from=" + encoded, "/bookings?to=" + encoded)) {
			Answer answer = this.client.get(this.calendars + address);
			if (answer.status() != 200) {
				answer.isProblem(422, "invalid-request");
			}
		}
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "%00", "%ff", "%2e%2e", "..%2f..%2fetc%2fpasswd", "%252e", "a%0d%0aX:%20y", "%F0%9F%9A%80" })
	void noTokenOpensAnythingButItsLink(String token) {
		assertUnknown(token);
	}

	@Test
	void noLongTokenOpensAnything() {
		assertUnknown("A".repeat(3000));
		assertUnknown("-".repeat(44));
		assertUnknown("=".repeat(44));
	}

	private void assertUnknown(String token) {
		this.client.get("/api/v1/links/" + token).isProblem(404, "link-unknown");
		this.client.get("/api/v1/links/" + token + "/slots").isProblem(404, "link-unknown");
		this.client.post("/api/v1/links/" + token + "/redemptions", "{}").isProblem(404, "link-unknown");
		this.client.get("/api/v1/public/calendars/" + token).isProblem(404, "not-found");
		this.client.post("/api/v1/public/calendars/" + token + "/bookings", "{}").isProblem(404, "not-found");
	}

	@Test
	void methodsThatAreNotThereAreRefused() {
		IssuedLink other = this.owners.link(this.calendar);
		for (HttpMethod method : List.of(HttpMethod.PUT, HttpMethod.DELETE, HttpMethod.PATCH, HttpMethod.POST,
				HttpMethod.valueOf("BREW"))) {
			this.client.send(method, "/api/v1/links/" + other.token().value()).isProblem(405, "method-not-allowed");
			this.client.send(method, "/api/v1/nothing").isProblem(404, "not-found");
		}
		this.client.send(HttpMethod.PUT, this.calendars).isProblem(405, "method-not-allowed");
		this.client.send(HttpMethod.GET, this.link + "/redemptions").isProblem(405, "method-not-allowed");
		this.client.send(HttpMethod.PUT, this.link + "/redemptions").isProblem(405, "method-not-allowed");
		this.client.get("/api/v1/links/" + other.token().value()).is(200);
	}

}
