package io.oncegate.browser;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import io.oncegate.booking.Booking;
import io.oncegate.booking.Bookings;
import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.OpenLinks;
import io.oncegate.calendar.Terms;
import io.oncegate.support.Owners;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/** From a link to a booking, as every kind of visitor goes. */
@BrowserTest
class BookingJourneyTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	/** A page that awaits an answer takes keys, but not commands about its clock. */
	private static final String LONG_WAITS_END_WITH_A_KEY = """
			const wait = setTimeout;
			setTimeout = (then, time, ...given) => (time < 5000) ? wait(then, time, ...given)
				: addEventListener('keydown', () => then(...given), { once: true });""";

	@Autowired
	private Owners owners;

	@Autowired
	private Bookings bookings;

	private Calendar calendar;

	private String link;

	@BeforeEach
	void share() {
		this.calendar = this.owners.fromTomorrow(this.owners.calendar(ZoneId.of(Browsing.ZONE), 120, 1));
		this.link = "/l/" + this.owners.link(this.calendar).token().value();
	}

	@ParameterizedTest
	@EnumSource
	void oneTimeLinkBooksOnce(Visitor visitor, Browsing browsing) {
		Visit visit = browsing.visit("one-time", visitor);
		visit.open(this.link);
		visit.see("page");
		BookingScreen screen = new BookingScreen(visit);
		Instant start = Instant.parse(screen.time(2).inputValue());
		screen.fill(2, "Ada Lovelace", "ada@example.com").submit();
		ConfirmationScreen.shown(visit).says("Test calendar", "Ada Lovelace", "ada@example.com", "A note");
		visit.see("confirmation");
		visit.open(this.link);
		ConfirmationScreen.shown(visit).says("Ada Lovelace");
		assertThat(booked()).extracting(Booking::start).containsExactly(start);
	}

	@ParameterizedTest
	@EnumSource
	void whoComesLaterAsksForANewLink(Visitor visitor, Browsing browsing) {
		Visit visit = browsing.visit("late", visitor);
		visit.open(this.link);
		new BookingScreen(visit).fill(2, "Ada Lovelace", "ada@example.com").submit();
		ConfirmationScreen.shown(visit);
		Visit late = browsing.visit("late", visitor);
		late.open(this.link, 410);
		assertThat(late.page().locator("main").textContent()).contains("already been used", "Grace Hopper",
				"grace@example.com");
		late.see("spent");
		late.page().waitForNavigation(late.page().getByText("Ask for a new link")::click);
		late.see("ask");
		late.page().getByLabel("Name").fill(" ");
		late.page().getByLabel("Email").fill("bob@example.com");
		late.page().waitForNavigation(late.page().getByText("Send request")::click);
		late.expectAnswer(422);
		late.page().getByLabel("Name").fill("Bob");
		late.page().getByText("Send request").click();
		late.page().getByText("Your request was sent").first().waitFor();
		late.see("asked");
		if (visitor.scripts()) {
			late.page().goBack();
			late.page().getByText("Send request").waitFor();
		}
	}

	@ParameterizedTest
	@EnumSource
	void bookingIsRescheduledAndThenCancelled(Visitor visitor, Browsing browsing) {
		Visit visit = browsing.visit("change", visitor);
		visit.open(this.link);
		new BookingScreen(visit).fill(2, "Ada Lovelace", "ada@example.com").submit();
		ConfirmationScreen.shown(visit);
		visit.page().getByText("Reschedule", new Page.GetByTextOptions().setExact(true)).click();
		visit.page().getByText("Current time").waitFor();
		visit.see("reschedule");
		BookingScreen times = new BookingScreen(visit);
		Instant start = Instant.parse(times.time(1).inputValue());
		times.time(1).check();
		visit.page().waitForNavigation(visit.page().getByText("Reschedule booking")::click);
		ConfirmationScreen.rescheduled(visit).says("Replace that entry");
		visit.see("rescheduled");
		assertThat(booked()).extracting(Booking::start).containsExactly(start);
		visit.page().getByText("Cancel", new Page.GetByTextOptions().setExact(true)).click();
		visit.page().getByLabel("Message to").fill("I am ill");
		visit.see("cancel");
		visit.page().getByText("Cancel booking").click();
		visit.page().getByText("This booking was cancelled").first().waitFor();
		visit.see("cancelled");
		visit.page()
			.waitForNavigation(
					visit.page().getByText("Book another time", new Page.GetByTextOptions().setExact(true))::click);
		new BookingScreen(visit).time(0).waitFor();
	}

	@ParameterizedTest
	@EnumSource
	void chosenTimeStaysInSight(Visitor visitor, Browsing browsing) {
		Visit visit = browsing.visit("chosen", visitor);
		visit.open(this.link);
		BookingScreen screen = new BookingScreen(visit);
		visit.page().evaluate("scrollTo(0, 0)");
		assertThat(screen.chosen().isVisible()).isFalse();
		screen.time(2).check();
		assertThat(screen.chosen().textContent().isEmpty()).isEqualTo(!visitor.scripts());
		if (visitor == Visitor.PHONE) {
			assertThat(isOnScreen(screen.chosen())).isTrue();
			assertThat(isOnScreen(screen.confirm())).isTrue();
		}
		visit.see("page");
	}

	private static boolean isOnScreen(Locator element) {
		return (boolean) element.evaluate("""
				element => {
					const box = element.getBoundingClientRect();
					return box.height > 0 && box.top >= 0 && box.bottom <= innerHeight;
				}""");
	}

	@ParameterizedTest
	@EnumSource
	void anotherLanguageAndDayKeepWhatWasTyped(Visitor visitor, Browsing browsing) {
		Visit visit = browsing.visit("language", visitor);
		visit.open(this.link);
		new BookingScreen(visit).fill(2, "Ada Lovelace", "ada@example.com");
		visit.page().waitForNavigation(visit.page().getByText("Deutsch")::click);
		Locator name = visit.page().locator("#name");
		assertThat(visit.page().locator("html").getAttribute("lang")).isEqualTo("de");
		assertThat(name.inputValue()).isEqualTo("Ada Lovelace");
		assertThat(new BookingScreen(visit).chosen().textContent()).isNotEmpty();
		visit.see("german");
		String day = visit.page().locator("#times").textContent();
		visit.page().locator(".month td button:not([aria-pressed])").first().click();
		visit.page().waitForCondition(() -> !visit.page().locator("#times").textContent().equals(day));
		assertThat(name.inputValue()).isEqualTo("Ada Lovelace");
		assertThat(booked()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void zoneIsFoundByItsCity(Visitor visitor, Browsing browsing) {
		Visit visit = browsing.visit("zone", visitor);
		visit.open(this.link);
		new BookingScreen(visit).name().fill("Ada Lovelace");
		visit.page().getByText("Change", new Page.GetByTextOptions().setExact(true)).click();
		Locator find = visit.page().locator("[name=find]");
		find.waitFor();
		visit.see("zones");
		find.fill("los angeles");
		visit.page().getByText("Change", new Page.GetByTextOptions().setExact(true)).click();
		visit.page().getByText("Pacific Time – Los Angeles").waitFor();
		assertThat(new BookingScreen(visit).name().inputValue()).isEqualTo("Ada Lovelace");
	}

	/** What the pages look like where words, lines and colours run otherwise. */
	@ParameterizedTest
	@CsvSource({ "de, PHONE, LIGHT", "ja, PHONE, DARK", "ar, PHONE, LIGHT", "ja, DESK, LIGHT", "ar, DESK, DARK" })
	void pagesAreReadInOtherLanguages(String language, Visitor visitor, ColorScheme colours, Browsing browsing) {
		this.owners.with(this.calendar,
				new Terms("غرفة 7، https://zoom.example/j/1", true, false, List.of(), OpenLinks.BOTH));
		Visit visit = browsing.visit("read", visitor, (options) -> options.setLocale(language).setColorScheme(colours));
		visit.open(this.link);
		visit.see("page");
		visit.page().locator("[name=start]").nth(1).check();
		visit.page().locator("#name").fill("Ada Lovelace");
		visit.page().locator("#email").fill("ada@example.com");
		visit.page().waitForNavigation(visit.page().locator(".confirming button")::click);
		visit.see("confirmation");
		visit.page().waitForNavigation(visit.page().locator("a[href*=reschedule]")::click);
		visit.see("reschedule");
		visit.page().goBack();
		visit.page().waitForNavigation(visit.page().locator("a[href*=cancel]")::click);
		visit.see("cancel");
		visit.page().waitForNavigation(visit.page().locator("button.alarm")::click);
		visit.see("cancelled");
	}

	@ParameterizedTest
	@EnumSource
	void pageWithoutFreeTimesSaysWhatToDo(Visitor visitor, Browsing browsing) {
		this.owners.with(this.calendar, new Terms(null, false, false, List.of(), OpenLinks.BOTH));
		Visit visit = browsing.visit("closed", visitor);
		visit.open("/c/" + this.calendar.publicId());
		assertThat(visit.page().locator("main").textContent()).contains("try again later", "Grace Hopper");
		visit.see("page");
	}

	@ParameterizedTest
	@EnumSource
	void mistakesAreSaidAndWhatWasTypedIsKept(Visitor visitor, Browsing browsing) {
		Visit visit = browsing.visit("mistakes", visitor);
		visit.open(this.link);
		BookingScreen screen = new BookingScreen(visit).fill(1, "Ada Lovelace", "ada at example.com");
		screen.submitUnchecked();
		visit.expectAnswer(422);
		screen.expectTyped("Ada Lovelace", "ada at example.com");
		assertThat(screen.time(1).isChecked()).as("time is chosen still").isTrue();
		assertThat(screen.email().getAttribute("aria-invalid")).isEqualTo("true");
		visit.see("page-again");
		screen.email().fill("ada@example.com");
		screen.submit();
		ConfirmationScreen.shown(visit).says("ada@example.com");
		if (visitor.scripts()) {
			visit.page().goBack();
			ConfirmationScreen.shown(visit);
		}
	}

	@ParameterizedTest
	@EnumSource
	void timeThatWasTakenMeanwhileIsSaid(Visitor visitor, Browsing browsing) {
		Visit visit = browsing.visit("taken", visitor);
		visit.open(this.link);
		BookingScreen screen = new BookingScreen(visit).fill(0, "Ada Lovelace", "ada@example.com");
		String start = screen.time(0).inputValue();
		book("/s/" + this.calendar.slug(), start, browsing);
		screen.submit();
		visit.expectAnswer(409);
		screen.expectTyped("Ada Lovelace", "ada@example.com");
		assertThat(screen.time(0).inputValue()).isNotEqualTo(start);
		visit.see("page-again");
		screen.time(0).check();
		screen.submit();
		ConfirmationScreen.shown(visit);
	}

	private void book(String address, String start, Browsing browsing) {
		Visit other = browsing.visit("other", Visitor.DESK_WITHOUT_SCRIPTS);
		other.open(address);
		BookingScreen screen = new BookingScreen(other).fill(0, "Charles Babbage", "charles@example.com");
		assertThat(screen.time(0).inputValue()).isEqualTo(start);
		screen.submit();
		ConfirmationScreen.shown(other);
	}

	@ParameterizedTest
	@EnumSource
	void doubleClickBooksOnce(Visitor visitor, Browsing browsing) {
		for (String address : List.of(this.link, "/s/" + this.calendar.slug())) {
			int before = booked().size();
			Visit visit = browsing.visit("double-click", visitor);
			visit.open(address);
			BookingScreen screen = new BookingScreen(visit).fill(1, "Ada Lovelace", "ada@example.com");
			screen.confirm().dblclick();
			expectConfirmation(visit);
			assertThat(booked()).hasSize(before + 1);
		}
	}

	@ParameterizedTest
	@EnumSource
	void whoClicksAgainBeforeTheAnswerIsThereBooksOnce(Visitor visitor, Browsing browsing) {
		for (String address : List.of(this.link, "/s/" + this.calendar.slug())) {
			int before = booked().size();
			Visit visit = browsing.visit("click-again", visitor);
			visit.page().addInitScript(LONG_WAITS_END_WITH_A_KEY);
			visit.open(address);
			BookingScreen screen = new BookingScreen(visit).fill(1, "Ada Lovelace", "ada@example.com");
			AtomicInteger sent = new AtomicInteger();
			visit.page().route("**" + address, (route) -> {
				if (sent.getAndIncrement() == 0) {
					// It books, but its answer is still on the way.
					route.fetch(new Route.FetchOptions().setMaxRedirects(0));
				}
				else {
					route.resume();
				}
			});
			screen.confirm().scrollIntoViewIfNeeded();
			BoundingBox button = screen.confirm().boundingBox();
			Runnable click = () -> visit.page().mouse().click(button.x + 9, button.y + 9);
			click.run();
			visit.page().waitForCondition(() -> booked().size() == before + 1);
			if (visitor.scripts()) {
				// Nobody can click again for a while.
				click.run();
				assertThat(sent).hasValue(1);
				visit.page().keyboard().press("Shift");
			}
			visit.page().waitForCondition(() -> {
				if (sent.get() == 1) {
					click.run();
				}
				return sent.get() > 1;
			});
			expectConfirmation(visit);
			assertThat(booked()).hasSize(before + 1);
		}
	}

	/** The second click breaks the answer to the first one off. */
	private static void expectConfirmation(Visit visit) {
		visit.page().waitForCondition(() -> visit.page().url().contains("/b/"));
		ConfirmationScreen.shown(visit);
	}

	@ParameterizedTest
	@EnumSource
	void schedulingAndPermanentLinksBookAgainAndAgain(Visitor visitor, Browsing browsing) {
		Visit visit = browsing.visit("scheduling", visitor);
		List<String> addresses = List.of("/s/" + this.calendar.slug(), "/c/" + this.calendar.publicId(),
				"/s/" + this.calendar.slug());
		for (int n = 0; n < addresses.size(); n++) {
			visit.open(addresses.get(n));
			// Another time each: a page may be half a second old.
			new BookingScreen(visit).fill(n, "Ada Lovelace", "ada@example.com").submit();
			ConfirmationScreen.shown(visit);
		}
		visit.see("confirmation");
		assertThat(booked()).extracting(Booking::start).hasSize(3).doesNotHaveDuplicates();
	}

	@ParameterizedTest
	@EnumSource(names = { "PHONE", "DESK" })
	void keyboardIsEnough(Visitor visitor, Browsing browsing) {
		Visit visit = browsing.visit("keyboard", visitor);
		visit.open(this.link);
		BookingScreen screen = new BookingScreen(visit);
		Keyboard keyboard = new Keyboard(visit);
		keyboard.check(screen.time(0));
		keyboard.type(screen.name(), "Ada Lovelace");
		keyboard.type(screen.email(), "ada@example.com");
		keyboard.type(screen.notes(), "A note");
		keyboard.tabTo(screen.confirm());
		screen.submit(() -> visit.page().keyboard().press("Enter"));
		ConfirmationScreen.shown(visit).says("Ada Lovelace", "ada@example.com", "A note");
	}

	private List<Booking> booked() {
		return this.bookings.list(this.calendar.owner().id(), this.calendar.id(), null, null, null, 10)
			.collectList()
			.blockOptional(PATIENCE)
			.orElseThrow();
	}

}
