package io.oncegate.web.invitee;

import java.util.List;
import java.util.Map;

import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.Calendars;
import io.oncegate.support.Answer;
import io.oncegate.support.Client;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import io.oncegate.web.console.Browser;
import io.oncegate.web.http.PublicUrl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

import static org.assertj.core.api.Assertions.assertThat;

/** A calendar that is switched off or removed says so at every door. */
@GatewayTest
class SwitchedOffTests {

	@Autowired
	private Owners owners;

	@Autowired
	private Calendars calendars;

	private Client invitee;

	private Client api;

	private Browser console;

	private Calendar calendar;

	private String link;

	private String booking;

	@BeforeEach
	void connect(@Value("${local.server.port}") int port, @Autowired PublicUrl publicUrl) {
		this.invitee = Client.of(port, publicUrl);
		this.api = this.invitee.asOwner();
		this.console = new Browser(this.invitee).signedIn();
		this.calendar = this.owners.calendar(30, 1);
		this.link = this.owners.link(this.calendar).token().value();
		this.booking = this.invitee.submit("/l/" + this.owners.link(this.calendar).token().value(), form(1))
			.is(303)
			.header(HttpHeaders.LOCATION);
	}

	@Test
	void noLinkIsIssuedThatWouldNotWork() {
		assertThat(this.api.get("/api/v1/links/" + this.link).is(200).json().at("/calendar/open").asBoolean()).isTrue();
		this.api.patch(address(), "{\"open\": false}").is(200);
		assertThat(this.api.post(address() + "/one-time-links", "{}").isProblem(409, "conflict").text("/detail"))
			.contains("switched off");
		this.api.post(address() + "/campaigns", "{\"name\": \"Spring\", \"count\": 2}").isProblem(409, "conflict");
		this.api
			.send(HttpMethod.POST, address() + "/campaigns?name=Spring", new MediaType("text", "csv"),
					"name,email\nAda,ada@example.com\n".getBytes())
			.isProblem(409, "conflict");
		assertThat(this.api.get(address() + "/campaigns").ids()).isEmpty();
		String console = "/console/calendars/" + this.calendar.id();
		assertThat(this.console.get(console + "/share?tab=one-time").isPage(200).body()).contains("switched off",
				console + "/edit");
		assertThat(this.console.submit(console + "/share?tab=one-time", Map.of()).isPage(409).body())
			.contains("switched off");
		assertThat(this.console.get(console + "/campaigns").isPage(200).body()).contains("switched off")
			.doesNotContain("name=\"rows\"");
		this.api.patch(address(), "{\"open\": true}").is(200);
		this.api.post(address() + "/one-time-links", "{}").is(201);
	}

	@Test
	void linkSaysThatItsCalendarIsSwitchedOff() {
		this.api.patch(address(), "{\"open\": false}").is(200);
		Answer opened = this.invitee.get("/api/v1/links/" + this.link).is(200);
		assertThat(opened.json().at("/calendar/open").asBoolean(true)).isFalse();
		assertThat(this.invitee.get("/api/v1/links/" + this.link + "/slots").is(200).json().path("slots").size())
			.isZero();
		this.invitee
			.post("/api/v1/links/" + this.link + "/redemptions", Client.booking(Owners.time(this.calendar, 2), "A"))
			.isProblem(422, "slot-unavailable");
		for (String page : List.of("/l/" + this.link, this.booking + "/reschedule")) {
			assertThat(this.invitee.get(page).isPage(200).body()).contains("not taking bookings at the moment")
				.doesNotContain("name=\"start\"");
		}
		assertThat(this.invitee.submit("/l/" + this.link, form(2)).isPage(422).body())
			.contains("not taking bookings at the moment")
			.doesNotContain("choose another");
		this.invitee.submit(this.booking + "/cancel", Map.of()).is(303);
	}

	@Test
	void removedCalendarOffersNothing() {
		this.calendars.remove(this.calendar.owner().id(), this.calendar.id()).block();
		this.api.post(address() + "/one-time-links", "{}").isProblem(404, "not-found");
		this.api.post(address() + "/campaigns", "{\"name\": \"Spring\", \"count\": 2}").isProblem(404, "not-found");
		this.invitee.get("/api/v1/links/" + this.link).isProblem(410, "link-revoked");
		this.invitee.get("/api/v1/links/" + this.link + "/slots").isProblem(410, "link-revoked");
		this.invitee.get("/l/" + this.link).isPage(410);
		this.invitee.submit("/l/" + this.link, form(2)).isPage(410);
		this.invitee.get("/s/" + this.calendar.slug()).isPage(404);
		assertThat(this.invitee.get(this.booking + "/reschedule").isPage(200).body())
			.contains("not taking bookings at the moment")
			.doesNotContain("name=\"start\"");
		this.invitee.submit(this.booking + "/cancel", Map.of()).is(303);
		this.invitee.get(this.booking).isPage(200);
	}

	private String address() {
		return "/api/v1/calendars/" + this.calendar.id();
	}

	private Map<String, String> form(int time) {
		return Map.of("start", Owners.time(this.calendar, time).toString(), "name", "Ada", "email", "ada@example.com",
				"key", "key" + time);
	}

}
