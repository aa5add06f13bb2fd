package io.oncegate.browser;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.BoundingBox;
import io.oncegate.booking.Booking;
import io.oncegate.booking.Bookings;
import io.oncegate.calendar.Calendar;
import io.oncegate.support.Owners;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/** From a link to a booking, as every kind of visitor goes. */
@BrowserTest
class BookingJourneyTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

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
		late.page().getByLabel("Name").fill("Bob");
		late.page().getByLabel("E-mail").fill("bob@example.com");
		late.page().getByText("Send request").click();
		late.page().getByText("Your request was sent").first().waitFor();
		late.see("asked");
	}

	@ParameterizedTest
	@EnumSource
	void bookingIsMovedAndThenCancelled(Visitor visitor, Browsing browsing) {
		Visit visit = browsing.visit("change", visitor);
		visit.open(this.link);
		new BookingScreen(visit).fill(2, "Ada Lovelace", "ada@example.com").submit();
		ConfirmationScreen.shown(visit);
		visit.page().getByText("Move", new Page.GetByTextOptions().setExact(true)).click();
		visit.page().getByText("Your time now").waitFor();
		visit.see("move");
		BookingScreen times = new BookingScreen(visit);
		Instant start = Instant.parse(times.time(1).inputValue());
		times.time(1).check();
		visit.page().waitForNavigation(visit.page().getByText("Move the booking")::click);
		ConfirmationScreen.shown(visit);
		assertThat(booked()).extracting(Booking::start).containsExactly(start);
		visit.page().getByText("Cancel", new Page.GetByTextOptions().setExact(true)).click();
		visit.page().getByLabel("A word to").fill("I am ill");
		visit.see("cancel");
		visit.page().getByText("Cancel the booking").click();
		visit.page().getByText("This booking was cancelled").first().waitFor();
		visit.see("cancelled");
		visit.open(this.link);
		new BookingScreen(visit).time(0).waitFor();
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
			// With scripts nobody can click again for a while.
			click.run();
			assertThat(visitor.scripts() ? sent.get() : 1).isOne();
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
