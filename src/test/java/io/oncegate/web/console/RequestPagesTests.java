package io.oncegate.web.console;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;

import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.Calendars;
import io.oncegate.campaign.LinkRequest;
import io.oncegate.campaign.LinkRequests;
import io.oncegate.link.LinkToken;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import io.oncegate.web.Client;
import io.oncegate.web.PublicUrl;
import io.oncegate.web.console.Browser.Form;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;

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
				"href=\"mailto:ada@example.com\"", "I had to cancel", "Their link no longer works.",
				"/console/calendars/" + this.calendar.id() + "/requests", ">" + (before + 1) + "<span");
		assertThat(this.browser.submit("/console/calendars/new", Map.of()).isPage(422).body())
			.contains(">" + (before + 1) + "<span");
		assertThat(this.browser.get(ofCalendar()).isPage(200).body()).contains("<bdi>Ada</bdi>");
		Calendar other = this.owners.calendar(30, 1);
		assertThat(this.browser.get("/console/calendars/" + other.id() + "/requests").isPage(200).body())
			.contains("No open requests")
			.doesNotContain("<bdi>Ada</bdi>");
	}

	@Test
	void aGrantedAddressWorksAndTheyCanBeTold() {
		LinkToken fresh = ask("Ada & Co");
		this.browser.get("/console/requests");
		String next = answer(fresh, "grant", Map.of());
		assertThat(next).startsWith("/console/requests?");
		String page = this.browser.get(next).isPage(200).body();
		assertThat(page).contains("can book now: the address that they were given works",
				"mailto:ada@example.com?subject=Your%20new%20link%20works&amp;body=Hello%20Ada%20%26%20Co%2C%0D%0A");
		this.invitee.get("/l/" + fresh.value()).isPage(200);
		assertThat(this.browser.get(ofCalendar() + "?show=answered").isPage(200).body()).contains("Ada &amp; Co",
				"granted");
		assertThat(this.browser.get(ofCalendar()).body()).contains("No open requests");
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
		LinkToken dead = this.owners.link(this.calendar).token();
		LinkToken fresh = this.requests.newAddress();
		assertThat(this.requests.ask(dead.hash(), fresh.hash(), name, "ada@example.com", "I had to cancel").block())
			.isTrue();
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
