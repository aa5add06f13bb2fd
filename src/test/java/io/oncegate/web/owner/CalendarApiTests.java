package io.oncegate.web.owner;

import java.util.ArrayList;
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
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

import static org.assertj.core.api.Assertions.assertThat;

/** Owners' calendars and bookings, over HTTP. */
@GatewayTest
class CalendarApiTests {

	private static final String CALENDARS = "/api/v1/calendars";

	private static final String EVERYTHING = """
			{"name": "Introductory call", "slug": "%s", "timeZone": "Europe/Berlin", "durationMinutes": 45,
			"seatsPerSlot": 3, "bufferMinutes": 15, "startEveryMinutes": 20, "minimumNoticeMinutes": 120, "horizonDays": 90,
			"weeklyHours": {"monday": [{"from": "09:00", "to": "12:30"}, {"from": "14:00", "to": "24:00"}],
				"tuesday": [], "wednesday": [], "thursday": [], "friday": [], "saturday": [], "sunday": []},
			"dateOverrides": [{"date": "2031-12-24", "hours": []},
				{"date": "2031-12-31", "hours": [{"from": "10:00", "to": "12:00"}]}],
			"contact": {"name": "Grace Hopper", "email": "grace@example.com", "phone": "+1 (555) 0100",
				"url": "https://example.com/help"}, "openLinks": {"scheduling": true, "permanent": false}}""";

	private static final String LEAST = """
			{"name": "Call", "slug": "%s", "timeZone": "UTC", "durationMinutes": 30, "weeklyHours": {}}""";

	private final String slug = "slug-" + UUID.randomUUID();

	@Autowired
	private Owners owners;

	private Client invitee;

	private Client owner;

	@BeforeEach
	void connect(@Value("${local.server.port}") int port, @Autowired PublicUrl publicUrl) {
		this.invitee = Client.of(port, publicUrl);
		this.owner = this.invitee.asOwner();
	}

	@Test
	void aNewCalendarIsAnsweredWithAllThatWasSentAndWithItsPlace() {
		Answer created = this.owner.post(CALENDARS, EVERYTHING.formatted(this.slug)).is(201);
		String id = created.text("/id");
		assertThat(created.header(HttpHeaders.LOCATION)).isEqualTo(created.publicUrl() + CALENDARS + "/" + id);
		JsonNode sent = JsonMapper.shared().readTree(EVERYTHING.formatted(this.slug));
		sent.forEachEntry((name, value) -> assertThat(created.json().get(name)).as(name).isEqualTo(value));
		assertThat(created.text("/createdAt")).endsWith("Z");
		assertThat(this.owner.get(created.header(HttpHeaders.LOCATION)).is(200).json()).isEqualTo(created.json());
	}

	@Test
	void whatIsOptionalIsFilledIn() {
		JsonNode created = this.owner.post(CALENDARS, LEAST.formatted(this.slug)).is(201).json();
		assertThat(created.path("seatsPerSlot").asInt(-1)).isOne();
		assertThat(created.path("bufferMinutes").asInt(-1)).isZero();
		assertThat(created.path("minimumNoticeMinutes").asInt(-1)).isZero();
		assertThat(created.path("horizonDays").asInt(-1)).isEqualTo(60);
		assertThat(created.path("weeklyHours").path("monday").isEmpty()).isTrue();
		assertThat(created.has("contact")).isFalse();
		assertThat(created.has("startEveryMinutes")).isFalse();
	}

	@Test
	void datesInARowCanBeSentAsOne() {
		String calendar = CALENDARS + "/" + id(this.owner.post(CALENDARS, LEAST.formatted(this.slug)).is(201));
		JsonNode changed = this.owner.patch(calendar, """
				{"dateOverrides": [{"date": "2030-12-31", "until": "2031-01-01", "hours": []}]}""").is(200).json();
		assertThat(changed.path("dateOverrides")).isEqualTo(JsonMapper.shared().readTree("""
				[{"date": "2030-12-31", "hours": []}, {"date": "2031-01-01", "hours": []}]"""));
	}

