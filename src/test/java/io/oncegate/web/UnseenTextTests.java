package io.oncegate.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;

import io.oncegate.calendar.Calendar;
import io.oncegate.link.LinkStatus;
import io.oncegate.support.Answer;
import io.oncegate.support.Client;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import io.oncegate.web.console.Browser;
import io.oncegate.web.http.PublicUrl;
import io.oncegate.web.http.Text;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

import static org.assertj.core.api.Assertions.assertThat;

/** Text with nothing to see is no text, wherever it is sent. */
@GatewayTest
class UnseenTextTests {

	@Autowired
	private Owners owners;

	private Client client;

	private Client invitee;

	private Browser browser;

	private Calendar calendar;

	private String api;

	private String link;

	@BeforeEach
	void connect(@Value("${local.server.port}") int port, @Autowired PublicUrl publicUrl) {
		this.invitee = Client.of(port, publicUrl);
		this.client = this.invitee.asOwner();
		this.browser = new Browser(this.invitee).signedIn();
		this.calendar = this.owners.calendar(30, 5);
		this.api = "/api/v1/calendars/" + this.calendar.id();
		this.link = this.owners.link(this.calendar).token().value();
	}

	@ParameterizedTest
	@ValueSource(strings = { "\u200b", "\u00a0\ufeff", "\u3164", "\u2800", "\ufe0f", "\u0301", "\u200f\u200e", "\u180f",
			"\ud80d\udc41", "\ud80d\udc3c", "\udb40\udc41\udb40\udc7f" })
	void aNameWithNothingToSeeIsMissing(String name) {
		this.client.post("/api/v1/links/" + this.link + "/redemptions", booking(name, "ada@example.com"))
			.isProblem(422, "invalid-request")
			.names("invitee.name");
		assertThat(this.invitee.submit("/l/" + this.link, form(name, "ada@example.com")).isPage(422).body())
			.contains("Please enter your name.");
		this.client.patch(this.api, json("name", name)).isProblem(422, "invalid-request").names("name");
		this.client.patch("/api/v1/owner", json("name", name)).isProblem(422, "invalid-request").names("name");
		this.client.post(this.api + "/campaigns", json("name", name).replace("}", ", \"count\": 1}"))
			.isProblem(422, "invalid-request")
			.names("name");
		this.client
			.send(HttpMethod.POST, this.api + "/campaigns?name=" + URLEncoder.encode(name, StandardCharsets.UTF_8),
					MediaType.parseMediaType("text/csv"), "name\nAda\n".getBytes(StandardCharsets.UTF_8))
			.isProblem(422, "invalid-request")
			.names("name");
	}

	@Test
	void aCalendarAndARequestNeedANameToo() {
		this.browser.get("/console/calendars/new").isPage(200);
		assertThat(this.browser
			.submit("/console/calendars/new",
					Map.of("name", "\u200b\u3164", "slug", "", "timeZone", "UTC", "durationMinutes", "30"))
			.isPage(422)
			.body()).contains("Enter a name.");
		this.client.post("/api/v1/one-time-links/" + linkId() + "/revoke", "").is(200);
		assertThat(this.invitee.submit("/l/" + this.link + "/ask", Map.of("name", "\u2060", "email", "ada@example.com"))
			.isPage(422)
			.body()).contains("Please enter your name.");
	}

	private String linkId() {
		return this.client.get(this.api + "/one-time-links").is(200).ids().get(0);
	}

