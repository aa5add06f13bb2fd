package io.oncegate.web.console;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.OpenLinks;
import io.oncegate.calendar.Terms;
import io.oncegate.campaign.OneTimeLinks;
import io.oncegate.link.LinkStatus;
import io.oncegate.link.OneTimeLink;
import io.oncegate.link.Recipient;
import io.oncegate.support.Answer;
import io.oncegate.support.Client;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import io.oncegate.web.console.Browser.Form;
import io.oncegate.web.http.PublicUrl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

import static org.assertj.core.api.Assertions.assertThat;

/** An owner shares a calendar. */
@GatewayTest
class SharePagesTests {

	private static final Pattern FRESH = Pattern.compile("id=\"code\"[^>]* value=\"([^\"]+/l/[^\"]+)\"");

	private static final Pattern PREVIOUS = Pattern.compile("name=\"previous\" value=\"([^\"]+)\"");

	@Autowired
	private Owners owners;

	@Autowired
	private OneTimeLinks links;

	@Autowired
	private PublicUrl publicUrl;

	@Autowired
	private ReactiveStringRedisTemplate redis;

	private Client invitee;

	private Browser browser;

	private Calendar calendar;

	private String share;

	@BeforeEach
	void open(@Value("${local.server.port}") int port) {
		this.invitee = Client.of(port, this.publicUrl);
		this.browser = new Browser(this.invitee).signedIn();
		this.calendar = this.owners.calendar(30, 1);
		this.share = "/console/calendars/" + this.calendar.id() + "/share";
	}

	@Test
	void theLinksOfACalendarAreShownWithTheirCodes() {
		assertThat(this.browser.get(this.share).isPage(200).body()).contains(
				"value=\"" + this.publicUrl.schedulingLink(this.calendar.slug()) + "\"",
				"QR code of the scheduling link", "tab=scheduling\" aria-current=\"page\"");
		assertThat(this.browser.get(this.share + "?tab=permanent").isPage(200).body()).contains(
				"value=\"" + this.publicUrl.permanentLink(this.calendar) + "\"", "QR code of the permanent link",
				"tab=permanent\" aria-current=\"page\"");
	}

	@ParameterizedTest
	@CsvSource({ "scheduling, scheduling", "permanent, permanent", "embed, permanent" })
	void aLinkIsSwitchedOnAndOffInPlace(String tab, String link) {
		this.owners.with(this.calendar, Terms.USUAL);
		assertThat(this.browser.get(this.share).isPage(200).body()).contains("tab=one-time\" aria-current=\"page\"");
		String page = this.share + "?tab=" + tab;
		assertThat(this.browser.get(page).isPage(200).body()).contains("Turn on the " + link + " link")
			.doesNotContain("data-copy=");
		Answer on = this.browser.submit(this.share + "/links", Map.of("tab", tab, "on", "true")).is(303);
		assertThat(this.browser.get(on.header(HttpHeaders.LOCATION)).isPage(200).body())
			.contains("The link is on: anyone with it can book", "data-copy=");
		String address = link.equals("scheduling") ? this.publicUrl.schedulingLink(this.calendar.slug())
				: this.publicUrl.permanentLink(this.calendar);
		this.invitee.get(address).isPage(200);
		this.browser.submit(this.share + "/links", Map.of("tab", link, "on", "false")).is(303);
		this.invitee.get(address).isPage(404);
		assertThat(this.browser.get(page).body()).contains("Turn on the " + link + " link");
	}

	@ParameterizedTest
	@ValueSource(strings = { "one-time", "nothing", "" })
	void aTabThatHasNoSuchLinkSwitchesNone(String tab) {
		this.owners.with(this.calendar, Terms.USUAL);
		this.browser.get(this.share);
		this.browser.submit(this.share + "/links", Map.of("tab", tab, "on", "true")).isPage(400);
		assertThat(this.invitee.asOwner()
			.get("/api/v1/calendars/" + this.calendar.id())
			.json()
			.path("openLinks")
			.toString()).isEqualTo("{\"scheduling\":false,\"permanent\":false}");
	}