	@Test
	void aSlugIsGivenOnce() {
		String first = id(this.owner.post(CALENDARS, LEAST.formatted(this.slug)));
		this.owner.post(CALENDARS, LEAST.formatted(this.slug)).isProblem(409, "conflict");
		String second = id(this.owner.post(CALENDARS, LEAST.formatted(this.slug + "-2")));
		this.owner.patch(CALENDARS + "/" + second, "{\"slug\": \"" + this.slug + "\"}").isProblem(409, "conflict");
		assertThat(this.owner.get(CALENDARS + "/" + second).text("/slug")).isEqualTo(this.slug + "-2");
		assertThat(this.owner.get(CALENDARS + "/" + first).text("/slug")).isEqualTo(this.slug);
	}

	@Test
	void allCalendarsAreListedOnceOverThePages() {
		List<String> made = new ArrayList<>();
		for (int n = 0; n < 5; n++) {
			made.add(this.owners.calendar(30, 1).id().toString());
		}
		List<String> listed = new ArrayList<>();
		String address = CALENDARS + "?limit=3";
		for (String cursor = "-"; !cursor.isEmpty();) {
			Answer page = this.owner.get(address).is(200);
			assertThat(page.ids()).hasSizeBetween(1, 3);
			listed.addAll(page.ids());
			cursor = page.text("/nextCursor");
			address = CALENDARS + "?limit=3&cursor=" + cursor;
		}
		assertThat(listed).doesNotHaveDuplicates().containsSubsequence(made);
		// Other tests may have made more than fit.
		assertThat(this.owner.get(CALENDARS + "?limit=500").ids())
			.containsExactlyElementsOf(listed.subList(0, Math.min(500, listed.size())));
	}

