package io.oncegate.web.console;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.Calendars;
import io.oncegate.campaign.Archive;
import io.oncegate.campaign.LinkRequest;
import io.oncegate.campaign.LinkRequests;
import io.oncegate.link.LinkToken;
import io.oncegate.link.Tokens;
import io.oncegate.support.Answer;
import io.oncegate.support.Client;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import io.oncegate.web.console.Browser.Form;
import io.oncegate.web.http.PublicUrl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

import static java.util.Comparator.reverseOrder;
import static org.assertj.core.api.Assertions.assertThat;

/** An owner answers those who ask for new links. */
@GatewayTest
class RequestPagesTests {

	@Autowired
	private Owners owners;

	@Autowired
	private Calendars calendars;

	@Autowired
	private LinkRequests requests;

	@Autowired
	private Archive archive;

	@Autowired
	private Tokens tokens;

	private Client invitee;

	private Browser browser;

	private Calendar calendar;

	@BeforeEach
	void open(@Value("${local.server.port}") int port, @Autowired PublicUrl publicUrl) {
		this.invitee = Client.of(port, publicUrl);
		this.browser = new Browser(this.invitee).signedIn();
		this.calendar = this.owners.calendar(30, 1);
	}

	@AfterEach
	void leaveNoRequests() {
		this.calendars.remove(this.calendar.owner().id(), this.calendar.id()).block();
	}

	@Test
	void whoAsksIsListedAndCounted() {
		long before = open();
		ask("Ada");
		assertThat(this.browser.get("/console/requests").isPage(200).body()).contains("<bdi>Ada</bdi>",
				"href=\"mailto:ada@example.com\"", "I had to cancel", "nobody has checked them",
				"The old link had no recipient", "/console/calendars/" + this.calendar.id() + "/requests",
				">" + (before + 1) + "<span");
		assertThat(this.browser.submit("/console/calendars/new", Map.of()).isPage(422).body())
			.contains(">" + (before + 1) + "<span");
		assertThat(this.browser.get(ofCalendar()).isPage(200).body()).contains("<bdi>Ada</bdi>");
		Calendar other = this.owners.calendar(30, 1);
		assertThat(this.browser.get("/console/calendars/" + other.id() + "/requests").isPage(200).body())
			.contains("No pending requests")
			.doesNotContain("<bdi>Ada</bdi>");
	}

	@Test
	void aGrantedAddressWorksAndTheyCanBeTold() {
		LinkToken fresh = ask("Ada & Co");
		this.browser.get("/console/requests");
		String next = answer(fresh, "grant", Map.of());
		assertThat(next).startsWith("/console/requests?");
		String page = this.browser.get(next).isPage(200).body();
		assertThat(page).contains("can book now, at the address that they were given",
				"mailto:ada@example.com?subject=Your%20new%20link%20works&amp;body=Hello%20Ada%20%26%20Co%2C%0D%0A");
		this.invitee.get("/l/" + fresh.value()).isPage(200);
		assertThat(this.browser.get(ofCalendar() + "?show=answered").isPage(200).body()).contains("Ada &amp; Co",
				">Granted<");
		assertThat(this.browser.get(ofCalendar()).body()).contains("No pending requests");
	}

	@Test
	void aDeclinedAddressStaysDeadAndAnAnswerIsFinal() {
		LinkToken fresh = ask("Ada");
		this.browser.get(ofCalendar());
		String next = answer(fresh, "decline", Map.of("calendar", this.calendar.id().toString()));
		assertThat(next).startsWith(ofCalendar() + "?");
		assertThat(this.browser.get(next).isPage(200).body()).contains("was declined");
		assertThat(this.browser.get(answer(fresh, "grant", Map.of())).body()).contains("was declined")
			.doesNotContain("can book now");
	}

	@Test
	void whomTheLinkWasMadeForStandsBesideWhoAsks() {
		String url = this.invitee.asOwner().post("/api/v1/calendars/" + this.calendar.id() + "/one-time-links", """
				{"recipient": {"name": "Alice <1>", "email": "alice@example.com", "reference": "CRM-1"},
				"expiresAt": "2099-01-01T00:00:00Z"}""").is(201).text("/url");
		revokeAll();
		ask(token(url), "Mallory");
		assertThat(this.browser.get(ofCalendar()).isPage(200).body()).contains("<bdi>Mallory</bdi></h2>",
				"nobody has checked them", "made for <bdi>Alice &lt;1&gt;, alice@example.com, CRM-1</bdi>",
				"That is another address.", "The new link will be for <bdi>Mallory</bdi>", "1 Jan 2099");
	}