	@Test
	void thePermanentLinkIsRenewedOnceItIsConfirmed() {
		String old = this.publicUrl.permanentLink(this.calendar);
		assertThat(this.browser.get(this.share + "/renew").isPage(200).body()).contains("The old one stops working");
		this.invitee.get(old).isPage(200);
		Answer renewed = this.browser.submit(this.share + "/renew", Map.of()).is(303);
		this.invitee.get(old).isPage(404);
		assertThat(this.browser.get(renewed.header(HttpHeaders.LOCATION)).isPage(200).body())
			.contains("There is a new permanent link.", "/c/")
			.doesNotContain(old);
	}

	@Test
	void theCodeForOtherSitesIsTheOneOfTheApi() {
		String code = this.invitee.asOwner()
			.get("/api/v1/calendars/" + this.calendar.id() + "/share")
			.is(200)
			.text("/embedCode");
		String escaped = code.replace("<", "&lt;").replace(">", "&gt;");
		assertThat(this.browser.get(this.share + "?tab=embed").isPage(200).body()).contains(escaped, "Any website.")
			.doesNotContain("<svg");
		this.owners.with(this.calendar,
				new Terms(null, true, false, List.of("https://www.example.com"), OpenLinks.BOTH));
		assertThat(this.browser.get(this.share + "?tab=embed").body()).contains("<li>https://www.example.com</li>")
			.doesNotContain("Any website.");
	}

	@Test
	void lookingGeneratesNothing() {
		assertThat(this.browser.get(this.share + "?tab=one-time").isPage(200).body()).contains("Generate New Link")
			.doesNotContain("/l/", "Revoke the previous link");
		assertThat(all()).isEmpty();
	}

	@Test
	void aFreshLinkHasAPageThatReloadsWithoutMakingAnother() {
		Answer sent = submit(Map.of()).is(303);
		String page = sent.header(HttpHeaders.LOCATION);
		Answer answer = this.browser.get(page).isPage(200);
		String link = fresh(answer);
		this.invitee.get(link).isPage(200);
		assertThat(page).doesNotContain(link.substring(link.length() - 30));
		assertThat(answer.body()).contains("We keep only a hash, so this link is shown once",
				"QR code of the one-time link");
		assertThat(fresh(this.browser.get(page).isPage(200))).isEqualTo(link);
		assertThat(all()).singleElement().satisfies((made) -> {
			assertThat(made.recipient()).isNull();
			assertThat(made.expiresAt()).isNull();
		});
		assertThat(this.browser.get(this.share + "?tab=one-time").body()).doesNotContain("/l/");
	}

	@Test
	void onlyTheBrowserKeepsAFreshLinkAndForTenMinutes() {
		Answer sent = submit(Map.of()).is(303);
		String token = Objects.requireNonNull(this.browser.cookie("console-link"));
		assertThat(sent.headers().getOrEmpty(HttpHeaders.SET_COOKIE))
			.filteredOn((cookie) -> cookie.startsWith("console-link="))
			.singleElement()
			.asString()
			.containsIgnoringCase("HttpOnly")
			.contains("Path=" + this.share, "Max-Age=600", "SameSite=Strict");
		String page = sent.header(HttpHeaders.LOCATION);
		assertThat(new Browser(this.invitee).signedIn().get(page).isPage(200).body()).doesNotContain(token)
			.contains("This link was shown once.", "Revoke it");
		assertThat(this.redis.scan()
			.flatMap((key) -> this.redis.<String, String>opsForHash().values(key).onErrorComplete())
			.collectList()
			.block()).isNotEmpty().noneMatch((value) -> value.contains(token));
		this.browser.setCookie("console-link", this.owners.link(this.calendar).token().value());
		assertThat(this.browser.get(page).isPage(200).body()).contains("This link was shown once.")
			.doesNotContain("/l/");
	}

	@Test
	void aScriptIsGivenTheLinkAloneToCopy() {
		this.browser.get("/console");
		Answer answer = this.browser.send(this.share, MediaType.APPLICATION_FORM_URLENCODED,
				"_csrf=" + this.browser.token(), "HX-Request", "true");
		assertThat(answer.is(200).body()).contains("Good for one booking.", "data-fresh", "Undo", "Message to send")
			.doesNotContain("<html");
		assertThat(answer.headers().getOrEmpty(HttpHeaders.SET_COOKIE)).noneMatch((cookie) -> cookie.contains("link"));
		assertThat(all()).hasSize(1);
	}

