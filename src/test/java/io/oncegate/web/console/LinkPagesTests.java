package io.oncegate.web.console;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.oncegate.calendar.Calendar;
import io.oncegate.campaign.IssuedLink;
import io.oncegate.campaign.OneTimeLinks;
import io.oncegate.link.LinkStatus;
import io.oncegate.link.Links;
import io.oncegate.link.Recipient;
import io.oncegate.support.Client;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import io.oncegate.web.console.Browser.Form;
import io.oncegate.web.http.PublicUrl;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.r2dbc.core.DatabaseClient;

import static org.assertj.core.api.Assertions.assertThat;

/** An owner looks for one-time links and revokes them. */
@GatewayTest
class LinkPagesTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	/** What one statement does in time. */
	private static final int CHUNK = 2000;

	private static final Pattern OLDER = Pattern.compile("href=\"([^\"]+)\">Older<");

	@Autowired
	private Owners owners;

	@Autowired
	private OneTimeLinks oneTimeLinks;

	@Autowired
	private Links links;

	@Autowired
	private DatabaseClient database;

	private Client invitee;

	private Browser browser;

	private Calendar calendar;

	private String address;

	@BeforeEach
	void open(@Value("${local.server.port}") int port, @Autowired PublicUrl publicUrl) {
		this.invitee = Client.of(port, publicUrl);
		this.browser = new Browser(this.invitee).signedIn();
		this.calendar = this.owners.calendar(30, 1);
		this.address = "/console/calendars/" + this.calendar.id() + "/links";
	}

	@Test
	void linksAreFoundByTheirStatus() {
		issue("Ada", "ada@example.com", "A-1");
		spend(issue("Bob", "bob@example.com", "B-1"));
		this.oneTimeLinks.revoke(this.calendar.owner().id(), issue("Cy", null, null).link().id()).block();
		assertThat(page("")).contains(">Ada<", "<small>ada@example.com</small>", ">Bob<", ">Cy<");
		assertThat(page("?status=active")).contains(">Ada<").doesNotContain(">Bob<", ">Cy<");
		assertThat(page("?status=redeemed")).contains(">Bob<").doesNotContain(">Ada<", ">Cy<", "name=\"only\"");
		assertThat(page("?status=revoked")).contains(">Cy<").doesNotContain(">Ada<", ">Bob<", "name=\"only\"");
		assertThat(page("?status=expired")).contains("No such links");
		assertThat(page("")).contains(">Active</a>", ">Being booked</a>", ">Booked</a>", ">Expired</a>", ">Revoked</a>",
				">Active</span>", ">Booked</span>", ">Revoked</span>");
		assertThat(page("?status=claimed")).contains("No such links");
	}

	@Test
	void aLinkLeadsToItsBookingAndItsCampaign() {
		IssuedLink spent = issue("Bob", null, null);
		spend(spent);
		this.invitee.asOwner()
			.post("/api/v1/calendars/" + this.calendar.id() + "/campaigns", "{\"name\": \"Spring\", \"count\": 1}")
			.is(201);
		String page = page("");
		assertThat(page).contains("href=\"/console/bookings/" + booking(spent) + "\"")
			.containsPattern("href=\"/console/campaigns/[0-9a-f-]{36}\"><bdi>Spring</bdi>");
		Matcher campaign = Pattern.compile("href=\"(/console/campaigns/[^\"]{36})\"").matcher(page);
		assertThat(campaign.find()).isTrue();
		this.browser.get(campaign.group(1)).isPage(200);
		this.browser.get("/console/bookings/" + booking(spent)).isPage(200);
	}

	private String booking(IssuedLink link) {
		return String.valueOf(this.links.findByHash(link.token().hash()).blockOptional().orElseThrow().bookingId());
	}

	@Test
	void linksAreFoundByWhomTheyAreFor() {
		issue("Ada Lovelace", "ada@example.com", "100%_\\x");
		issue("Bob", "bob@example.com", "100 ab");
		for (String text : List.of("LOVE", "ada%40", "100%25", "%25_%5C")) {
			assertThat(page("?search=" + text)).as(text).contains(">Ada Lovelace<").doesNotContain(">Bob<");
		}
		assertThat(page("?search=example&status=active")).contains(">Ada Lovelace<", ">Bob<");
		assertThat(page("?search=example&status=revoked")).contains("No such links");
		assertThat(page("?search=%00bob" + "%20".repeat(200))).contains(">Bob<").doesNotContain("Lovelace");
	}

	@Test
	void manyLinksArePagedAndTheSearchStays() {
		for (int n = 100; n < 152; n++) {
			issue("Guest " + n, null, "all & every");
		}
		issue("Other", null, null);
		String first = page("?search=all+%26&status=active");
		assertThat(first).contains(">Guest 151<", ">Guest 102<").doesNotContain(">Guest 101<", ">Other<");
		Matcher older = OLDER.matcher(first);
		assertThat(older.find()).isTrue();
		String next = older.group(1).replace("&amp;", "&");
		assertThat(this.browser.get(next).isPage(200).body()).contains(">Guest 101<", ">Guest 100<", "Newest")
			.doesNotContain(">Guest 102<", ">Other<", ">Older<");
		this.browser.get(this.address + "?cursor=x").isPage(422);
	}

	@Test
	void onlyTheNewestLinksAreSearchedAndThePageSaysSo() {
		issue("Oldest", null, null);
		issue("Older", null, null);
		try {
			for (int n = 1; n < Links.SEARCHED; n += CHUNK) {
				run("""
						insert into one_time_link (id, owner_id, calendar_id, token_hash, recipient_name)
						select gen_random_uuid(), (select owner_id from calendar where id = :calendar), :calendar,
							sha256((:calendar::text || n)::bytea), 'Guest'
						from generate_series(%d, %d) as n""".formatted(n, Math.min(n + CHUNK, Links.SEARCHED) - 1));
			}
			String partly = "Only the newest 50,000 links are searched";
			assertThat(page("?search=olde")).contains(">Older<", partly).doesNotContain(">Oldest<");
			assertThat(page("")).doesNotContain(partly);
			run("delete from one_time_link where calendar_id = :calendar and recipient_name = 'Older'");
			assertThat(page("?search=olde")).contains(">Oldest<").doesNotContain(partly);
		}
		finally {
			for (int n = 0; n < Links.SEARCHED; n += CHUNK) {
				run("""
						delete from one_time_link where id in (
							select id from one_time_link where calendar_id = :calendar limit %d)""".formatted(CHUNK));
			}
		}
	}

	private void run(String sql) {
		this.database.sql(sql).bind("calendar", this.calendar.id()).then().block(PATIENCE);
	}

	@Test
	void oneLinkIsRevoked() {
		IssuedLink one = issue("Ada", null, null);
		IssuedLink other = issue("Bob", null, null);
		page("");
		assertThat(revoke("?search=a", new Form().with("only", id(one)).with("id", id(other))))
			.contains("1 link was revoked.", "value=\"a\"");
		assertThat(status(one)).isEqualTo(LinkStatus.REVOKED);
		assertThat(status(other)).isEqualTo(LinkStatus.ACTIVE);
	}

	@Test
	void manyLinksAreRevokedButForThoseThatAreSpent() {
		IssuedLink one = issue("Ada", null, null);
		IssuedLink two = issue("Bob", null, null);
		IssuedLink spent = issue("Cy", null, null);
		page("");
		spend(spent);
		assertThat(revoke("", new Form().with("id", id(one)).with("id", id(two)).with("id", id(spent))))
			.contains("2 links were revoked. 1 could not be revoked");
		assertThat(status(one)).isEqualTo(LinkStatus.REVOKED);
		assertThat(status(two)).isEqualTo(LinkStatus.REVOKED);
		assertThat(status(spent)).isEqualTo(LinkStatus.REDEEMED);
		assertThat(revoke("", new Form())).contains("Nothing was selected.");
	}

	@Test
	void withALinkOfAnotherCalendarNothingIsRevoked() {
		IssuedLink mine = issue("Ada", null, null);
		IssuedLink other = this.owners.link(this.owners.calendar(30, 1));
		for (String id : List.of(id(other), UUID.randomUUID().toString(), "x")) {
			this.browser
				.submit(this.address,
						new Form().with("_csrf", this.browser.token()).with("id", id(mine)).with("id", id))
				.isPage(404);
		}
		assertThat(status(mine)).isEqualTo(LinkStatus.ACTIVE);
		assertThat(status(other)).isEqualTo(LinkStatus.ACTIVE);
		String foreign = "/console/calendars/" + UUID.randomUUID() + "/links";
		this.browser.get(foreign).isPage(404);
		this.browser.submit(foreign, Map.of("id", id(mine))).isPage(404);
	}

	@Test
	void withoutATokenNothingIsRevoked() {
		IssuedLink one = issue("Ada", null, null);
		this.browser.submit(this.address, new Form().with("only", id(one))).isPage(403);
		assertThat(status(one)).isEqualTo(LinkStatus.ACTIVE);
	}

	@Test
	void aNameIsTextWhateverItIs() {
		String name = "<script>alert(1)</script>\"><img src=x>";
		issue(name, name, name);
		assertThat(page("?search=%22%3E%3Cimg")).contains("&lt;script&gt;alert(1)")
			.doesNotContain("<script>alert", "<img src=x");
	}

	private IssuedLink issue(String name, @Nullable String email, @Nullable String reference) {
		return this.oneTimeLinks
			.issue(this.calendar.owner().id(), this.calendar.id(), new Recipient(name, email, reference), null, null)
			.blockOptional()
			.orElseThrow();
	}

	private void spend(IssuedLink link) {
		this.invitee
			.post("/api/v1/links/" + link.token().value() + "/redemptions",
					Client.booking(Owners.time(this.calendar, 3), "Ada"))
			.is(201);
	}

	private String page(String query) {
		return this.browser.get(this.address + query).isPage(200).body();
	}

	private String revoke(String query, Form form) {
		String next = this.browser.submit(this.address + query, form.with("_csrf", this.browser.token()))
			.is(303)
			.header(HttpHeaders.LOCATION);
		return this.browser.get(next).isPage(200).body();
	}

	private LinkStatus status(IssuedLink link) {
		return this.links.findByHash(link.token().hash()).blockOptional().orElseThrow().status();
	}

	private static String id(IssuedLink link) {
		return link.link().id().toString();
	}

}
