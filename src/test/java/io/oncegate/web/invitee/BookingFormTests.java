package io.oncegate.web.invitee;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.oncegate.calendar.Calendar;
import io.oncegate.campaign.IssuedLink;
import io.oncegate.claim.Claims;
import io.oncegate.link.TokenHash;
import io.oncegate.support.Answer;
import io.oncegate.support.Client;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import io.oncegate.web.http.PublicUrl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.web.util.UriUtils;

import static org.assertj.core.api.Assertions.assertThat;

/** Booking by the pages, without JavaScript. */
@GatewayTest
class BookingFormTests {

	private static final Pattern KEY = Pattern.compile("name=\"key\" value=\"([^\"]+)\"");

	private static final Pattern NEXT = Pattern.compile("data-turn=\"next\" formaction=\"([^\"]+)\"");

	private static final Pattern PREVIOUS = Pattern.compile("data-turn=\"prev\" formaction=\"([^\"]+)\"");

	private static final Pattern RADIO = Pattern.compile("name=\"start\" value=\"([^\"]+Z)\"");

	private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEEE, d MMMM", Locale.ENGLISH);

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	@Autowired
	private Owners owners;

	@Autowired
	private Claims claims;

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
	void theBookingPageOffersTimesAndAForm() {
		Answer page = this.invitee.get(this.address).isPage(200);
		assertThat(page.body()).contains("Test calendar", this.calendar.owner().name(), "30 minutes", "method=\"post\"",
				"name=\"name\"", "name=\"email\"", "name=\"notes\"", "mailto:grace@example.com");
		assertThat(this.invitee.get(this.address + "?day=" + day(0)).isPage(200).body())
			.contains(radio(time(0)), radio(time(47)))
			.doesNotContain(radio(time(48)), radio(time(-1)));
		assertThat(page.body()).doesNotContain(this.link.token().value());
		assertPrivate(page);
	}

	@Test
	void everyCopyOfThePageHasAKeyOfItsOwn() {
		Answer page = this.invitee.get(this.address);
		Answer again = this.invitee.get(this.address);
		assertThat(UUID.fromString(key(page))).isNotEqualTo(UUID.fromString(key(again)));
		assertThat(page.body().replace(key(page), key(again))).isEqualTo(again.body());
	}