	@Test
	void aFreshLinkIsTakenBack() {
		Answer made = generate(Map.of());
		String id = previous(made);
		String undone = this.browser.submit(this.share + "/undo", Map.of("link", id))
			.is(303)
			.header(HttpHeaders.LOCATION);
		assertThat(this.browser.get(undone).isPage(200).body())
			.contains("The link was revoked. Nobody can book with it.");
		this.invitee.get(fresh(made)).isPage(410);
		assertThat(this.browser.get(this.share + "?tab=one-time&link=" + id).isPage(200).body())
			.contains("This link: Revoked.")
			.doesNotContain("/l/");
	}

	@Test
	void aLinkThatWasBookedIsNotTakenBack() {
		Answer made = generate(Map.of());
		book(fresh(made));
		Answer undone = this.browser.send(this.share + "/undo", MediaType.APPLICATION_FORM_URLENCODED,
				"_csrf=" + this.browser.token() + "&link=" + previous(made), "HX-Request", "true");
		assertThat(undone.is(200).body()).contains("could not be revoked: somebody has booked with it")
			.doesNotContain("<html");
	}

	@Test
	void aMessageIsReadyForTheRecipient() {
		Answer made = generate(Map.of("recipient.name", "Ada", "recipient.email", "ada@example.com"));
		assertThat(made.body()).contains("Good for one booking, for <bdi>Ada</bdi>.", "Hello Ada,",
				"Please choose a time for “Test calendar”:", fresh(made) + "\n",
				"href=\"mailto:ada@example.com?subject=");
	}

