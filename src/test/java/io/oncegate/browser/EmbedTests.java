package io.oncegate.browser;

import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Frame;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.RequestOptions;
import io.oncegate.booking.Booking;
import io.oncegate.booking.Bookings;
import io.oncegate.calendar.Calendar;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import io.oncegate.web.http.PublicUrl;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/** A calendar within a page of another web site, by the code from the share dialog. */
@BrowserTest
class EmbedTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	@Autowired
	private Owners owners;

	@Autowired
	private Bookings bookings;

	@Autowired
	private PublicUrl publicUrl;

	private Calendar calendar;

	private String gateway;

	private HostSite site;

	@BeforeEach
	void share(Browsing browsing) {
		this.calendar = this.owners.fromTomorrow(this.owners.calendar(ZoneId.of(Browsing.ZONE), 120, 1));
		this.gateway = browsing.gateway();
		this.site = HostSite.open(this.gateway);
	}

	@AfterEach
	void close() {
		this.site.close();
	}

	@ParameterizedTest
	@EnumSource(names = { "PHONE", "DESK" })
	void calendarIsBookedWithinThePageOfAnotherSite(Visitor visitor, Browsing browsing) {
		Visit visit = browsing.visit("embed", visitor);
		visit.open(this.site.with(code(visit, this.calendar)).origin());
		Frame frame = frame(visit, 0);
		BookingScreen screen = new BookingScreen(frame);
		screen.time(0).waitFor();
		expectAllToBeSeen(visit, 0);
		see(visit, visitor, "page");
		Number height = height(visit, 0);
		screen.fill(1, "Ada Lovelace", "ada@example.com").submit();
		ConfirmationScreen.shown(frame).says("Ada Lovelace");
		expectAllToBeSeen(visit, 0);
		visit.page().waitForCondition(() -> isInView(visit));
		see(visit, visitor, "confirmation");
		assertThat(height(visit, 0).doubleValue()).isNotEqualTo(height.doubleValue());
		Booking booking = booking();
		Map<String, Object> told = Map.of("bookingId", booking.id().toString(), "start", booking.start().toString(),
				"end", booking.end().toString());
		expectTold(visit, with(told, Map.of("by", "Book a time")),
				with(told, Map.of("type", "oncegate:booked", "origin", this.gateway)));
		assertThat(visit.page().context().cookies()).isEmpty();
	}

	@Test
	void timesAreShownInTheZoneOfTheInvitee(Browsing browsing) {
		Visit visit = browsing.visit("embed-zone", Visitor.DESK, (options) -> options.setTimezoneId("Asia/Tokyo"));
		visit.open(this.site.with(code(visit, this.calendar)).origin());
		frame(visit, 0).waitForURL((url) -> url.contains("zone=Asia"));
		assertThat(frame(visit, 0).locator("form[method=post] [name=zone]").inputValue()).isEqualTo("Asia/Tokyo");
	}

	@ParameterizedTest
	@CsvSource({ ", DARK, 'rgb(26, 35, 32)'", "dark, LIGHT, 'rgb(231, 237, 234)'", "auto, DARK, 'rgb(231, 237, 234)'",
			"auto, LIGHT, 'rgb(26, 35, 32)'" })
	void coloursAreThoseThatTheSiteAsksFor(@Nullable String theme, ColorScheme visitors, String text,
			Browsing browsing) {
		Visit visit = browsing.visit("embed-" + theme, Visitor.DESK, (options) -> options.setColorScheme(visitors));
		String code = code(visit, this.calendar);
		visit.open(this.site
			.with((theme != null) ? code.replace("<script ", "<script data-theme=\"" + theme + "\" ") : code)
			.origin());
		Frame frame = frame(visit, 0);
		new BookingScreen(frame).time(0).waitFor();
		expectColours(frame, text);
		see(visit, Visitor.DESK, visitors.name());
		new BookingScreen(frame).fill(1, "Ada Lovelace", "ada@example.com").submit();
		expectColours(frame, text);
	}

	@Test
	void problemsHaveTheColoursOfTheSiteToo(Browsing browsing) {
		Visit visit = browsing.visit("embed-problem", Visitor.DESK);
		String code = code(visit, this.calendar).replace(this.calendar.publicId().toString(),
				UUID.randomUUID().toString());
		visit.open(this.site.with(code.replace("<script ", "<script data-theme=\"dark\" ")).origin());
		Frame frame = frame(visit, 0);
		frame.getByText("no longer shared").waitFor();
		expectColours(frame, "rgb(231, 237, 234)");
		see(visit, Visitor.DESK, "page");
		visit.flaws().expect("answer 404");
	}

	/** The ground is that of the site. */
	private static void expectColours(Frame frame, String text) {
		assertThat(frame.evaluate("getComputedStyle(document.body).color")).isEqualTo(text);
		assertThat(frame.evaluate("getComputedStyle(document.body).backgroundColor")).isEqualTo("rgba(0, 0, 0, 0)");
		assertThat(frame.evaluate("getComputedStyle(document.documentElement).colorScheme"))
			.isEqualTo(frame.frameElement().evaluate("frame => getComputedStyle(frame).colorScheme"));
	}

	@Test
	void mistakesAreSeenFromTheBeginningOfTheFrame(Browsing browsing) {
		Visit visit = browsing.visit("embed-mistakes", Visitor.PHONE);
		visit.open(this.site.with(code(visit, this.calendar)).origin());
		Frame frame = frame(visit, 0);
		new BookingScreen(frame).fill(1, "Ada Lovelace", "ada at example.com").submitUnchecked();
		new BookingScreen(frame).expectTyped("Ada Lovelace", "ada at example.com");
		visit.page().waitForCondition(() -> isInView(visit));
		visit.flaws().expect("answer 422");
	}

	@Test
	void linksOutOfTheFrameOpenAPageOfTheirOwn(Browsing browsing) {
		Visit visit = browsing.visit("embed-links", Visitor.DESK);
		visit.page()
			.context()
			.route("https://example.com/**", (route) -> route.fulfill(new Route.FulfillOptions().setBody("Help")));
		visit.open(this.site.with(code(visit, this.calendar)).origin());
		Frame frame = frame(visit, 0);
		new BookingScreen(frame).fill(1, "Ada Lovelace", "ada@example.com").submit();
		String confirmation = frame.url();
		expectAllToBeSeen(visit, 0);
		expectPageOfItsOwn(visit, frame.locator("a.framed"), confirmation);
		expectPageOfItsOwn(visit, frame.locator("a[href^='https://example.com']"), "https://example.com/help");
		assertThat(frame.url()).isEqualTo(confirmation);
	}

	private static void expectPageOfItsOwn(Visit visit, Locator link, String address) {
		Page opened = visit.page().waitForPopup(link::click);
		opened.waitForURL(address);
		assertThat(opened.locator("a.framed").isVisible()).isFalse();
		opened.close();
	}

	@Test
	void pageShowsSeveralCalendars(Browsing browsing) {
		Visit visit = browsing.visit("embed-several", Visitor.PHONE);
		Calendar other = this.owners.fromTomorrow(this.owners.calendar(ZoneId.of(Browsing.ZONE), 15, 1));
		String bySlug = code(visit, other).replace(other.publicId().toString(),
				other.slug() + "\" data-title=\"Book another time");
		visit.open(this.site.with(code(visit, this.calendar) + bySlug).origin());
		for (int n = 0; n < 2; n++) {
			visit.page().locator("iframe").nth(n).scrollIntoViewIfNeeded();
			new BookingScreen(frame(visit, n)).time(0).waitFor();
			expectAllToBeSeen(visit, n);
		}
		assertThat(visit.page().locator("iframe").count()).isEqualTo(2);
		assertThat(height(visit, 0)).isNotEqualTo(height(visit, 1));
		new BookingScreen(frame(visit, 1)).fill(0, "Ada Lovelace", "ada@example.com").submit();
		visit.page().waitForCondition(() -> told(visit).size() == 2);
		assertThat(told(visit)).extracting((told) -> told.getOrDefault("by", ""))
			.containsOnlyOnce("Book another time")
			.doesNotContain("Book a time");
	}

	@Test
	void calendarIsShownByTheSitesOfItsOwnersChoice(Browsing browsing) {
		Visit visit = browsing.visit("embed-allowed", Visitor.DESK);
		allow(visit, "https://www.example.com", this.site.origin());
		visit.open(this.site.with(code(visit, this.calendar)).origin());
		Frame frame = frame(visit, 0);
		new BookingScreen(frame).fill(1, "Ada Lovelace", "ada@example.com").submit();
		ConfirmationScreen.shown(frame);
	}

	@Test
	void calendarIsNotShownByOtherSites(Browsing browsing) {
		Visit visit = browsing.visit("embed-refused", Visitor.DESK);
		allow(visit, "https://www.example.com");
		visit.open(this.site.with(code(visit, this.calendar)).origin());
		expectRefused(visit);
	}

	@Test
	void oneTimeLinkIsShownByNoSite(Browsing browsing) {
		Visit visit = browsing.visit("embed-one-time", Visitor.DESK);
		String link = this.gateway + "/l/" + this.owners.link(this.calendar).token().value();
		visit.open(this.site.with("<iframe src=\"" + link + "\" title=\"Book a time\"></iframe>").origin());
		expectRefused(visit);
	}

	/** Of a frame, a picture has only what is on the screen. */
	private static void see(Visit visit, Visitor visitor, String step) {
		int top = (int) visit.page().evaluate("scrollY");
		visit.page().setViewportSize(visitor.width(), 4000);
		frame(visit, 0).evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
		visit.see(step);
		visit.page().setViewportSize(visitor.width(), visitor.height());
		visit.page().evaluate("top => scrollTo(0, top)", top);
	}

	private static void expectRefused(Visit visit) {
		visit.page().waitForCondition(() -> visit.flaws().found().toString().contains("frame-ancestors"));
		visit.flaws().expect("frame-ancestors");
		visit.page().waitForCondition(() -> visit.flaws().found().toString().contains("ERR_BLOCKED_BY_RESPONSE"));
		visit.flaws().expect("ERR_BLOCKED_BY_RESPONSE");
		assertThat(frame(visit, 0).locator("form").count()).isZero();
	}

	/** The code from the share dialog, for this gateway, whose port the tests choose. */
	private String code(Visit visit, Calendar calendar) {
		APIResponse share = visit.page().request().get("/api/v1/calendars/" + calendar.id() + "/share", asOwner());
		String code = JsonMapper.shared().readTree(share.body()).path("embedCode").asString("");
		assertThat(code).contains(this.publicUrl.of("/embed.js"));
		return code.replace(this.publicUrl.of("/"), this.gateway + "/");
	}

	private void allow(Visit visit, String... origins) {
		assertThat(visit.page()
			.request()
			.patch("/api/v1/calendars/" + this.calendar.id(),
					asOwner().setData(Map.of("embedOrigins", List.of(origins))))
			.status()).isEqualTo(200);
	}

	private static RequestOptions asOwner() {
		return RequestOptions.create().setHeader("Authorization", "Bearer " + GatewayTest.API_KEY);
	}

	private static Frame frame(Visit visit, int n) {
		Locator frame = visit.page().locator("iframe").nth(n);
		frame.waitFor();
		return frame.elementHandle().contentFrame();
	}

	/** The frame is as high as what is in it, and no higher. */
	private static void expectAllToBeSeen(Visit visit, int n) {
		visit.page().waitForCondition(() -> (boolean) frame(visit, n).evaluate("""
				() => {
					const page = document.documentElement;
					return page.scrollHeight <= innerHeight && page.scrollWidth <= innerWidth
							&& innerHeight - page.getBoundingClientRect().height < 2;
				}"""));
	}

	private static Number height(Visit visit, int n) {
		return (Number) visit.page().locator("iframe").nth(n).evaluate("frame => frame.clientHeight");
	}

	private static boolean isInView(Visit visit) {
		return (boolean) visit.page().locator("iframe").evaluate("""
				frame => {
					const top = frame.getBoundingClientRect().top;
					return top >= -1 && top < innerHeight / 2;
				}""");
	}

	private static void expectTold(Visit visit, Map<String, Object> first, Map<String, Object> second) {
		visit.page().waitForCondition(() -> told(visit).size() >= 2);
		assertThat(told(visit)).containsExactlyInAnyOrderElementsOf(List.of(first, second));
	}

	@SuppressWarnings("unchecked")
	private static List<Map<String, Object>> told(Visit visit) {
		return (List<Map<String, Object>>) visit.page().evaluate("told");
	}

	private static Map<String, Object> with(Map<String, Object> some, Map<String, Object> more) {
		Map<String, Object> all = new HashMap<>(some);
		all.putAll(more);
		return all;
	}

	private Booking booking() {
		return this.bookings.list(this.calendar.owner().id(), this.calendar.id(), null, null, null, 10)
			.single()
			.blockOptional(PATIENCE)
			.orElseThrow();
	}

}
