package io.oncegate.web.console;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;

import io.oncegate.calendar.Calendar;
import io.oncegate.campaign.IssuedLink;
import io.oncegate.campaign.LinkRequests;
import io.oncegate.distribution.EachNamesItsOwner;
import io.oncegate.link.LinkToken;
import io.oncegate.support.Answer;
import io.oncegate.support.Client;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import io.oncegate.web.http.PublicUrl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;

import static org.assertj.core.api.Assertions.assertThat;

/** To another owner, what an owner has is not there, and cannot be changed. */
@GatewayTest
@ExtendWith(EachNamesItsOwner.class)
class OwnershipTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	/** All that an owner has in a calendar, as text. */
	private static final String STATE = """
			select /* the test asks */ concat(
				(select json_agg(c) from calendar c where id = :id),
				(select json_agg(l order by l.id) from one_time_link l where calendar_id = :id),
				(select json_agg(k) from campaign k where calendar_id = :id),
				(select json_agg(r) from link_request r where calendar_id = :id),
				(select json_agg(b) from booking b where calendar_id = :id))""";

	private static final Map<String, String> FIELDS = Map.of("open", "false", "name", "Taken", "count", "1", "message",
			"Sorry", "action", "save");

	@Autowired
	private Owners owners;

	@Autowired
	private LinkRequests requests;

	@Autowired
	private DatabaseClient database;

	private Client client;

	private Browser owner;

	private Browser other;

	private Calendar calendar;

	private Calendar theirs;

	private UUID link;

	private String campaign;

	private UUID request;

	private String booking;

	@BeforeEach
	void open(@Value("${local.server.port}") int port, @Autowired PublicUrl publicUrl) {
		this.client = Client.of(port, publicUrl);
		this.owner = new Browser(this.client).signedIn();
		this.theirs = this.owners.calendar(this.owners.other(), ZoneOffset.UTC, 30, 1);
		this.other = new Browser(this.client).signedIn(Owners.OTHER_KEY);
		this.calendar = this.owners.calendar(30, 1);
		this.link = this.owners.link(this.calendar).link().id();
		this.campaign = this.client.asOwner()
			.post("/api/v1/calendars/" + this.calendar.id() + "/campaigns", "{\"name\": \"Spring\", \"count\": 2}")
			.is(201)
			.header(HttpHeaders.LOCATION)
			.replaceFirst(".*/", "");
		this.booking = this.client
			.post("/api/v1/public/calendars/" + this.calendar.publicId() + "/bookings",
					Client.booking(Owners.time(this.calendar, 1), "Ada"))
			.is(201)
			.text("/bookingId");
		this.request = ask();
	}

	private UUID ask() {
		IssuedLink dead = this.owners.link(this.calendar);
		LinkToken fresh = this.requests.newAddress();
		this.requests.ask(this.calendar.owner().id(), dead.token().hash(), fresh.hash(), "Ada", "ada@example.com", null)
			.block(PATIENCE);
		return this.database.sql("select id from link_request where calendar_id = :id /* the test asks */")
			.bind("id", this.calendar.id())
			.mapValue(UUID.class)
			.one()
			.blockOptional(PATIENCE)
			.orElseThrow();
	}

	@ParameterizedTest
	@ValueSource(strings = { "calendars/{calendar}/edit", "calendars/{calendar}/remove", "calendars/{calendar}/share",
			"calendars/{calendar}/links", "calendars/{calendar}/requests", "calendars/{calendar}/campaigns",
			"calendars/{calendar}/bookings", "calendars/{calendar}/bookings?when=earlier",
			"calendars/{calendar}/bookings.csv", "calendars/{calendar}/feed", "campaigns/{campaign}",
			"campaigns/{campaign}/revoke", "campaigns/{campaign}/not-booked.csv", "bookings/{booking}",
			"bookings/{booking}/cancel" })
	void pagesAreNotThere(String page) {
		String address = "/console/" + named(page);
		this.other.get(address).isPage(404);
		this.other.head(address).is(404);
		this.owner.get(address).is(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "calendars/{calendar}/edit", "calendars/{calendar}/switch", "calendars/{calendar}/remove",
			"calendars/{calendar}/share", "calendars/{calendar}/links", "calendars/{calendar}/campaigns",
			"calendars/{calendar}/feed", "campaigns/{campaign}/revoke", "requests/{request}/grant",
			"requests/{request}/decline", "bookings/{booking}/cancel" })
	void actionsDoNothing(String action) {
		String address = "/console/" + named(action);
		String before = state();
		submit(this.other, address).isPage(404);
		assertThat(state()).isEqualTo(before);
		this.owner.get("/console");
		assertThat(submit(this.owner, address).status()).isNotEqualTo(404);
	}

	@Test
	void calendarsOfTheirOwnLeadThemToNothingElse() {
		String own = "/console/calendars/" + this.theirs.id();
		String before = state();
		this.other.submit(own + "/links", Map.of("only", this.link.toString())).isPage(404);
		this.other.submit(own + "/share", Map.of("previous", this.link.toString(), "revoke", "true"));
		this.other.submit(own + "/share/undo", Map.of("link", this.link.toString())).isPage(404);
		assertThat(this.other.get(own + "/share?tab=one-time&link=" + this.link).isPage(200).body())
			.doesNotContain("This link");
		this.other.submit("/console/calendars/preview", Map.of("id", this.calendar.id().toString())).isPage(404);
		this.other
			.submit("/console/requests/" + this.request + "/grant", Map.of("calendar", this.theirs.id().toString()))
			.isPage(404);
		this.client.asOwner(Owners.OTHER_KEY)
			.post("/api/v1/calendars/" + this.theirs.id() + "/campaigns?resume=" + this.campaign, "{\"count\": 3}")
			.isProblem(404, "not-found");
		assertThat(state()).isEqualTo(before);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/console", "/console/bookings", "/console/bookings.csv", "/console/campaigns",
			"/console/requests", "/api/v1/calendars?limit=500" })
	void listsAreOfWhatIsTheirs(String list) {
		String listed = list.startsWith("/api/") ? this.client.asOwner(Owners.OTHER_KEY).get(list).is(200).body()
				: this.other.get(list).is(200).body();
		assertThat(listed).doesNotContain(this.calendar.id().toString(), this.campaign, this.request.toString(),
				this.booking, "ada@example.com");
	}

	@Test
	void theProgressOfACampaignIsThatOfNone() {
		String id = UUID.randomUUID().toString();
		String none = this.other.get("/console/campaigns/" + id + "/progress").is(200).body();
		assertThat(this.other.get("/console/campaigns/" + this.campaign + "/progress").is(200).body())
			.isEqualTo(none.replace(id, this.campaign));
		assertThat(this.owner.get("/console/campaigns/" + this.campaign + "/progress").is(200).body())
			.isNotEqualTo(none);
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET calendars/{calendar}", "HEAD calendars/{calendar}", "PATCH calendars/{calendar}",
			"DELETE calendars/{calendar}", "GET calendars/{calendar}/share", "GET calendars/{calendar}/bookings",
			"GET calendars/{calendar}/one-time-links", "POST calendars/{calendar}/one-time-links",
			"GET calendars/{calendar}/campaigns", "POST calendars/{calendar}/campaigns", "GET campaigns/{campaign}",
			"POST campaigns/{campaign}/revoke", "POST one-time-links/{link}/revoke", "POST bookings/{booking}/cancel" })
	void theApiKnowsNothing(String call) {
		String before = state();
		Answer answer = call(this.client.asOwner(Owners.OTHER_KEY), call);
		if (call.startsWith("HEAD")) {
			answer.is(404);
		}
		else {
			answer.isProblem(404, "not-found");
		}
		assertThat(state()).isEqualTo(before);
		assertThat(call(this.client.asOwner(), call).status()).isBetween(200, 204);
	}

	@ParameterizedTest
	@ValueSource(strings = { "x", "1-1-1-1-1", "00000000-0000-0000-0000-00000000000g", "%00" })
	void whatIsNoIdIsNotThereEither(String id) {
		for (String page : new String[] { "calendars/{id}/bookings", "calendars/{id}/bookings.csv", "bookings/{id}",
				"bookings/{id}/cancel", "campaigns/{id}" }) {
			this.owner.get("/console/" + page.replace("{id}", id)).isPage(404);
		}
		for (String call : new String[] { "GET calendars/{id}", "GET campaigns/{id}", "POST bookings/{id}/cancel",
				"POST one-time-links/{id}/revoke" }) {
			call(this.client.asOwner(), call.replace("{id}", id)).isProblem(404, "not-found");
		}
	}

	private static Answer submit(Browser browser, String address) {
		if (!address.endsWith("/campaigns")) {
			return browser.submit(address, FIELDS);
		}
		StringBuilder form = new StringBuilder();
		Map.of("_csrf", browser.token(), "name", "Taken", "count", "1")
			.forEach((name, value) -> form.append("--cut\r\nContent-Disposition: form-data; name=\"")
				.append(name)
				.append("\"\r\n\r\n")
				.append(value)
				.append("\r\n"));
		return browser.send(address, MediaType.parseMediaType("multipart/form-data; boundary=cut"),
				form + "--cut--\r\n");
	}

	private Answer call(Client client, String call) {
		HttpMethod method = HttpMethod.valueOf(call.split(" ")[0]);
		String address = "/api/v1/" + named(call.split(" ")[1]);
		if (method == HttpMethod.PATCH) {
			return client.patch(address, "{\"name\": \"Taken\"}");
		}
		return (method == HttpMethod.POST)
				? client.post(address, address.endsWith("/campaigns") ? "{\"name\": \"Taken\", \"count\": 1}" : "{}")
				: client.send(method, address);
	}

	private String named(String address) {
		return address.replace("{calendar}", this.calendar.id().toString())
			.replace("{campaign}", this.campaign)
			.replace("{request}", this.request.toString())
			.replace("{booking}", this.booking)
			.replace("{link}", this.link.toString());
	}

	private String state() {
		return this.database.sql(STATE)
			.bind("id", this.calendar.id())
			.mapValue(String.class)
			.one()
			.blockOptional(PATIENCE)
			.orElseThrow();
	}

}
