package io.oncegate.web.invitee;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.Calendars;
import io.oncegate.calendar.OpenLinks;
import io.oncegate.calendar.Terms;
import io.oncegate.campaign.AskedRequest;
import io.oncegate.campaign.IssuedLink;
import io.oncegate.campaign.LinkRequest;
import io.oncegate.campaign.LinkRequests;
import io.oncegate.campaign.OneTimeLinks;
import io.oncegate.distribution.EachNamesItsOwner;
import io.oncegate.support.Answer;
import io.oncegate.support.Client;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import io.oncegate.web.http.PublicUrl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.web.util.UriUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an invitee sees after the booking: cancelling, a dead link, asking for a new one.
 */
@GatewayTest
@ExtendWith(EachNamesItsOwner.class)
class AfterTheBookingTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final Pattern ADDRESS = Pattern.compile("name=\"address\" value=\"([^\"]+)\"");

	private static final Pattern LINKS = Pattern.compile("(?:href|action)=\"(/b/[^\"]+)\"");

	@Autowired
	private Owners owners;

	@Autowired
	private Calendars calendars;

	@Autowired
	private OneTimeLinks links;

	@Autowired
	private LinkRequests requests;

	@Autowired
	private DatabaseClient database;

	private Client invitee;

	private Calendar calendar;

	private IssuedLink link;

	private String address;

	@BeforeEach
	void connect(@Value("${local.server.port}") int port, @Autowired PublicUrl publicUrl) {
		this.invitee = Client.of(port, publicUrl);
		this.calendar = this.owners.calendar(30, 1);
		this.link = this.owners.link(this.calendar);
		this.address = "/l/" + this.link.token().value();
	}

	@Test
	void confirmationSaysWhereAndWhenInBothZones() {
		this.owners.with(this.calendar, new Terms("Room <7>", true, false, List.of(), OpenLinks.BOTH));
		String page = this.invitee.get(book("Asia/Tokyo")).isPage(200).body();
		assertThat(page).contains("Room &lt;7&gt;", "Japan Time – Tokyo", "For Demo Owner", "00:00 – 00:30",
				"09:00 – 09:30");
		assertThat(this.invitee.get(book("")).isPage(200).body()).doesNotContain("For Demo Owner");
	}

	@Test
	void whoFollowsEveryLinkOfTheConfirmationChangesNothing() {
		String booking = book("");
		String before = this.invitee.get(booking).body();
		assertThat(LINKS.matcher(before).results().map((found) -> found.group(1)).toList()).hasSizeGreaterThan(2)
			.allSatisfy((address) -> assertThat(this.invitee.get(address).status()).isIn(200, 303));
		assertThat(this.invitee.get(booking).body()).isEqualTo(before);
	}

	@Test
	void cancellingIsAskedForAndGivesTheLinkBack() {
		String booking = book("");
		assertThat(this.invitee.get(booking + "/cancel").isPage(200).body()).contains("Cancel this booking?",
				"works again");
		Answer cancelled = this.invitee.submit(booking + "/cancel", Map.of("notes", "I am <ill>")).is(303);
		assertThat(cancelled.header(HttpHeaders.LOCATION)).isEqualTo(booking);
		assertThat(this.invitee.get(booking).isPage(200).body())
			.contains("This booking was cancelled", "You cancelled it", "I am &lt;ill&gt;", "works again",
					"delete it there")
			.doesNotContain("/cancel\"", "/reschedule\"", "Book another time");
		this.invitee.get(this.address).isPage(200);
		this.invitee.submit(booking + "/cancel", Map.of()).is(303);
		assertThat(this.invitee.get(booking + "/cancel").is(303).header(HttpHeaders.LOCATION)).isEqualTo(booking);
	}

	@Test
	void whereTheLinkStaysSpentTheInviteeIsToldBefore() {
		this.owners.with(this.calendar, new Terms(null, true, true, List.of(), OpenLinks.BOTH));
		String booking = book("");
		assertThat(this.invitee.get(booking + "/cancel").body()).contains("does not work again", "ask Demo Owner");
		this.invitee.submit(booking + "/cancel", Map.of()).is(303);
		assertThat(this.invitee.get(booking).body()).contains("does not work again");
		this.invitee.get(this.address).isPage(410);
	}

	@Test
	void wordThatIsTooLongCancelsNothing() {
		String booking = book("");
		assertThat(this.invitee.submit(booking + "/cancel", Map.of("notes", "x".repeat(1001))).isPage(422).body())
			.contains("x".repeat(1001), "aria-invalid");
		assertThat(this.invitee.get(booking).body()).contains("You are booked");
	}

	@Test
	void ownersWordIsShownToTheInvitee() {
		String booking = book("");
		Client owner = this.invitee.asOwner();
		String id = owner.get("/api/v1/calendars/" + this.calendar.id() + "/bookings").text("/items/0/id");
		Answer cancelled = owner.post("/api/v1/bookings/" + id + "/cancel", "{\"message\": \"I am on <holiday>\"}")
			.is(200);
		assertThat(cancelled.text("/status")).isEqualTo("cancelled");
		assertThat(cancelled.text("/cancellation/by")).isEqualTo("owner");
		assertThat(this.invitee.get(booking).body()).contains("Demo Owner cancelled it", "I am on &lt;holiday&gt;");
		assertThat(owner.post("/api/v1/bookings/" + id + "/cancel", "").is(200).body()).isEqualTo(cancelled.body());
		owner.post("/api/v1/bookings/" + UUID.randomUUID() + "/cancel", "").isProblem(404, "not-found");
		this.invitee.post("/api/v1/bookings/" + id + "/cancel", "").isProblem(401, "unauthorized");
	}

	@Test
	void bookingIsRescheduled() {
		String booking = book("");
		String page = this.invitee.get(booking + "/reschedule").isPage(200).body();
		assertThat(page).contains("Reschedule this booking", "Current time", "name=\"start\"")
			.doesNotContain("name=\"email\"");
		assertThat(move(booking, 5).is(303).header(HttpHeaders.LOCATION)).isEqualTo(booking);
		assertThat(this.invitee.get(booking).body())
			.contains("02:30 – 03:00", "Your booking has been rescheduled", "Replace that entry")
			.doesNotContain("You are booked");
		move(booking, 5).is(303);
		this.invitee.get(this.address).isPage(410);
		assertThat(this.invitee.get(booking + "/calendar.ics").is(200).body()).contains("T023000");
	}

	@Test
	void timeTakenMeanwhileLeavesTheBookingAndOffersTheNearest() {
		String booking = book("");
		this.invitee
			.submit("/c/" + this.calendar.publicId(), Map.of("start", Owners.time(this.calendar, 6).toString(), "name",
					"Eve", "email", "eve@example.com", "key", UUID.randomUUID().toString()))
			.is(303);
		assertThat(move(booking, 6).isPage(409).body()).contains("just been taken", "Nearest free times",
				Owners.time(this.calendar, 5).toString(), Owners.time(this.calendar, 7).toString());
		assertThat(this.invitee.get(booking).body()).contains("01:30 – 02:00");
	}

	@Test
	void timeThatIsNoneMovesNothing() {
		String booking = book("");
		for (String start : List.of("", "tomorrow", "2026-13-01T00:00:00Z")) {
			assertThat(this.invitee.submit(booking + "/reschedule", Map.of("start", start)).isPage(422).body())
				.contains("Please choose a time");
		}
		assertThat(this.invitee
			.submit(booking + "/reschedule", Map.of("start", Owners.time(this.calendar, 1).plusSeconds(1).toString()))
			.isPage(422)
			.body()).contains("cannot be booked");
		assertThat(this.invitee.get(booking).body()).contains("01:30 – 02:00");
	}

	@Test
	void cancelledBookingIsNotMoved() {
		String booking = book("");
		this.invitee.submit(booking + "/cancel", Map.of()).is(303);
		assertThat(this.invitee.get(booking + "/reschedule").is(303).header(HttpHeaders.LOCATION)).isEqualTo(booking);
		move(booking, 5).is(303);
		assertThat(this.invitee.get(booking).body()).contains("This booking was cancelled", "01:30 – 02:00");
	}

	@Test
	void timesThatOnlyTheBookingItselfBlocksAreOffered() {
		for (int seats : List.of(1, 2)) {
			Calendar hours = this.owners.calendar(60, seats);
			this.calendar = hours;
			Instant eleven = Owners.time(hours, 11);
			List<String> all = new ArrayList<>();
			for (int seat = 0; seat < seats; seat++) {
				all.add(this.invitee.submit("/l/" + this.owners.link(hours).token().value(), form(eleven))
					.is(303)
					.header(HttpHeaders.LOCATION));
			}
			this.invitee.asOwner().patch("/api/v1/calendars/" + hours.id(), "{\"durationMinutes\": 30}").is(200);
			String moved = all.get(0) + "/reschedule?day=" + eleven.toString().substring(0, 10);
			assertThat(this.invitee.get(moved).isPage(200).body())
				.contains("value=\"" + eleven.plusSeconds(1800) + "\"", "value=\"" + eleven + "\"");
			assertThat(this.invitee
				.get("/l/" + this.owners.link(hours).token().value() + "?day=" + eleven.toString().substring(0, 10))
				.isPage(200)
				.body()).doesNotContain("value=\"" + eleven.plusSeconds(1800) + "\"");
			this.invitee.submit(all.get(0) + "/reschedule", Map.of("start", eleven.plusSeconds(1800).toString()))
				.is(303);
			assertThat(this.invitee.get(all.get(0)).body()).contains("11:30 – 12:00");
			// Where it is now, the others' count as before, and its own still does not.
			String again = this.invitee.get(moved).body();
			assertThat(again).contains("value=\"" + eleven.plusSeconds(1800) + "\"");
			this.invitee.submit(all.get(0) + "/reschedule", Map.of("start", eleven.toString())).is(303);
			assertThat(this.invitee.get(all.get(0)).body()).contains("11:00 – 11:30");
		}
	}

	@Test
	void timesThatOthersBlockAreNotOffered() {
		Calendar hours = this.owners.calendar(60, 1);
		this.calendar = hours;
		Instant eleven = Owners.time(hours, 11);
		String mine = this.invitee.submit("/l/" + this.owners.link(hours).token().value(), form(eleven))
			.is(303)
			.header(HttpHeaders.LOCATION);
		this.invitee.submit("/l/" + this.owners.link(hours).token().value(), form(eleven.plusSeconds(3600))).is(303);
		this.invitee.asOwner().patch("/api/v1/calendars/" + hours.id(), "{\"durationMinutes\": 90}").is(200);
		String page = this.invitee.get(mine + "/reschedule?day=" + eleven.toString().substring(0, 10)).body();
		// From 10:30 to 12:00 there is only its own; from 12:00 on, another.
		assertThat(page).contains("value=\"" + eleven.minusSeconds(1800) + "\"")
			.doesNotContain("value=\"" + eleven.plusSeconds(3600) + "\"");
		this.invitee.submit(mine + "/reschedule", Map.of("start", eleven.plusSeconds(3600).toString())).isPage(409);
		this.invitee.submit(mine + "/reschedule", Map.of("start", eleven.minusSeconds(1800).toString())).is(303);
	}

	private static Map<String, String> form(Instant start) {
		return Map.of("start", start.toString(), "name", "Ada", "email", "ada@example.com", "key",
				UUID.randomUUID().toString());
	}

	private Answer move(String booking, int time) {
		return this.invitee.submit(booking + "/reschedule",
				Map.of("start", Owners.time(this.calendar, time).toString()));
	}

	@Test
	void whatHasBegunIsNeitherMovedNorCancelledAndSaysSo() {
		String booking = book("");
		this.database.sql(
				"update booking set start_at = now() - interval '1 minute' where calendar_id = :id /* the test asks */")
			.bind("id", this.calendar.id())
			.then()
			.block(PATIENCE);
		assertThat(this.invitee.submit(booking + "/cancel", Map.of()).isPage(409).body()).contains("has already begun");
		assertThat(move(booking, 5).isPage(409).body()).contains("has already begun");
		assertThat(this.invitee.get(booking).isPage(200).body()).doesNotContain("/cancel\"", "/reschedule\"");
	}

	@Test
	void languageGoesAlongWithoutACookie() {
		String booking = book("");
		assertThat(this.invitee.get(booking + "?lang=de").isPage(200).body()).contains(booking + "/cancel?lang=de\"",
				booking + "/reschedule?lang=de\"");
		assertThat(this.invitee.get(booking + "/cancel?lang=de").isPage(200).body())
			.contains("href=\"" + booking + "?lang=de\"");
		assertThat(this.invitee.submit(booking + "/cancel?lang=de", Map.of()).is(303).header(HttpHeaders.LOCATION))
			.isEqualTo(booking + "?lang=de");
	}

	@Test
	void linkWithAnOddPathBooksAndRemembersIt() {
		assertThat(
				this.invitee.submit(this.address + ";x", form("")).is(303).headers().getOrEmpty(HttpHeaders.SET_COOKIE))
			.anySatisfy((set) -> assertThat(set).contains("Path=" + this.address + ";"));
	}

	@Test
	void browserThatBookedIsTakenFromTheSpentLinkToItsBooking() {
		Answer booked = this.invitee.submit(this.address, form("")).is(303);
		String cookie = cookie(booked, "booked");
		assertThat(booked.headers().getOrEmpty(HttpHeaders.SET_COOKIE))
			.anySatisfy((set) -> assertThat(set).contains("Path=" + this.address + ";", "HTTPOnly", "SameSite=Lax"));
		assertThat(this.invitee.with(HttpHeaders.COOKIE, cookie).get(this.address).is(303).header(HttpHeaders.LOCATION))
			.isEqualTo(booked.header(HttpHeaders.LOCATION));
		this.invitee.with(HttpHeaders.COOKIE, "booked=made-up").get(this.address).isPage(410);
		this.invitee.get(this.address).isPage(410);
	}

	@Test
	void browserWhoseBookingIsCancelledGetsTheLinkThatIsGoodAgain() {
		Answer booked = this.invitee.submit(this.address, form("")).is(303);
		this.invitee.submit(booked.header(HttpHeaders.LOCATION) + "/cancel", Map.of()).is(303);
		this.invitee.with(HttpHeaders.COOKIE, cookie(booked, "booked")).get(this.address).isPage(200);
	}

	@Test
	void deadLinkSaysWhomToContactAndNothingOfWhoBooked() {
		book("");
		assertThat(this.invitee.get(this.address).isPage(410).body())
			.contains("already been used", "mailto:grace@example.com", "tel:+15550100", this.address + "/ask")
			.doesNotContain("Ada", "ada@example.com");
		assertThat(this.invitee.get(this.address + "/ask").isPage(200).body()).doesNotContain("Ada", "ada@example.com");
	}

	@Test
	void newLinkIsAskedForAndGranted() {
		book("");
		Map<String, String> form = Map.of("name", "Bob", "email", "bob@example.com", "notes", "Forwarded", "address",
				freshAddress());
		Answer asked = this.invitee.submit(this.address + "/ask", form).is(303);
		String fresh = asked.header(HttpHeaders.LOCATION);
		assertThat(fresh).isEqualTo("/l/" + form.get("address"));
		assertThat(this.invitee.submit(this.address + "/ask", form).is(303).header(HttpHeaders.LOCATION))
			.isEqualTo(fresh);
		assertThat(this.invitee.get(fresh).isPage(200).body()).contains("Your request was sent",
				"Once Demo Owner approves");
		this.invitee.get(fresh.replace("/l/", "/api/v1/links/")).isProblem(404, "link-unknown");
		Client again = this.invitee.with(HttpHeaders.COOKIE, cookie(asked, "asked"));
		assertThat(again.get(this.address).is(303).header(HttpHeaders.LOCATION)).isEqualTo(fresh);

		assertThat(this.requests.listOwned(this.calendar.owner().id(), this.calendar.id(), true, null, 10)
			.map(AskedRequest::request)
			.collectList()
			.block(PATIENCE)).singleElement().satisfies((request) -> {
				assertThat(request.name()).isEqualTo("Bob");
				assertThat(request.note()).isEqualTo("Forwarded");
				this.requests.grant(this.calendar.owner().id(), request.id()).block(PATIENCE);
			});
		assertThat(this.invitee.get(fresh).isPage(200).body()).contains("name=\"start\"");
		assertThat(this.invitee.submit(this.address + "/ask", form).is(303).header(HttpHeaders.LOCATION))
			.isEqualTo(fresh);
		this.invitee
			.submit(fresh, Map.of("start", Owners.time(this.calendar, 1).toString(), "name", "Bob", "email",
					"bob@example.com", "key", "bob"))
			.is(303);
	}

	@Test
	void declinedRequestSaysSo() {
		book("");
		String fresh = this.invitee
			.submit(this.address + "/ask", Map.of("name", "Bob", "email", "bob@example.com", "address", freshAddress()))
			.is(303)
			.header(HttpHeaders.LOCATION);
		LinkRequest request = this.requests.listOwned(this.calendar.owner().id(), this.calendar.id(), true, null, 10)
			.map(AskedRequest::request)
			.next()
			.blockOptional(PATIENCE)
			.orElseThrow();
		this.requests.decline(this.calendar.owner().id(), request.id()).block(PATIENCE);
		assertThat(this.invitee.get(fresh).isPage(200).body()).contains("Your request was declined",
				"mailto:grace@example.com");
	}

	@Test
	void whatWasTypedIsKeptWhenAskingFails() {
		book("");
		String fresh = freshAddress();
		Answer wrong = this.invitee
			.submit(this.address + "/ask",
					Map.of("name", "<Bob>", "email", "bob@", "notes", "Please", "address", fresh))
			.isPage(422);
		assertThat(wrong.body()).contains("value=\"&lt;Bob", "value=\"bob@\"", ">Please</textarea>",
				"id=\"email-error\"", fresh);
		assertThat(this.requests.listOwned(this.calendar.owner().id(), this.calendar.id(), true, null, 10)
			.map(AskedRequest::request)
			.collectList()
			.block(PATIENCE)).isEmpty();
	}

	@Test
	void requestsOfOneLinkAreBounded() {
		book("");
		for (int n = 0; n < 5; n++) {
			this.invitee.submit(this.address + "/ask", Map.of("name", "Bob", "email", "bob@example.com")).is(303);
		}
		Answer tooMany = this.invitee.submit(this.address + "/ask", Map.of("name", "Bob", "email", "bob@example.com"))
			.isPage(429);
		assertThat(tooMany.body()).contains("too many requests", "tomorrow", "mailto:grace@example.com",
				"value=\"bob@example.com\"");
		assertThat(tooMany.header(HttpHeaders.RETRY_AFTER)).isNotEmpty();
	}

	@Test
	void linkThatWorksIsNotAskedFor() {
		assertThat(this.invitee.get(this.address + "/ask").is(303).header(HttpHeaders.LOCATION))
			.isEqualTo(this.address);
		assertThat(this.invitee.submit(this.address + "/ask", Map.of("name", "Bob", "email", "bob@example.com"))
			.is(303)
			.header(HttpHeaders.LOCATION)).isEqualTo(this.address);
		this.invitee.get("/l/made-up/ask").isPage(404);
	}

	@Test
	void linkOfARemovedCalendarCannotBeAskedFor() {
		this.calendars.remove(this.calendar.owner().id(), this.calendar.id()).block(PATIENCE);
		assertThat(this.invitee.get(this.address).isPage(410).body()).doesNotContain("/ask");
		this.invitee.get(this.address + "/ask").isPage(410);
	}

	@Test
	void revokedLinkCanBeAskedFor() {
		this.links.revoke(this.calendar.owner().id(), this.link.link().id()).block(PATIENCE);
		assertThat(this.invitee.get(this.address).isPage(410).body()).contains("was revoked", this.address + "/ask");
	}

	@Test
	void calendarsOfTheInviteeLeadBackToTheBooking(@Autowired PublicUrl publicUrl) {
		String booking = book("");
		String address = publicUrl.of(booking);
		String encoded = UriUtils.encode("Reschedule or cancel: " + address, StandardCharsets.UTF_8);
		String page = this.invitee.get(booking).isPage(200).body();
		assertThat(page).containsPattern("https://calendar\\.google\\.com[^\"]*details=" + Pattern.quote(encoded))
			.containsPattern("https://outlook\\.live\\.com[^\"]*body=" + Pattern.quote(encoded));
		assertThat(file(booking + "/calendar.ics")).contains("\r\nDESCRIPTION:Reschedule or cancel: " + address);
		assertThat(file(booking + "/calendar.ics?lang=de")).contains("SUMMARY:Test calendar mit ",
				"DESCRIPTION:Verschieben oder absagen: ");
	}

	private String file(String address) {
		return this.invitee.get(address).is(200).body().replace("\r\n ", "");
	}

	@Test
	void addressOfTheVideoCallIsForWhoeverHasBooked() {
		this.owners.with(this.calendar,
				new Terms("Zoom: https://zoom.example/j/1?pwd=x.", true, false, List.of(), OpenLinks.BOTH));
		String booking = book("");
		assertThat(this.invitee.get("/c/" + this.calendar.publicId()).isPage(200).body())
			.contains("<bdi>Zoom</bdi>", "You get the link after booking")
			.doesNotContain("zoom.example");
		assertThat(this.invitee.get(booking).isPage(200).body())
			.contains("Zoom: <a href=\"https://zoom.example/j/1?pwd=x\"");
		assertThat(file(booking + "/calendar.ics")).contains("LOCATION:Zoom: https://zoom.example/j/1?pwd=x.");
		this.invitee.submit(booking + "/cancel", Map.of()).is(303);
		assertThat(this.invitee.get(booking).isPage(200).body()).contains("Zoom").doesNotContain("zoom.example");
		assertThat(file(booking + "/calendar.ics")).doesNotContain("zoom.example");
	}

	@Test
	void whoCancelsCanBookAgain() {
		Answer booked = this.invitee.submit(this.address, form("")).is(303);
		String booking = booked.header(HttpHeaders.LOCATION);
		Client browser = this.invitee.with(HttpHeaders.COOKIE, cookie(booked, "booked-with"));
		assertThat(booked.headers().getOrEmpty(HttpHeaders.SET_COOKIE))
			.anySatisfy((set) -> assertThat(set).contains("Path=" + booking + ";", "HTTPOnly", "SameSite=Lax"));
		assertThat(browser.get(booking).isPage(200).body()).doesNotContain(this.address);
		this.invitee.submit(booking + "/cancel", Map.of()).is(303);
		assertThat(browser.get(booking).isPage(200).body()).contains("Book another time",
				"href=\"" + this.address + "\"");
		assertThat(this.invitee.get(booking).isPage(200).body()).doesNotContain(this.address, "/s/", "/c/");
		String open = this.invitee.submit("/c/" + this.calendar.publicId(), form(""))
			.is(303)
			.header(HttpHeaders.LOCATION);
		this.invitee.submit(open + "/cancel", Map.of()).is(303);
		assertThat(this.invitee.get(open).isPage(200).body()).contains("href=\"/s/" + this.calendar.slug() + "\"");
	}

	@Test
	void reschedulingBeginsOnTheDayOfTheBooking() {
		Instant start = Owners.time(this.calendar, 48 * 40);
		String booking = this.invitee
			.submit(this.address, Map.of("start", start.toString(), "name", "Ada", "email", "ada@example.com"))
			.is(303)
			.header(HttpHeaders.LOCATION);
		assertThat(this.invitee.get(booking + "/reschedule").isPage(200).body())
			.contains("value=\"" + start.plusSeconds(1800) + "\"")
			.doesNotContain("value=\"" + Owners.time(this.calendar, 0) + "\"");
	}

	@Test
	void anotherLanguageOrDayChangesNothingAndKeepsWhatWasTyped() {
		String booking = book("");
		assertThat(this.invitee.submit(booking + "/cancel?lang=de", Map.of("notes", "I am <ill>", "show", ""))
			.isPage(200)
			.body()).contains("Diesen Termin absagen?", "I am &lt;ill&gt;</textarea>");
		Instant later = Owners.time(this.calendar, 48);
		assertThat(this.invitee
			.submit(booking + "/reschedule?lang=de&day=" + later.toString().substring(0, 10),
					Map.of("start", Owners.time(this.calendar, 5).toString(), "zone", "UTC", "show", ""))
			.isPage(200)
			.body()).contains("Termin verschieben", "value=\"" + later + "\"");
		assertThat(this.invitee.get(booking).body()).contains("You are booked", "01:30 – 02:00");
		Map<String, String> form = Map.of("name", "<Bob>", "email", "bob@", "notes", "Please", "show", "");
		assertThat(this.invitee.submit(this.address + "/ask?lang=de", form).isPage(200).body())
			.contains("Neuen Link anfordern", "value=\"&lt;Bob", "value=\"bob@\"", ">Please</textarea>");
	}

	private String book(String zone) {
		IssuedLink fresh = this.owners.link(this.calendar);
		this.link = fresh;
		this.address = "/l/" + fresh.token().value();
		return this.invitee.submit(this.address, form(zone)).is(303).header(HttpHeaders.LOCATION);
	}

	private Map<String, String> form(String zone) {
		Instant start = Owners.time(this.calendar, zone.isEmpty() ? 3 : 0);
		return Map.of("start", start.toString(), "name", "Ada", "email", "ada@example.com", "zone", zone, "key",
				UUID.randomUUID().toString());
	}

	private String freshAddress() {
		return ADDRESS.matcher(this.invitee.get(this.address + "/ask").isPage(200).body())
			.results()
			.map((found) -> found.group(1))
			.findFirst()
			.orElseThrow();
	}

	private static String cookie(Answer answer, String name) {
		return answer.headers()
			.getOrEmpty(HttpHeaders.SET_COOKIE)
			.stream()
			.filter((set) -> set.startsWith(name + "="))
			.map((set) -> set.substring(0, set.indexOf(';')))
			.findFirst()
			.orElseThrow();
	}

}