	@Test
	void aLinkHasARecipientAndExpiresInTheZoneOfItsCalendar() {
		this.calendar = this.owners.calendar(ZoneId.of("America/New_York"), 30, 1);
		this.share = "/console/calendars/" + this.calendar.id() + "/share";
		Answer made = generate(Map.of("recipient.name", " Ada ", "recipient.email", "ada@example.com",
				"recipient.reference", "A-1", "expiresAt", "2099-07-01T18:00"));
		assertThat(made.isPage(200).body()).contains("</bdi>, until 1 Jul 2099, 18:00 (America/New York).",
				"The link is good for one booking, until 1 Jul 2099, 18:00 (America/New York).");
		assertThat(all()).singleElement().satisfies((link) -> {
			assertThat(link.recipient()).isEqualTo(new Recipient("Ada", "ada@example.com", "A-1"));
			assertThat(link.expiresAt()).isEqualTo("2099-07-01T22:00:00Z");
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			recipient.email | nobody           | The email is not an email address.
			expiresAt       | 2001-01-01T00:00 | The expiry must be in the future.
			expiresAt       | tomorrow         | The expiry must be a date and a time
			""")
	void aMistakeGeneratesNothingAndRevokesNothing(String field, String typed, String said) {
		String previous = previous(generate(Map.of()));
		Answer answer = generate(
				Map.of(field, typed, "recipient.reference", "B & C", "previous", previous, "revoke", "true"))
			.isPage(422);
		assertThat(answer.body()).contains(said, "href=\"#" + field + "\"", "value=\"" + typed + "\"",
				"value=\"B &amp; C\"", "value=\"" + previous + "\"");
		assertThat(all()).singleElement().satisfies((link) -> assertThat(link.status()).isEqualTo(LinkStatus.ACTIVE));
	}

	@Test
	void allMistakesAreSaidAtOnce() {
		assertThat(generate(Map.of("recipient.email", "nobody", "recipient.name", "\u202e", "expiresAt", "tomorrow"))
			.isPage(422)
			.body()).contains("href=\"#recipient.email\"", "href=\"#recipient.name\"", "href=\"#expiresAt\"");
		assertThat(all()).isEmpty();
	}

	@Test
	void aLinkExpiresAfterSomeDays() {
		Instant before = Instant.now().minusSeconds(1);
		generate(Map.of("days", "7")).isPage(200);
		assertThat(all().get(0).expiresAt()).isBetween(before.plus(Duration.ofDays(7)),
				Instant.now().plusSeconds(1).plus(Duration.ofDays(7)));
		generate(Map.of("days", "7", "expiresAt", "2099-07-01T18:00")).isPage(200);
		assertThat(all().get(0).expiresAt()).isEqualTo("2099-07-01T18:00:00Z");
	}

	@Test
	void theOneBeforeIsRevoked() {
		Answer first = generate(Map.of());
		Answer kept = generate(Map.of("previous", previous(first)));
		assertThat(kept.body()).doesNotContain("was revoked");
		this.invitee.get(fresh(first)).isPage(200);
		Answer third = generate(Map.of("previous", previous(kept), "revoke", "true"));
		assertThat(third.isPage(200).body()).contains("The previous link was revoked.")
			.containsPattern("name=\"revoke\" value=\"true\"> Revoke the previous link");
		this.invitee.get(fresh(first)).isPage(200);
		this.invitee.get(fresh(kept)).isPage(410);
		this.invitee.get(fresh(third)).isPage(200);
	}

	@Test
	void aSpentLinkIsNotRevokedAndTheFreshOneIsKept() {
		Answer first = generate(Map.of());
		book(fresh(first));
		Answer second = generate(Map.of("previous", previous(first), "revoke", "true")).isPage(200);
		assertThat(second.body()).contains("could not be revoked: somebody has booked with it");
		this.invitee.get(fresh(second)).isPage(200);
	}

	@Test
	void nobodyTouchesTheLinkOfAnotherCalendar() {
		OneTimeLink other = this.owners.link(this.owners.calendar(30, 1)).link();
		for (String id : List.of(other.id().toString(), UUID.randomUUID().toString(), "x")) {
			generate(Map.of("previous", id, "revoke", "true")).isPage(404);
			this.browser.submit(this.share + "/undo", Map.of("link", id)).isPage(404);
		}
		assertThat(all()).isEmpty();
		assertThat(this.links.page(other.ownerId(), other.calendarId(), null, null, null, 10)
			.blockOptional()
			.orElseThrow()
			.links()
			.get(0)).satisfies((link) -> assertThat(link.status()).isEqualTo(LinkStatus.ACTIVE));
		this.browser.get("/console/calendars/" + UUID.randomUUID() + "/share").isPage(404);
		this.browser.submit("/console/calendars/" + UUID.randomUUID() + "/share", Map.of()).isPage(404);
	}

	@Test
	void withoutATokenNothingIsGenerated() {
		this.browser.submit(this.share, new Form()).isPage(403);
		assertThat(all()).isEmpty();
	}

	@Test
	void whatIsTypedIsTextWhateverItIs() {
		String name = "\"><script>alert(1)</script>";
		assertThat(
				generate(Map.of("recipient.name", name, "recipient.email", name, "expiresAt", name)).isPage(422).body())
			.contains("&lt;script>alert(1)")
			.doesNotContain("<script>alert");
	}

	private Answer submit(Map<String, String> fields) {
		return this.browser.submit(this.share + "?tab=one-time", fields);
	}

	/** Sends the form, and goes where that leads. */
	private Answer generate(Map<String, String> fields) {
		Answer sent = submit(fields);
		return (sent.status() == 303) ? this.browser.get(sent.header(HttpHeaders.LOCATION)) : sent;
	}

	private void book(String link) {
		this.invitee
			.post("/api/v1/links/" + link.substring(link.lastIndexOf('/') + 1) + "/redemptions",
					Client.booking(Owners.time(this.calendar, 3), "Ada"))
			.is(201);
	}

	private List<OneTimeLink> all() {
		return this.links.page(this.calendar.owner().id(), this.calendar.id(), null, null, null, 10)
			.blockOptional()
			.orElseThrow()
			.links();
	}

	private static String fresh(Answer answer) {
		return found(FRESH, answer);
	}

	private static String previous(Answer answer) {
		return found(PREVIOUS, answer);
	}

	private static String found(Pattern pattern, Answer answer) {
		return pattern.matcher(answer.body())
			.results()
			.map((MatchResult found) -> found.group(1))
			.findFirst()
			.orElseThrow();
	}

}