	@Test
	void whatMayBeLeftOutIsThenAbsent() {
		ObjectNode calendar = JsonMapper.shared().createObjectNode();
		calendar.put("location", "\u200b");
		calendar.putObject("contact")
			.put("name", "\u3164")
			.put("email", "\u00a0")
			.put("phone", "\ufeff")
			.put("url", "\u2060");
		Answer changed = this.client.patch(this.api, calendar.toString()).is(200);
		assertThat(changed.json().has("location")).isFalse();
		assertThat(changed.json().has("contact")).isFalse();
		this.client
			.post(this.api + "/one-time-links",
					"{\"recipient\": {\"name\": \"\u2800\", \"email\": \"\u200b\", \"reference\": \"\u00ad\"}}")
			.is(201);
		assertThat(this.client.get(this.api + "/one-time-links?status=" + LinkStatus.ACTIVE.name().toLowerCase())
			.json()
			.at("/items/0/recipient")
			.isEmpty()).isTrue();
		Answer booked = this.client
			.post("/api/v1/links/" + this.link + "/redemptions",
					booking("Ada", "ada@example.com").replace("}}",
							", \"notes\": \"\u200b\", \"timeZone\": \"\u00a0\"}}"))
			.is(201);
		Answer listed = this.client.get(this.api + "/bookings").is(200);
		assertThat(listed.text("/items/0/id")).isEqualTo(booked.text("/bookingId"));
		assertThat(listed.json().at("/items/0/invitee").has("notes")).isFalse();
		assertThat(listed.json().at("/items/0/invitee").has("timeZone")).isFalse();
		Answer cancelled = this.client
			.post("/api/v1/bookings/" + booked.text("/bookingId") + "/cancel", json("message", "\u3164"))
			.is(200);
		assertThat(cancelled.json().at("/cancellation").has("message")).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "an\u200bn@example.org", "ann@exam\u00adple.org", "ann@example\u00a0.org",
			"ann\u200d@example.org", "\u202aann@example.org\u202c", "ann@example.org\ufe0f", "an\u180fn@example.org",
			"\u0301ann@example.org", "ann@\u0301example.org", "ann\ud80d\udc3c@example.org" })
	void anAddressWithWhatIsUnseenIsRefused(String email) {
		this.client.post("/api/v1/links/" + this.link + "/redemptions", booking("Ada", email))
			.isProblem(422, "invalid-request");
		assertThat(this.invitee.submit("/l/" + this.link, form("Ada", email)).isPage(422).body())
			.containsPattern("valid email address|is not an email address|not allowed|cannot be used");
		this.client.patch(this.api, "{\"contact\": " + json("email", email) + "}").isProblem(422, "invalid-request");
		this.client.post(this.api + "/one-time-links", "{\"recipient\": " + json("email", email) + "}")
			.isProblem(422, "invalid-request");
		this.client
			.send(HttpMethod.POST, this.api + "/campaigns?name=Spring", MediaType.parseMediaType("text/csv"),
					("email\n" + email + "\n").getBytes(StandardCharsets.UTF_8))
			.isProblem(422, "invalid-request");
	}

	@Test
	void whatIsUnseenAtItsEndsIsCutOff() {
		String email = "\u200bann@example.org\u00a0";
		this.client.post("/api/v1/links/" + this.link + "/redemptions", booking("\ufeffAnn\u200b", email)).is(201);
		Answer listed = this.client.get(this.api + "/bookings").is(200);
		assertThat(listed.text("/items/0/invitee/email")).isEqualTo("ann@example.org");
		assertThat(listed.text("/items/0/invitee/name")).isEqualTo("Ann");
		assertThat(this.client.patch(this.api, "{\"contact\": " + json("email", email) + "}")
			.is(200)
			.text("/contact/email")).isEqualTo("ann@example.org");
	}

	@ParameterizedTest
	@ValueSource(strings = { "jörg@müller.de", "用户@例子.广告", "عمر@مثال.إختبار" })
	void anAddressOfAnyLanguageIsTaken(String email) {
		this.client.post("/api/v1/links/" + this.link + "/redemptions", booking("Ada", email)).is(201);
		assertThat(this.client.get(this.api + "/bookings").text("/items/0/invitee/email")).isEqualTo(email);
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://a\u0000b", "https://exam\u200bple.org", "https://x\u202ey", "https://a\u00a0b" })
	void theAddressOfAContactIsSeenAsAWhole(String url) {
		this.client.patch(this.api, "{\"contact\": " + json("url", url) + "}").isProblem(422, "invalid-request");
	}

	private String booking(String name, String email) {
		ObjectNode booking = JsonMapper.shared().createObjectNode();
		booking.put("start", Owners.time(this.calendar, 1).toString());
		booking.putObject("invitee").put("name", name).put("email", email);
		return booking.toString();
	}

	private Map<String, String> form(String name, String email) {
		return Map.of("start", Owners.time(this.calendar, 1).toString(), "name", name, "email", email, "key",
				UUID.randomUUID().toString());
	}

	private static String json(String field, String value) {
		return JsonMapper.shared().createObjectNode().put(field, value).toString();
	}

}
