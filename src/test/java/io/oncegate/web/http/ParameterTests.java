package io.oncegate.web.http;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

import io.oncegate.calendar.Calendar;
import io.oncegate.support.Answer;
import io.oncegate.support.Client;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
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

/** Parameters in the address of a request. */
@GatewayTest
class ParameterTests {

	private static final MediaType CSV = MediaType.parseMediaType("text/csv");

	@Autowired
	private Owners owners;

	private Client client;

	private Calendar calendar;

	private String link;

	@BeforeEach
	void connect(@Value("${local.server.port}") int port, @Autowired PublicUrl publicUrl) {
		this.client = Client.of(port, publicUrl).asOwner();
		this.calendar = this.owners.calendar(30, 1);
		this.link = this.owners.link(this.calendar).token().value();
	}

	private String address(String template) {
		return template.replace("CALENDAR", this.calendar.id().toString())
			.replace("LINK", this.link)
			.replace("SLUG", this.calendar.slug());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "GET | /api/v1/calendars | limit, cursor", "POST | /api/v1/calendars | no",
					"GET | /api/v1/calendars/CALENDAR | no", "PATCH | /api/v1/calendars/CALENDAR | no",
					"DELETE | /api/v1/calendars/CALENDAR | no", "GET | /api/v1/calendars/CALENDAR/share | no",
					"POST | /api/v1/calendars/CALENDAR/renew-permanent-link | no", "GET | /api/v1/owner | no",
					"PATCH | /api/v1/owner | no", "POST | /api/v1/owner/api-key | no",
					"GET | /api/v1/calendars/CALENDAR/bookings | from, to, limit, cursor",
					"GET | /api/v1/calendars/CALENDAR/one-time-links | status, campaignId, limit, cursor",
					"POST | /api/v1/calendars/CALENDAR/one-time-links | no",
					"GET | /api/v1/calendars/CALENDAR/campaigns | limit, cursor",
					"POST | /api/v1/calendars/CALENDAR/campaigns | name, expiresAt, resume, after",
					"POST | /api/v1/one-time-links/CALENDAR/revoke | no", "GET | /api/v1/campaigns/CALENDAR | no",
					"POST | /api/v1/campaigns/CALENDAR/revoke | no", "POST | /api/v1/bookings/CALENDAR/cancel | no",
					"GET | /api/v1/links/LINK | no", "GET | /api/v1/links/LINK/slots | from, to",
					"POST | /api/v1/links/LINK/redemptions | no", "GET | /api/v1/public/calendars/SLUG | no",
					"GET | /api/v1/public/calendars/SLUG/slots | from, to",
					"POST | /api/v1/public/calendars/SLUG/bookings | no" })
	void whatIsNotKnownIsNamed(String method, String template, String known) {
		Answer answer = this.client.send(HttpMethod.valueOf(method), address(template) + "?expireAt=2099-01-01")
			.isProblem(422, "invalid-request")
			.names("expireAt");
		assertThat(answer.text("/errors/0/message")).contains(known);
	}

	@ParameterizedTest
	@ValueSource(strings = { "?limit=1&limit=2", "?limit=1&limit=1", "?cursor=&cursor=", "?limit=5&LIMIT=5",
			"?%6cimit=5&limit=6", "?&x", "?limit=5&utm_source=x" })
	void whatIsThereTwiceOrUnknownIsRefused(String query) {
		this.client.get("/api/v1/calendars" + query).isProblem(422, "invalid-request");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "?", "?limit=5", "?limit=5&cursor=", "?%6cimit=5" })
	void whatIsKnownIsRead(String query) {
		this.client.get("/api/v1/calendars" + query).is(200);
		this.client.send(HttpMethod.HEAD, "/api/v1/calendars" + query).is(200);
	}

	@Test
	void pagesPassOverWhatIsNotTheirs() {
		for (String address : new String[] { "/l/" + this.link, "/s/" + this.calendar.slug() }) {
			this.client.get(address + "?utm_source=mail&utm_source=x&lang=de").isPage(200);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "?name=Spring&expiresAt= | expiresAt", "?name=Spring&after=5 | after",
					"?name=Spring&expiresAt=tomorrow | expiresAt", "?name= | name", " | name",
					"?resume=ID&name=Spring | name", "?resume=ID&expiresAt=2099-01-01T00:00:00Z | expiresAt" })
	void aCampaignLeavesNothingOut(String query, String field) {
		String address = "/api/v1/calendars/" + this.calendar.id() + "/campaigns"
				+ ((query != null) ? query.replace("ID", UUID.randomUUID().toString()) : "");
		this.client.send(HttpMethod.POST, address, CSV, "name\nAda\n".getBytes(StandardCharsets.UTF_8))
			.isProblem(422, "invalid-request")
			.names(field);
	}

	@ParameterizedTest
	@ValueSource(strings = { "name=Spring", "expiresAt=2099-01-01T00:00:00Z" })
	void whatBelongsIntoTheBodyIsNotTakenFromTheAddress(String query) {
		this.client
			.post("/api/v1/calendars/" + this.calendar.id() + "/campaigns?" + query,
					"{\"name\": \"Spring\", \"count\": 1}")
			.isProblem(422, "invalid-request")
			.names(query.replaceFirst("=.*", ""));
	}

}
