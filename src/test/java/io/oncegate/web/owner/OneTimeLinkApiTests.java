package io.oncegate.web.owner;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.http.HttpHeaders;
import org.springframework.r2dbc.core.DatabaseClient;

import static org.assertj.core.api.Assertions.assertThat;

/** Issuing, listing and withdrawing one-time links, over HTTP. */
@GatewayTest
class OneTimeLinkApiTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	@Autowired
	private Owners owners;

	@Autowired
	private DatabaseClient database;

	@Autowired
	private ReactiveStringRedisTemplate redis;

	private Client invitee;

	private Client owner;

	private Calendar calendar;

	private String links;

	@BeforeEach
	void connect(@Value("${local.server.port}") int port, @Autowired PublicUrl publicUrl) {
		this.invitee = Client.of(port, publicUrl);
		this.owner = this.invitee.asOwner();
		this.calendar = this.owners.calendar(30, 5);
		this.links = "/api/v1/calendars/" + this.calendar.id() + "/one-time-links";
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{}", "{\"recipient\": null, \"expiresAt\": null, \"metadata\": null}",
			"{\"recipient\": {}}" })
	void aLinkNeedsNothing(String body) {
		Answer issued = this.owner.post(this.links, body).is(201);
		assertThat(issued.json().propertyNames()).containsExactlyInAnyOrder("id", "url", "status", "createdAt");
		assertThat(issued.text("/url")).startsWith(issued.publicUrl() + "/l/");
		assertThat(issued.text("/status")).isEqualTo("active");
		this.invitee.get(issued.text("/url")).isPage(200);
		Answer opened = this.invitee.get(issued.text("/url").replace("/l/", "/api/v1/links/")).is(200);
		assertThat(opened.json().has("expiresAt")).isFalse();
	}

	@Test
	void aLinkRemembersWhomItIsForButNeverItsAddress() {
		Instant expiry = Instant.now().plus(3, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
		Answer issued = this.owner
			.post(this.links,
					"""
							{"recipient": {"name": " Ada ", "email": "ada@example.com", "reference": "crm-1"},
							"expiresAt": "%s", "metadata": {"step": 3, "of": ["a", null], "deep": {"x": 1.5}}}"""
						.formatted(expiry))
			.is(201);
		assertThat(issued.text("/expiresAt")).isEqualTo(expiry.toString());
		String token = issued.text("/url").substring(issued.text("/url").lastIndexOf('/') + 1);
		assertThat(this.invitee.get("/api/v1/links/" + token).text("/expiresAt")).isEqualTo(expiry.toString());
		Answer list = this.owner.get(this.links).is(200);
		assertThat(list.body()).doesNotContain(token);
		JsonNode listed = list.json().at("/items/0");
		assertThat(listed.path("id").asString()).isEqualTo(issued.text("/id"));
		assertThat(listed.path("createdAt").asString()).isEqualTo(issued.text("/createdAt"));
		assertThat(listed.path("expiresAt").asString()).isEqualTo(expiry.toString());
		assertThat(listed.path("recipient")).isEqualTo(JsonMapper.shared()
			.readTree("{\"name\": \"Ada\", \"email\": \"ada@example.com\", \"reference\": \"crm-1\"}"));
		assertThat(listed.path("metadata"))
			.isEqualTo(JsonMapper.shared().readTree("{\"step\": 3, \"of\": [\"a\", null], \"deep\": {\"x\": 1.5}}"));
	}

	/** Redis counts milliseconds, and no store says another time than the others. */
	@Test
	void anExpiryIsTheSameWhoeverIsAsked() {
		String second = Instant.now()
			.plus(3, ChronoUnit.DAYS)
			.truncatedTo(ChronoUnit.SECONDS)
			.toString()
			.replace("Z", "");
		Answer issued = this.owner.post(this.links, "{\"expiresAt\": \"" + second + ".123456789Z\"}").is(201);
		assertThat(issued.text("/expiresAt")).isEqualTo(second + ".123Z");
		String token = issued.text("/url").substring(issued.text("/url").lastIndexOf('/') + 1);
		assertThat(this.invitee.get("/api/v1/links/" + token).text("/expiresAt")).isEqualTo(second + ".123Z");
		assertThat(this.owner.get(this.links).text("/items/0/expiresAt")).isEqualTo(second + ".123Z");
	}

	@Test
	void anExpiryOffsetFromUtcIsUnderstood() {
		Instant expiry = Instant.now().plus(3, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
		String berlin = expiry.atOffset(java.time.ZoneOffset.ofHours(1)).toString();
		assertThat(this.owner.post(this.links, "{\"expiresAt\": \"" + berlin + "\"}").is(201).text("/expiresAt"))
			.isEqualTo(expiry.toString());
	}

	@ParameterizedTest
	@ValueSource(strings = { "2020-01-01T00:00:00Z", "tomorrow", "2099-01-01", "2099-13-01T00:00:00Z", "" })
	void anExpiryMustLieAhead(String expiry) {
		this.owner.post(this.links, "{\"expiresAt\": \"" + expiry + "\"}")
			.isProblem(422, "invalid-request")
			.names("expiresAt");
		assertThat(this.owner.get(this.links).ids()).isEmpty();
	}

	@Test
	void linksAreListedByStatus() {
		IssuedLink active = this.owners.link(this.calendar);
		IssuedLink claimed = claimed();
		IssuedLink redeemed = redeemed();
		IssuedLink expired = expired();
		IssuedLink revoked = this.owners.link(this.calendar);
		revoke(revoked).is(200);
		Map.of("active", active, "claimed", claimed, "redeemed", redeemed, "expired", expired, "revoked", revoked)
			.forEach((status, link) -> {
				Answer list = this.owner.get(this.links + "?status=" + status).is(200);
				assertThat(list.ids()).as(status).containsExactly(link.link().id().toString());
				assertThat(list.text("/items/0/status")).isEqualTo(status);
				assertThat(list.json().at("/items/0").has("redeemedAt")).isEqualTo(status.equals("redeemed"));
				assertThat(list.json().at("/items/0").has("bookingId")).isEqualTo(status.equals("redeemed"));
			});
		assertThat(this.owner.get(this.links).ids()).hasSize(5);
		this.owner.get(this.links + "?status=lost").isProblem(422, "invalid-request").names("status");
	}

	@Test
	void noLinkIsListedTwiceOrLostOverThePages() {
		List<String> issued = new ArrayList<>();
		for (int n = 0; n < 10; n++) {
			issued.add(0, this.owners.link(this.calendar).link().id().toString());
		}
		this.owners.link(this.owners.calendar(30, 1));
		List<String> listed = new ArrayList<>();
		String cursor = "-";
		for (String address = this.links + "?limit=3&status=active"; !cursor.isEmpty();) {
			Answer page = this.owner.get(address).is(200);
			listed.addAll(page.ids());
			cursor = page.text("/nextCursor");
			address = this.links + "?limit=3&status=active&cursor=" + cursor;
			// Links issued meanwhile belong before the first page.
			this.owners.link(this.calendar);
		}
		assertThat(listed).containsExactlyElementsOf(issued);
	}

	@Test
	void aRevokedLinkSaysWhomToAsk() {
		IssuedLink link = this.owners.link(this.calendar);
		assertThat(revoke(link).is(200).text("/status")).isEqualTo("revoked");
		assertDead(link, "link-revoked", "This link was revoked");
		assertThat(revoke(link).is(200).text("/id")).isEqualTo(link.link().id().toString());
	}

	@Test
	void aSpentLinkIsNotRevoked() {
		IssuedLink link = redeemed();
		revoke(link).isProblem(409, "conflict");
		assertThat(this.owner.get(this.links).text("/items/0/status")).isEqualTo("redeemed");
	}

	@Test
	void aLinkThatSomebodyBooksWithIsRevokedAllTheSame() {
		IssuedLink link = claimed();
		assertThat(revoke(link).is(200).text("/status")).isEqualTo("revoked");
		assertDead(link, "link-revoked", "This link was revoked");
	}

	@Test
	void aLinkThatSomebodyBooksWithSaysSo() {
		IssuedLink link = claimed();
		Answer opened = this.invitee.get("/api/v1/links/" + link.token().value()).isProblem(409, "link-claimed");
		assertThat(Integer.parseInt(opened.header(HttpHeaders.RETRY_AFTER))).isBetween(1, 30);
		this.invitee.get("/l/" + link.token().value()).isPage(409);
	}

	@Test
	void anExpiredLinkSaysWhomToAsk() {
		assertDead(expired(), "link-expired", "This link has expired");
	}

	private void assertDead(IssuedLink link, String problem, String title) {
		String address = "/api/v1/links/" + link.token().value();
		for (Answer answer : List.of(this.invitee.get(address), this.invitee.get(address + "/slots"),
				this.invitee.post(address + "/redemptions", Client.booking(Owners.time(this.calendar, 1), "Ada")))) {
			assertThat(answer.isProblem(410, problem).json().path("contact")).isEqualTo(JsonMapper.shared().readTree("""
					{"name": "Grace Hopper", "email": "grace@example.com", "phone": "+1 555 0100",
					"url": "https://example.com/help"}"""));
		}
		assertThat(this.invitee.get("/l/" + link.token().value()).isPage(410).body()).contains(title, "Grace Hopper",
				"mailto:grace@example.com", "tel:+15550100", "https://example.com/help");
		assertThat(this.owner.get("/api/v1/calendars/" + this.calendar.id() + "/bookings").ids()).isEmpty();
	}

	private Answer revoke(IssuedLink link) {
		return this.owner.post("/api/v1/one-time-links/" + link.link().id() + "/revoke", "");
	}

	private IssuedLink redeemed() {
		IssuedLink link = this.owners.link(this.calendar);
		this.invitee
			.post("/api/v1/links/" + link.token().value() + "/redemptions",
					Client.booking(Owners.time(this.calendar, 0), "Ada"))
			.is(201);
		return link;
	}

	private IssuedLink claimed() {
		IssuedLink link = this.owners.link(this.calendar);
		String lease = String.valueOf(Instant.now().plusSeconds(30).toEpochMilli());
		this.redis.opsForHash().putAll(key(link), Map.of("s", "c", "h", "somebody", "l", lease)).block(PATIENCE);
		return link;
	}

	private IssuedLink expired() {
		IssuedLink link = this.owners.link(this.calendar);
		this.database.sql("update one_time_link set expires_at = now() - interval '1 minute' where id = :id")
			.bind("id", link.link().id())
			.then()
			.block(PATIENCE);
		String past = String.valueOf(Instant.now().minusSeconds(60).toEpochMilli());
		this.redis.opsForHash().put(key(link), "x", past).block(PATIENCE);
		return link;
	}

	private static String key(IssuedLink link) {
		return RedisKey.of(link.token().hash());
	}

}