	@Test
	void theZonesToChooseFromAreAWalkAway() {
		String page = this.invitee.get(this.address + "?zone=Asia/Tokyo&day=" + day(18)).isPage(200).body();
		assertThat(page).doesNotContain("<datalist", "Cairo");
		String change = found(Pattern.compile("formaction=\"([^\"]+)\"[^>]*>Change<"), page);
		assertThat(change).endsWith("#zone");
		assertThat(this.invitee.get(follow(change)).isPage(200).body())
			.contains("name=\"find\" list=\"zones\"", "placeholder=\"Japan Time – Tokyo\"", radio(time(18)))
			.containsPattern("<option value=\"Eastern European Time – Cairo \\(\\d\\d:\\d\\d\\)\">");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Asia/Tokyo", "tokyo", "Japan Time – Tokyo (09:15)", "Japan Time – Tokyo" })
	void aZoneIsFoundByWhatIsTyped(String typed) {
		String find = "find=" + UriUtils.encode(typed, StandardCharsets.UTF_8);
		assertThat(this.invitee.get(this.address + "?" + find).isPage(200).body())
			.contains("name=\"zone\" value=\"Asia/Tokyo\"")
			.doesNotContain("<datalist");
		Map<String, String> form = form(18);
		form.put("find", typed);
		assertThat(this.invitee.submit(this.address, form).isPage(200).body())
			.contains("name=\"zone\" value=\"Asia/Tokyo\"", "value=\"Ada Lovelace\"", "checked><span>18:00</span>");
		assertThat(bookings()).isZero();
	}

	@Test
	void aZoneThatIsNotFoundIsLookedForAgain() {
		assertThat(this.invitee.get(this.address + "?zone=Asia/Tokyo&find=%3Cb%3E&day=" + day(18)).isPage(200).body())
			.contains("There is no such time zone", "<datalist", "name=\"zone\" value=\"Asia/Tokyo\"", radio(time(18)));
	}

	@Test
	void anotherDayOrLanguageKeepsWhatWasTypedAndBooksNothing() {
		Map<String, String> form = form(18);
		form.put("show", "");
		form.put("lang", "fr");
		assertThat(this.invitee.submit(this.address + "?day=" + day(18) + "&lang=de", form).isPage(200).body())
			.contains("lang=\"de\"", "Termin buchen", "value=\"Ada Lovelace\"", "value=\"ada@example.com\"",
					"A note</textarea>", "value=\"" + time(18) + "\" required checked>")
			.containsPattern("<p id=\"chosen\"[^>]*>[^<]+: 09:00</p>")
			.doesNotContain("role=\"alert\"");
		assertThat(this.invitee.submit(this.address + "?day=" + day(48 * 20), form).isPage(200).body())
			.contains("value=\"Ada Lovelace\"", radio(time(48 * 20)))
			.containsPattern("<p id=\"chosen\"[^>]*></p>");
		assertThat(bookings()).isZero();
		this.invitee.get(this.address).isPage(200);
	}

	@Test
	void seatsThatAreLeftAreSaidIfThereAreSeveral() {
		assertThat(this.invitee.get(this.address).isPage(200).body()).doesNotContain("seat");
		Calendar seats = this.owners.calendar(30, 3);
		String address = "/c/" + seats.publicId();
		Map<String, String> form = form(18);
		form.remove("key");
		this.invitee.submit(address, form).is(303);
		soon(address + "?day=" + day(18), "09:00 <small>2 seats left</small>");
		this.invitee.submit(address, form).is(303);
		soon(address + "?day=" + day(18), "09:00 <small>1 seat left</small>");
		assertThat(this.invitee.get(address + "?day=" + day(18)).isPage(200).body())
			.contains("09:30 <small>3 seats left</small>");
	}

	@Test
	void theTimesOfAnotherDayAreShownAgainWithWhatWasTyped() {
		Map<String, String> form = form(1);
		form.remove("start");
		assertThat(this.invitee.submit(this.address + "?day=" + day(48 * 20) + "&zone=UTC", form).isPage(422).body())
			.contains("Ada Lovelace", radio(time(48 * 20)))
			.doesNotContain(radio(time(1)));
	}

	@Test
	void theFormLeadsToTheConfirmation() {
		Answer booked = this.invitee.submit(this.address, form(18)).is(303);
		assertThat(booked.header(HttpHeaders.LOCATION)).startsWith("/b/");
		Answer confirmation = this.invitee.get(booked.header(HttpHeaders.LOCATION)).isPage(200);
		assertThat(confirmation.body()).contains("You are booked", "Test calendar", "09:00 – 09:30", "Ada Lovelace",
				"ada@example.com", "A note", "href=\"" + booked.header(HttpHeaders.LOCATION) + "/calendar.ics\"");
		assertPrivate(confirmation);
		Answer file = this.invitee.get(booked.header(HttpHeaders.LOCATION) + "/calendar.ics").is(200);
		assertThat(file.header(HttpHeaders.CONTENT_TYPE)).isEqualTo("text/calendar;charset=UTF-8");
		String start = time(18).toString().replaceAll("[-:]", "");
		assertThat(file.body()).startsWith("BEGIN:VCALENDAR\r\n")
			.contains("\r\nDTSTART:" + start + "\r\n", "\r\nSTATUS:CONFIRMED\r\n",
					"\r\nDESCRIPTION:A note\\n\\nReschedule or cancel: http")
			.endsWith("END:VCALENDAR\r\n");
		assertThat(this.invitee.get(this.address).isPage(410).body()).contains("already been used", "Grace Hopper");
		assertThat(this.invitee.submit(this.address, form(19)).isPage(410).body()).contains("already been used",
				"mailto:grace@example.com");
		assertThat(bookings()).isOne();
	}

	@Test
	void whatIsMissingIsSaidAndWhatWasTypedIsKept() {
		Map<String, String> form = form(1);
		form.put("name", "<script>alert('1')</script>");
		form.put("email", "\"><img src=x>");
		form.put("notes", "</textarea><b>bold</b>");
		form.remove("start");
		Answer page = this.invitee.submit(this.address + "?day=" + day(2), form).isPage(422);
		assertThat(page.body())
			.contains("Please choose a time.", "Please enter a valid email address.", radio(time(2)),
					"&lt;/textarea&gt;&lt;b&gt;bold")
			.containsPattern("id=\"name\"[^>]*value=\"&lt;script>alert\\(&#39;1&#39;\\)&lt;/script>\"")
			.containsPattern("id=\"email\"[^>]*value=\"&#34;>&lt;img src=x>\"")
			.doesNotContain("<script>alert", "<img", "<b>bold");
		assertPrivate(page);
		assertThat(this.invitee.submit(this.address, Map.of()).isPage(422).body()).contains("Please enter your name.",
				"Please enter your email address.");
		form = form(1);
		form.put("start", "yesterday");
		assertThat(this.invitee.submit(this.address, form).isPage(422).body()).contains("Please choose a time.");
		this.invitee.submit(this.address, form(1)).is(303);
	}

	@Test
	void whatMayWorkInAMomentIsOfferedToBeSentAgain() {
		UUID claim = UUID.randomUUID();
		TokenHash hash = this.link.token().hash();
		this.claims.claim(hash, claim, null).block(PATIENCE);
		Map<String, String> form = form(1);
		form.put("notes", "</textarea><b>bold</b>");
		form.put("key", "my-key");
		Answer page = this.invitee.submit(this.address, form).isPage(409);
		assertThat(page.header(HttpHeaders.RETRY_AFTER)).isNotNull();
		assertThat(page.body())
			.contains("action=\"" + this.address + "\"", "name=\"start\" value=\"" + time(1) + "\"",
					"name=\"name\" value=\"Ada Lovelace\"", "name=\"key\" value=\"my-key\"", "&lt;/textarea>")
			.doesNotContain("<b>bold");
		assertPrivate(page);
		this.claims.release(hash, claim, null).block(PATIENCE);
		this.invitee.submit(this.address, form).is(303);
	}

	@Test
	void aNameThatIsShownIsEscaped() {
		Map<String, String> form = form(1);
		form.put("name", "<script>alert(1)</script>");
		form.put("notes", "<img src=x onerror=alert(1)>");
		Answer booked = this.invitee.submit(this.address, form).is(303);
		assertThat(this.invitee.get(booked.header(HttpHeaders.LOCATION)).isPage(200).body())
			.contains("&lt;script&gt;alert(1)&lt;/script&gt;", "&lt;img src=x")
			.doesNotContain("<script>alert", "<img");
	}

	@Test
	void aTakenTimeShowsThePageAgainWithFreshTimes() {
		assertThat(this.invitee.get(this.address + "?day=" + day(1)).body()).contains(radio(time(1)));
		this.invitee.submit("/c/" + this.calendar.publicId(), form(1)).is(303);
		Answer page = this.invitee.submit(this.address, form(1)).isPage(409);
		assertThat(page.body())
			.contains("This time has just been taken", "value=\"Ada Lovelace\"", "value=\"ada@example.com\"", "A note",
					radio(time(2)))
			.doesNotContain(radio(time(1)));
		Map<String, String> form = form(2);
		form.put("key", key(page));
		this.invitee.submit(this.address, form).is(303);
	}

	@Test
	void aTimeThatIsNotOfferedShowsThePageAgain() {
		Map<String, String> form = form(1);
		form.put("start", time(1).plusSeconds(60).toString());
		assertThat(this.invitee.submit(this.address, form).isPage(422).body()).contains("Please choose another one.",
				"value=\"Ada Lovelace\"");
		this.invitee.submit(this.address, form(1)).is(303);
	}

	@Test
	void aDoubleTapBooksOnce() {
		for (String page : List.of(this.address, "/c/" + this.calendar.publicId(), "/s/" + this.calendar.slug())) {
			Map<String, String> form = form(2 + bookings());
			form.put("key", key(this.invitee.get(page)));
			Answer first = this.invitee.submit(page, form).is(303);
			Answer second = this.invitee.submit(page, form).is(303);
			assertThat(second.header(HttpHeaders.LOCATION)).isEqualTo(first.header(HttpHeaders.LOCATION));
		}
		assertThat(bookings()).isEqualTo(3);
	}

	@Test
	void tapsAtTheSameTimeBookOnceAndShowTheSame() {
		for (String page : List.of(this.address, "/c/" + this.calendar.publicId())) {
			Map<String, String> form = form(2 + bookings());
			form.put("key", key(this.invitee.get(page)));
			List<Answer> answers = Flux.range(0, 6)
				.flatMap((tap) -> Mono.fromCallable(() -> this.invitee.submit(page, form))
					.subscribeOn(Schedulers.boundedElastic()))
				.collectList()
				.blockOptional()
				.orElseThrow();
			assertThat(answers).hasSize(6).allSatisfy((answer) -> answer.is(303));
			assertThat(answers.stream().map((answer) -> answer.header(HttpHeaders.LOCATION)).distinct()).hasSize(1);
		}
		assertThat(bookings()).isEqualTo(2);
	}

	@Test
	void aFormThatWasChangedAndSentAgainIsAnotherAttempt() {
		String page = "/s/" + this.calendar.slug();
		Map<String, String> form = form(1);
		this.invitee.submit(page, form).is(303);
		form.put("start", time(2).toString());
		this.invitee.submit(page, form).is(303);
		assertThat(bookings()).isEqualTo(2);
	}

	@Test
	void schedulingAndPermanentLinksBookAgainAndAgain() {
		for (String page : List.of("/c/" + this.calendar.publicId(), "/s/" + this.calendar.slug())) {
			assertPrivate(this.invitee.get(page).isPage(200));
			for (int n = 0; n < 2; n++) {
				Answer booked = this.invitee.submit(page, form(bookings())).is(303);
				this.invitee.get(booked.header(HttpHeaders.LOCATION)).isPage(200);
			}
		}
		assertThat(bookings()).isEqualTo(4);
	}

	@Test
	void timesAreShownInTheZoneAskedFor() {
		String day = this.address + "?day=" + day(18);
		assertThat(this.invitee.get(day + "&zone=Asia/Tokyo").isPage(200).body()).contains("Japan Time – Tokyo",
				radio(time(18)) + "<span>18:00</span>");
		assertThat(this.invitee.get(day).isPage(200).body()).contains("<b><bdi>UTC</bdi></b>",
				radio(time(18)) + "<span>09:00</span>");
		Map<String, String> form = form(18);
		form.put("zone", "Asia/Tokyo");
		Answer booked = this.invitee.submit(this.address, form).is(303);
		assertThat(this.invitee.get(booked.header(HttpHeaders.LOCATION)).body()).contains("18:00 – 18:30",
				"Japan Time – Tokyo");
	}

	@Test
	void otherMonthsAreAWalkAwayAsFarAsTheyHaveFreeTimes() {
		String page = this.invitee.get(this.address + "?zone=Europe/Berlin").isPage(200).body();
		assertThat(page).doesNotContain("data-turn=\"prev\"");
		int months = 0;
		for (Matcher next = NEXT.matcher(page); next.find(); next = NEXT.matcher(page)) {
			page = this.invitee.get(follow(next.group(1).replace("#month", ""))).isPage(200).body();
			assertThat(page).contains("Central European Time – Berlin", "data-turn=\"prev\"").containsPattern(RADIO);
			months++;
		}
		// The calendar offers sixty days.
		assertThat(months).isIn(1, 2, 3);
		for (; months > 0; months--) {
			page = this.invitee.get(follow(found(PREVIOUS, page).replace("#month", ""))).isPage(200).body();
			assertThat(page).contains("Central European Time – Berlin").containsPattern(RADIO);
		}
		assertThat(page).doesNotContain("data-turn=\"prev\"");
		String offset = this.invitee.get(this.address + "?zone=Etc/GMT%2B5").isPage(200).body();
		assertThat(this.invitee.get(follow(found(NEXT, offset).replace("#month", ""))).isPage(200).body())
			.contains("<b><bdi>GMT-05:00</bdi></b>");
	}

	@Test
	void everyDayOfTheMonthSaysWhetherItHasFreeTimes() {
		LocalDate day = LocalDate.parse(day(0));
		String page = this.invitee.get(this.address + "?day=" + day).isPage(200).body();
		assertThat(page).contains("aria-label=\"" + DAY.format(day) + ", 48 free times\" aria-pressed=\"true\"");
		this.invitee.submit("/c/" + this.calendar.publicId(), form(3)).is(303);
		soon(this.address + "?day=" + day, ", 47 free times");
	}

	@Test
	void theFirstFreeTimeIsOnThePageAsItIsOpened() {
		String page = this.invitee.get(this.address).isPage(200).body();
		assertThat(found(RADIO, page)).isEqualTo(first().toString());
		assertThat(page).containsPattern(first() + "\" required><span>[^<]+<small>First free time</small>");
		assertThat(this.invitee.get(this.address + "?day=" + day(0)).isPage(200).body())
			.doesNotContain("First free time");
	}

	@Test
	void aDayWithoutFreeTimesSaysSoAndOffersTheNext() {
		Calendar weekly = this.owners.calendar(ZoneOffset.UTC, 1440, 1);
		Map<String, String> form = form(0);
		form.put("start", Owners.time(weekly, 0).toString());
		this.invitee.submit("/c/" + weekly.publicId(), form).is(303);
		LocalDate day = LocalDate.parse(Owners.time(weekly, 0).toString().substring(0, 10));
		soon("/c/" + weekly.publicId() + "?day=" + day, "no free times on this day");
		assertThat(this.invitee.get("/c/" + weekly.publicId() + "?day=" + day).isPage(200).body())
			.contains("Next free day: " + DAY.format(day.plusDays(1)),
					"formaction=\"?day=" + day.plusDays(1) + "#times\"")
			.doesNotContainPattern(RADIO);
	}

	@Test
	void aCalendarThatIsNotOpenSaysWhomToAsk() {
		this.invitee.asOwner().patch("/api/v1/calendars/" + this.calendar.id(), "{\"open\": false}").is(200);
		soon(this.address, "not taking bookings at the moment");
		assertThat(this.invitee.get(this.address).isPage(200).body())
			.contains("or contact " + this.calendar.owner().name(), "mailto:grace@example.com", "Try again")
			.doesNotContain("<table", "name=\"start\"", "name=\"email\"");
	}

	@Test
	void whoHasNoContactIsReachedByAnAnswer() {
		String key = this.owners.add("Grace Hopper");
		Calendar other = this.owners.calendar(this.owners.owner(key), ZoneOffset.UTC, 30, 1);
		this.invitee.asOwner(key)
			.patch("/api/v1/calendars/" + other.id(), "{\"open\": false, \"contact\": null}")
			.is(200);
		soon("/c/" + other.publicId(), "reply to the message that brought you this link");
	}

	@Test
	void whereItTakesPlaceIsSaid() {
		this.invitee.asOwner().patch("/api/v1/calendars/" + this.calendar.id(), "{\"location\": \"Room <4>\"}").is(200);
		soon(this.address, "Room &lt;4&gt;");
	}

	@Test
	void insteadOfATakenTimeTheNearestFreeOnesAreOffered() {
		for (int time : List.of(49, 50, 51)) {
			this.invitee.submit("/c/" + this.calendar.publicId(), form(time)).is(303);
		}
		Answer page = this.invitee.submit(this.address, form(50)).isPage(409);
		String nearest = found(Pattern.compile("(?s)Nearest free times(.*?)</fieldset>"), page.body());
		assertThat(RADIO.matcher(nearest).results().map((radio) -> radio.group(1))).containsExactly(time(47).toString(),
				time(48).toString(), time(52).toString(), time(53).toString());
		assertThat(nearest).contains(">" + DAY.format(LocalDate.parse(day(0))) + ", 23:30<", ">00:00<", ">02:00<");
		assertThat(page.body()).contains(radio(time(60)));
	}

	@Test
	void theFirstPageIsLight() {
		String page = this.invitee.get(this.address).isPage(200).body();
		int bytes = page.getBytes(StandardCharsets.UTF_8).length;
		for (Matcher asset = Pattern.compile("(?:href|src)=\"(/assets/[^\"]+)\"").matcher(page); asset.find();) {
			bytes += this.invitee.get(asset.group(1)).is(200).body().getBytes(StandardCharsets.UTF_8).length;
		}
		assertThat(bytes).isLessThan(50_000);
	}

	/** The address that a browser goes to. */
	private String follow(String link) {
		assertThat(link).startsWith("?");
		return this.address + link.replace("&amp;", "&");
	}

	private static void assertPrivate(Answer page) {
		assertThat(page.header("Cache-Control")).isEqualTo("no-store");
		assertThat(page.header("Referrer-Policy")).isEqualTo("no-referrer");
		assertThat(page.header("X-Robots-Tag")).isEqualTo("noindex");
		assertThat(page.header("Content-Security-Policy")).contains("default-src 'none'", "script-src 'self'")
			.doesNotContain("unsafe-inline", "unsafe-eval");
		assertThat(page.body()).doesNotContainPattern("<script(?![^>]* src=\"/assets/)").doesNotContain(" style=\"");
	}

	private static String key(Answer page) {
		return found(KEY, page.body());
	}

	private static String found(Pattern pattern, String text) {
		Matcher matcher = pattern.matcher(text);
		assertThat(matcher.find()).as(text).isTrue();
		return String.valueOf(matcher.group(1));
	}

	private static String radio(Instant start) {
		return "<input type=\"radio\" name=\"start\" value=\"" + start + "\" required>";
	}

	private Map<String, String> form(int time) {
		return new LinkedHashMap<>(Map.of("start", time(time).toString(), "name", "Ada Lovelace", "email",
				"ada@example.com", "notes", "A note", "zone", "UTC", "key", UUID.randomUUID().toString()));
	}

	/** Free times are remembered for a moment. */
	private void soon(String address, String text) {
		Instant deadline = Instant.now().plus(PATIENCE);
		String page = "";
		while (!page.contains(text) && Instant.now().isBefore(deadline)) {
			page = this.invitee.get(address).isPage(200).body();
		}
		assertThat(page).contains(text);
	}

	private Instant first() {
		return this.calendar.offered(LocalDate.EPOCH, LocalDate.MAX, Instant.now()).get(0).start();
	}

	private String day(int time) {
		return time(time).toString().substring(0, 10);
	}

	private int bookings() {
		return this.invitee.asOwner().get("/api/v1/calendars/" + this.calendar.id() + "/bookings").ids().size();
	}

	private Instant time(int n) {
		return Owners.time(this.calendar, n);
	}

}