	@Test
	void whomAnArchivedLinkWasMadeForIsNoLongerKnown() {
		Client api = this.invitee.asOwner();
		Answer made = api
			.send(HttpMethod.POST, "/api/v1/calendars/" + this.calendar.id() + "/campaigns?name=Spring",
					MediaType.parseMediaType("text/csv"),
					"name,email\nAlice,alice@example.com\n".getBytes(StandardCharsets.UTF_8))
			.is(201);
		String campaign = made.header(HttpHeaders.LOCATION);
		api.post(campaign + "/revoke", "").is(200);
		LinkToken fresh = ask(token(made.body().strip()), "Mallory");
		assertThat(this.browser.get(ofCalendar()).isPage(200).body()).contains("made for <bdi>Alice",
				"That is another address.");

		api.post(campaign + "/archive", "").is(200);
		UUID id = UUID.fromString(campaign.substring(campaign.lastIndexOf('/') + 1));
		this.archive.move(new Archive.Unmoved(id, this.calendar.owner().id(), -1, 1), -1, 1).block();
		assertThat(this.browser.get(ofCalendar()).isPage(200).body())
			.contains("The old link is archived, and whom it was for is no longer known.", "Check who asks.")
			.doesNotContain("had no recipient", "Alice");
		answer(fresh, "decline", Map.of());
		assertThat(this.browser.get(ofCalendar() + "?show=answered").isPage(200).body())
			.contains("The old link is archived")
			.doesNotContain("had no recipient", "Check who asks.");
	}

	@Test
	void grantedLinkCountsInItsCampaignUntilThatIsRevoked() {
		Client api = this.invitee.asOwner();
		Answer made = api
			.post("/api/v1/calendars/" + this.calendar.id() + "/campaigns", "{\"name\": \"Spring\", \"count\": 2}")
			.is(201);
		String campaign = made.header(HttpHeaders.LOCATION);
		List<String> urls = Pattern.compile("\"url\":\"([^\"]+)\"")
			.matcher(made.body())
			.results()
			.map((found) -> found.group(1))
			.toList();
		assertThat(urls).hasSize(2);
		book(urls.get(0), 1).is(303);

		LinkToken first = ask(token(urls.get(0)), "Ada");
		assertThat(this.browser.get(ofCalendar()).body()).contains("count in the campaign <bdi>Spring</bdi>");
		answer(first, "grant", Map.of());
		LinkToken second = ask(token(urls.get(0)), "Bob");
		answer(second, "grant", Map.of());
		assertThat(numbers(api.get(campaign))).containsExactly(4, 2, 1, 1, 0);
		book("/l/" + first.value(), 2).is(303);
		assertThat(numbers(api.get(campaign))).containsExactly(4, 2, 2, 2, 0);
		assertThat(
				this.browser.get("/console" + campaign.substring(campaign.indexOf("/campaigns/"))).isPage(200).body())
			.contains("4 links", "2 of the links were granted on request");
		assertThat(this.browser.get("/console/calendars/" + this.calendar.id() + "/links").body())
			.contains("Granted on request; name and address are unchecked");
		assertThat(api.get("/api/v1/calendars/" + this.calendar.id() + "/one-time-links?limit=1")
			.text("/items/0/inPlaceOf")).isNotEmpty();

		api.post(campaign + "/revoke", "").is(200);
		assertThat(numbers(api.get(campaign))).containsExactly(4, 2, 2, 2, 2);
		this.invitee.get("/l/" + second.value()).isPage(410);
		book("/l/" + second.value(), 3).isPage(410);

		LinkToken third = ask(token(urls.get(0)), "Cyd");
		assertThat(this.browser.get(ofCalendar()).body()).doesNotContain("count in the campaign");
		answer(third, "grant", Map.of());
		assertThat(numbers(api.get(campaign))).containsExactly(4, 2, 2, 2, 2);
		book("/l/" + third.value(), 4).is(303);
		assertThat(numbers(api.get(campaign))).containsExactly(4, 2, 2, 2, 2);
	}

	private static List<Integer> numbers(Answer campaign) {
		return Stream.of("issued", "granted", "opened", "redeemed", "revoked")
			.map((name) -> campaign.is(200).json().path(name).asInt())
			.toList();
	}

	private Answer book(String url, int time) {
		return this.invitee.submit(url, Map.of("start", Owners.time(this.calendar, time).toString(), "name", "Ada",
				"email", "ada@example.com", "key", UUID.randomUUID().toString()));
	}

	private void revokeAll() {
		Client api = this.invitee.asOwner();
		api.get("/api/v1/calendars/" + this.calendar.id() + "/one-time-links")
			.ids()
			.forEach((id) -> api.post("/api/v1/one-time-links/" + id + "/revoke", "").is(200));
	}