	@Test
	void aPatchChangesOnlyWhatItNames() {
		Answer before = this.owner.post(CALENDARS, EVERYTHING.formatted(this.slug)).is(201);
		Answer after = this.owner.patch(CALENDARS + "/" + id(before), """
				{"name": "Renamed", "bufferMinutes": null, "dateOverrides": null,
				"contact": {"phone": null, "name": "Ada"},
				"weeklyHours": {"monday": null, "friday": [{"from": "08:00", "to": "09:00"}]}}""").is(200);
		assertThat(after.json()).isEqualTo(this.owner.get(CALENDARS + "/" + id(before)).json());
		assertThat(after.text("/name")).isEqualTo("Renamed");
		assertThat(after.json().path("bufferMinutes").asInt(-1)).isZero();
		assertThat(after.json().path("dateOverrides").isEmpty()).isTrue();
		assertThat(after.json().path("contact")).isEqualTo(JsonMapper.shared().readTree("""
				{"name": "Ada", "email": "grace@example.com", "url": "https://example.com/help"}"""));
		assertThat(after.json().at("/weeklyHours/monday").isEmpty()).isTrue();
		assertThat(after.text("/weeklyHours/friday/0/from")).isEqualTo("08:00");
		for (String kept : List.of("id", "slug", "timeZone", "durationMinutes", "seatsPerSlot", "minimumNoticeMinutes",
				"horizonDays", "createdAt")) {
			assertThat(after.json().get(kept)).as(kept).isEqualTo(before.json().get(kept));
		}
		this.owner.patch(CALENDARS + "/" + id(before), "").is(200);
		this.owner.patch(CALENDARS + "/" + id(before), "{\"contact\": null}").is(200);
		assertThat(this.owner.get(CALENDARS + "/" + id(before)).json().has("contact")).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"colour\": \"red\"}", "{\"id\": \"x\"}", "{\"name\": null}", "{\"name\": \" \"}",
			"{\"durationMinutes\": 0}", "{\"weeklyHours\": null}", "{\"contact\": {\"fax\": \"1\"}}", "[]", "null",
			"\"name\"", "{\"weeklyHours\": {\"monday\": [{\"from\": \"09:00\", \"to\": \"08:00\"}]}}" })
	void aPatchThatMakesNoSenseChangesNothing(String patch) {
		Answer before = this.owner.post(CALENDARS, EVERYTHING.formatted(this.slug)).is(201);
		this.owner.patch(CALENDARS + "/" + id(before), patch).isInvalidRequest();
		assertThat(this.owner.get(CALENDARS + "/" + id(before)).json()).isEqualTo(before.json());
	}

	@Test
	void theSchedulingLinkFollowsTheSlugAndThePermanentLinkStays() {
		Answer made = this.owner.post(CALENDARS, LEAST.formatted(this.slug));
		String id = id(made);
		String publicId = made.text("/publicId");
		this.owner.patch(CALENDARS + "/" + id, """
				{"slug": "%s-new", "openLinks": {"scheduling": true, "permanent": true}}""".formatted(this.slug))
			.is(200);
		this.invitee.get("/s/" + this.slug).isPage(404);
		this.invitee.get("/s/" + this.slug + "-new").isPage(200);
		this.invitee.get("/c/" + publicId).isPage(200);
		JsonNode share = this.owner.get(CALENDARS + "/" + id + "/share").is(200).json();
		String base = this.owner.get(CALENDARS + "/" + id).publicUrl();
		ObjectNode expected = JsonMapper.shared()
			.createObjectNode()
			.put("schedulingLink", base + "/s/" + this.slug + "-new")
			.put("permanentLink", base + "/c/" + publicId)
			.put("embedCode",
					"<script src=\"" + base + "/embed.js\" data-calendar=\"" + publicId + "\" async></script>");
		expected.putObject("openLinks").put("scheduling", true).put("permanent", true);
		assertThat(share).isEqualTo(expected);
	}

	@Test
	void aRemovedCalendarIsGoneWithItsLinks() {
		Answer made = this.owner.post(CALENDARS,
				EVERYTHING.formatted(this.slug).replace("\"permanent\": false", "\"permanent\": true"));
		String id = id(made);
		Answer link = this.owner.post(CALENDARS + "/" + id + "/one-time-links", "").is(201);
		assertThat(this.owner.send(HttpMethod.DELETE, CALENDARS + "/" + id).is(204).body()).isEmpty();
		this.owner.get(CALENDARS + "/" + id).isProblem(404, "not-found");
		this.owner.patch(CALENDARS + "/" + id, "{}").isProblem(404, "not-found");
		this.owner.send(HttpMethod.DELETE, CALENDARS + "/" + id).isProblem(404, "not-found");
		this.owner.post(CALENDARS + "/" + id + "/one-time-links", "").isProblem(404, "not-found");
		this.invitee.get("/c/" + made.text("/publicId")).isPage(404);
		this.invitee.get("/s/" + this.slug).isPage(404);
		this.invitee.get("/api/v1/public/calendars/" + made.text("/publicId")).isProblem(404, "not-found");
		Answer dead = this.invitee.get(link.text("/url").replace("/l/", "/api/v1/links/"));
		assertThat(dead.isProblem(410, "link-revoked").text("/contact/email")).isEqualTo("grace@example.com");
		this.owner.post(CALENDARS, LEAST.formatted(this.slug)).is(201);
	}

	@Test
	void bookingsAreListedByTimeInPages() {
		Calendar calendar = this.owners.calendar(30, 3);
		String bookings = CALENDARS + "/" + calendar.id() + "/bookings";
		List<String> made = new ArrayList<>();
		for (int time : new int[] { 4, 1, 1, 2, 0, 1 }) {
			made.add(this.invitee
				.post("/api/v1/public/calendars/" + calendar.publicId() + "/bookings",
						Client.booking(Owners.time(calendar, time), "Ada"))
				.is(201)
				.text("/bookingId"));
		}
		Answer first = this.owner.get(bookings + "?limit=2").is(200);
		Answer second = this.owner.get(bookings + "?limit=2&cursor=" + first.text("/nextCursor")).is(200);
		Answer third = this.owner.get(bookings + "?limit=2&cursor=" + second.text("/nextCursor")).is(200);
		assertThat(third.json().has("nextCursor")).isFalse();
		assertThat(first.ids()).hasSize(2).startsWith(made.get(4));
		assertThat(List.of(first.ids().get(1), second.ids().get(0), second.ids().get(1)))
			.containsExactlyInAnyOrder(made.get(1), made.get(2), made.get(5));
		assertThat(third.ids()).containsExactly(made.get(3), made.get(0));
		assertThat(this.owner.get(bookings + "?from=" + Owners.time(calendar, 2) + "&to=" + Owners.time(calendar, 4))
			.ids()).containsExactly(made.get(3));
		String day = Owners.time(calendar, 0).toString().substring(0, 10);
		assertThat(this.owner.get(bookings + "?from=" + day).ids()).hasSize(6);
		assertThat(this.owner.get(bookings + "?to=" + day).ids()).isEmpty();
	}

	@Test
	void aBookingIsListedWithItsInviteeAndLink() {
		Calendar calendar = this.owners.calendar(30, 1);
		IssuedLink link = this.owners.link(calendar);
		this.invitee
			.post("/api/v1/links/" + link.token().value() + "/redemptions",
					"""
							{"start": "%s", "invitee": {"name": "Ada", "email": "ada@example.com", "timeZone": "Asia/Tokyo"}}"""
						.formatted(Owners.time(calendar, 1)))
			.is(201);
		Answer list = this.owner.get(CALENDARS + "/" + calendar.id() + "/bookings").is(200);
		assertThat(list.json().path("items")).hasSize(1);
		assertThat(list.text("/items/0/start")).isEqualTo(Owners.time(calendar, 1).toString());
		assertThat(list.text("/items/0/end")).isEqualTo(Owners.time(calendar, 2).toString());
		assertThat(list.text("/items/0/status")).isEqualTo("confirmed");
		assertThat(list.text("/items/0/linkId")).isEqualTo(link.link().id().toString());
		assertThat(list.text("/items/0/createdAt")).endsWith("Z");
		assertThat(list.json().at("/items/0/invitee")).isEqualTo(JsonMapper.shared().readTree("""
				{"name": "Ada", "email": "ada@example.com", "timeZone": "Asia/Tokyo"}"""));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "Bearer", "Bearer ", "Bearer wrong", "Basic " + GatewayTest.API_KEY,
			GatewayTest.API_KEY, "Bearer " + GatewayTest.API_KEY + "x" })
	void withoutTheKeyNothingIsAnswered(String authorization) {
		Client stranger = authorization.isEmpty() ? this.invitee
				: this.invitee.with(HttpHeaders.AUTHORIZATION, authorization);
		String calendar = CALENDARS + "/" + this.owners.calendar(30, 1).id();
		for (Answer answer : List.of(stranger.get(CALENDARS), stranger.post(CALENDARS, LEAST.formatted(this.slug)),
				stranger.get(calendar), stranger.patch(calendar, "{}"), stranger.send(HttpMethod.DELETE, calendar),
				stranger.get(calendar + "/share"), stranger.get(calendar + "/bookings"),
				stranger.get(calendar + "/one-time-links"), stranger.post(calendar + "/one-time-links", ""),
				stranger.post("/api/v1/one-time-links/" + UUID.randomUUID() + "/revoke", ""))) {
			assertThat(answer.isProblem(401, "unauthorized").header(HttpHeaders.WWW_AUTHENTICATE)).isEqualTo("Bearer");
		}
		this.owner.get(calendar).is(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "3f0e8a52-6f6e-4b8e-9b0a-0d6d2f6c1a11", "nonsense", "1-1-1-1-1", "%00", "%2e%2e", "0" })
	void thereIsNothingAtTheIdOfNobody(String id) {
		String calendar = CALENDARS + "/" + id;
		for (Answer answer : List.of(this.owner.get(calendar), this.owner.patch(calendar, "{}"),
				this.owner.send(HttpMethod.DELETE, calendar), this.owner.get(calendar + "/share"),
				this.owner.get(calendar + "/bookings"), this.owner.get(calendar + "/one-time-links"),
				this.owner.post(calendar + "/one-time-links", ""),
				this.owner.post("/api/v1/one-time-links/" + id + "/revoke", ""))) {
			answer.isProblem(404, "not-found");
		}
	}

	private static String id(Answer created) {
		return created.is(201).text("/id");
	}

}