	@Test
	void manyRequestsArePaged() {
		for (int n = 100; n < 151; n++) {
			ask("Guest " + n);
		}
		String first = this.browser.get(ofCalendar()).isPage(200).body();
		assertThat(first).contains("Guest 150", "Guest 101", "Older").doesNotContain("Guest 100");
		String cursor = first.replaceAll("(?s).*cursor=([A-Za-z0-9_-]+).*", "$1");
		assertThat(this.browser.get(ofCalendar() + "?cursor=" + cursor).isPage(200).body()).contains("Guest 100")
			.doesNotContain("Guest 101", ">Older<");
	}

	@Test
	void requestsOfAllCalendarsAreInOneOrder() {
		Calendar other = this.owners.calendar(30, 1);
		Calendar first = this.calendar;
		for (int n = 100; n < 160; n++) {
			this.calendar = (n % 10 == 0) ? other : first;
			ask("Guest " + n);
		}
		this.calendar = first;
		String newest = this.browser.get("/console/requests").isPage(200).body();
		assertThat(guests(newest)).hasSize(50).startsWith("Guest 159", "Guest 158").isSortedAccordingTo(reverseOrder());
		String older = newest.replaceAll("(?s).*href=\"([^\"]+)\">Older<.*", "$1");
		assertThat(guests(this.browser.get(older).isPage(200).body())).startsWith("Guest 109", "Guest 108");
		this.calendars.remove(other.owner().id(), other.id()).block();
	}

	private static List<String> guests(String page) {
		return Pattern.compile("<bdi>(Guest [0-9]+)</bdi></h2>")
			.matcher(page)
			.results()
			.map((found) -> found.group(1))
			.toList();
	}

	@Test
	void anAnswerFromNoListIsNone() {
		LinkToken fresh = ask("Ada");
		this.browser.get("/console/requests");
		for (String calendar : List.of("x", UUID.randomUUID().toString())) {
			this.browser.submit("/console/requests/" + find(fresh).id() + "/decline", Map.of("calendar", calendar))
				.isPage(404);
		}
		assertThat(find(fresh).status()).isEqualTo(LinkRequest.Status.OPEN);
	}

	@Test
	void nobodyAnswersTheRequestsOfOthers() {
		for (String id : List.of(UUID.randomUUID().toString(), "x")) {
			this.browser.submit("/console/requests/" + id + "/grant", Map.of()).isPage(404);
			this.browser.submit("/console/requests/" + id + "/decline", Map.of()).isPage(404);
		}
		this.browser.get("/console/calendars/" + UUID.randomUUID() + "/requests").isPage(404);
		assertThat(this.requests.listOwned(UUID.randomUUID(), this.calendar.id(), true, null, 10).collectList().block())
			.isEmpty();
	}

	@Test
	void withoutATokenNothingIsGranted() {
		LinkToken fresh = ask("Ada");
		this.browser.submit("/console/requests/" + find(fresh).id() + "/grant", new Form()).isPage(403);
		assertThat(find(fresh).status()).isEqualTo(LinkRequest.Status.OPEN);
	}

	@Test
	void aNameIsTextWhateverItIs() {
		LinkToken fresh = ask("<script>alert(1)</script>\"><img src=x>");
		assertThat(this.browser.get("/console/requests").isPage(200).body()).contains("&lt;script&gt;alert(1)")
			.doesNotContain("<script>alert", "<img src=x");
		assertThat(this.browser.get(answer(fresh, "grant", Map.of())).isPage(200).body())
			.contains("&lt;script&gt;alert(1)")
			.doesNotContain("<script>alert", "<img src=x");
	}

	private LinkToken ask(String name) {
		return ask(this.owners.link(this.calendar).token(), name);
	}

	private LinkToken token(String url) {
		return this.tokens.linkToken(url.substring(url.lastIndexOf('/') + 1)).orElseThrow();
	}

	private LinkToken ask(LinkToken dead, String name) {
		LinkToken fresh = this.requests.newAddress();
		assertThat(this.requests
			.ask(this.calendar.owner().id(), dead.hash(), fresh.hash(), name, "ada@example.com", "I had to cancel")
			.block()).isTrue();
		return fresh;
	}

	private String answer(LinkToken fresh, String answer, Map<String, String> fields) {
		return this.browser.submit("/console/requests/" + find(fresh).id() + "/" + answer, fields)
			.is(303)
			.header(HttpHeaders.LOCATION);
	}

	private LinkRequest find(LinkToken fresh) {
		return this.requests.find(fresh.hash()).blockOptional().orElseThrow();
	}

	private long open() {
		return Objects.requireNonNull(this.requests.countOpen(this.calendar.owner().id()).block());
	}

	private String ofCalendar() {
		return "/console/calendars/" + this.calendar.id() + "/requests";
	}

}
