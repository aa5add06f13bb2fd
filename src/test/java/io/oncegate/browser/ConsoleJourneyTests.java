package io.oncegate.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import io.oncegate.calendar.Calendar;
import io.oncegate.support.Owners;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/** What an owner does in the console, as every kind of visitor goes. */
@BrowserTest
class ConsoleJourneyTests {

	@Autowired
	private Owners owners;

	private String key;

	private Calendar calendar;

	private String address;

	@BeforeEach
	void share() {
		this.key = this.owners.add("Demo Owner");
		this.calendar = this.owners
			.fromTomorrow(this.owners.calendar(this.owners.owner(this.key), ZoneId.of(Browsing.ZONE), 120, 1));
		this.address = "/console/calendars/" + this.calendar.id();
	}

	@ParameterizedTest
	@EnumSource
	void signingInLeadsToThePageThatWasAskedFor(Visitor visitor, Browsing browsing) {
		Visit visit = browsing.visit("console", visitor);
		Console console = new Console(visit);
		visit.open(this.address + "/links");
		visit.see("sign-in");
		console.field("API key").fill("not-the-key-0123456789");
		console.press("Sign in");
		visit.expectAnswer(401);
		console.says("This is not an API key of this gateway");
		visit.see("sign-in-again");
		console.field("API key").fill(this.key);
		console.press("Sign in");
		console.expectPage(this.address + "/links");
		console.says("No one-time links yet");
		console.press("Sign out");
		console.says("You are signed out");
		visit.open("/console");
		console.button("Sign in").waitFor();
	}

	@ParameterizedTest
	@EnumSource
	void calendarIsMadeAndChanged(Visitor visitor, Browsing browsing) {
		Visit visit = browsing.visit("calendar", visitor);
		Console console = Console.signedIn(visit, "/console", this.key);
		visit.see("list");
		console.follow("New calendar");
		if (visitor.scripts()) {
			visit.page().locator("#preview").getByText("In " + Browsing.ZONE).waitFor();
		}
		fillWeek(visitor, visit, console);
		visit.see("new");
		String name = "Hour of " + UUID.randomUUID();
		console.field("Duration").fill("0");
		console.field("monday, hours 1, to").fill("");
		console.field("Buffer between appointments").fill("721");
		console.press("Create calendar");
		visit.expectAnswer(422);
		console.says("Nothing was saved yet", "Enter a name.", "The duration must be", "The buffer must be",
				"Monday: Enter an end time.");
		assertThat(console.field("Duration").getAttribute("aria-invalid")).isEqualTo("true");
		assertThat(visit.page().evaluate("document.activeElement.className")).isEqualTo("alert");
		visit.see("new-again");
		console.field("Name").first().fill(name);
		console.field("Buffer between appointments").fill("0");
		console.field("Duration").fill("60");
		console.field("monday, hours 1, to").fill("18:00");
		if (visitor.scripts()) {
			console.field("Duration").blur();
		}
		else {
			console.press("Show preview");
		}
		visit.page().locator("#preview h3").first().waitFor();
		assertThat(console.field("saturday, hours 1, to").inputValue()).isEqualTo("18:00");
		visit.see("preview");
		console.press("Create calendar");
		console.says(name, "The calendar was created");
		visit.see("share");
		if (visitor.scripts()) {
			visit.page().goBack();
			console.button("Create calendar").waitFor();
			visit.page().goForward();
		}
		console.follow("Edit");
		console.field("monday, hours 1, from").waitFor();
		console.field("Location").fill("Room 7");
		console.press("Save");
		console.says("The changes were saved");
		assertThat(console.field("Location").inputValue()).isEqualTo("Room 7");
		visit.see("edit");
		console.press("Switch off");
		console.says("nobody can book");
		console.follow("Remove…");
		visit.see("remove");
		console.press("Remove the calendar");
		console.isSilentAbout(name);
	}

	/** Switches a day on, copies the hours of another to it, and adds a holiday. */
	private static void fillWeek(Visitor visitor, Visit visit, Console console) {
		console.field("monday, hours 1, to").fill("18:00");
		visit.page().getByLabel("Saturday", new Page.GetByLabelOptions().setExact(true)).check();
		act(visitor, visit, visit.page().locator("#copy-monday"));
		PlaywrightAssertions.assertThat(console.field("saturday, hours 1, to")).hasValue("18:00");
		act(visitor, visit, console.button("Add dates"));
		console.field("Date 1").first().fill("2031-12-24");
		console.field("Date 1, last day").fill("2031-12-31");
	}

	/**
	 * Presses a button by which a part of the page changes, or without scripts the page.
	 */
	private static void act(Visitor visitor, Visit visit, Locator button) {
		if (visitor.scripts()) {
			button.click();
		}
		else {
			visit.page().waitForNavigation(button::click);
		}
	}

	@ParameterizedTest
	@EnumSource
	void firstLinkIsThereInAMinute(Visitor visitor, Browsing browsing) {
		Visit visit = browsing.visit("first", visitor);
		Console console = Console.signedIn(visit, "/console", this.owners.add("Demo Owner"));
		visit.see("setup");
		console.press("Create my first link");
		visit.expectAnswer(422);
		console.says("Enter a name.");
		visit.see("setup-again");
		console.field("Your name").fill("Ada Lovelace");
		console.press("Create my first link");
		console.says("Here is its first link.");
		String first = console.sharedPath();
		visit.see("link");
		visit.page().reload();
		assertThat(console.sharedPath()).isEqualTo(first);
		if (visitor.scripts()) {
			visit.page().goBack();
			console.button("New one-time link").waitFor();
		}
		visit.open("/console");
		if (visitor.scripts()) {
			console.button("New one-time link").click();
			visit.page().getByText("Copied. Good for one booking.").first().waitFor();
			String second = visit.page().locator("[data-fresh]").inputValue();
			assertThat(visit.page().evaluate("navigator.clipboard.readText()")).isEqualTo(second);
			visit.see("card");
			console.button("Undo").click();
			visit.page().locator("main").getByText("The link was revoked.").waitFor();
			visit.see("undone");
		}
		else {
			console.press("New one-time link");
			assertThat(console.sharedPath()).startsWith("/l/").isNotEqualTo(first);
			console.press("Undo");
			console.says("The link was revoked.");
		}
		browsing.visit("first", visitor).open(first);
	}

	@ParameterizedTest
	@EnumSource
	void eachWayToShareGivesWhatToCopy(Visitor visitor, Browsing browsing) {
		Visit visit = browsing.visit("share", visitor);
		Console console = Console.signedIn(visit, this.address + "/share", this.key);
		for (String way : List.of("Scheduling Link", "Permanent Link", "One Time Link", "Embed Code")) {
			console.follow(way);
			if (way.equals("One Time Link")) {
				console.press("Generate New Link");
			}
			visit.see(way.toLowerCase().replace(' ', '-'));
			if (visitor.scripts()) {
				assertThat(console.copied()).isEqualTo(visit.page().locator("#code").inputValue());
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void newLinkReplacesTheOneBefore(Visitor visitor, Browsing browsing) {
		Visit visit = browsing.visit("replace", visitor);
		Console console = Console.signedIn(visit, this.address + "/share", this.key);
		console.follow("One Time Link");
		console.press("Generate New Link");
		String first = console.sharedPath();
		visit.page().getByText("Recipient and expiry").click();
		console.field("Name").fill("Ada Lovelace");
		console.field("Revoke the previous link").check();
		console.press("Generate New Link");
		String second = console.sharedPath();
		assertThat(second).isNotEqualTo(first);
		visit.see("once-more");
		Visit invitee = browsing.visit("replace", visitor);
		invitee.open(first, 410);
		invitee.open(second);
		new BookingScreen(invitee).fill(0, "Ada Lovelace", "ada@example.com").submit();
		ConfirmationScreen.shown(invitee);
		console.follow("Links");
		console.says("Booked", "Revoked", "Ada Lovelace");
		visit.see("links");
	}

	@ParameterizedTest
	@EnumSource
	void linksAreFoundAndRevoked(Visitor visitor, Browsing browsing) {
		Visit visit = browsing.visit("links", visitor);
		for (int n = 0; n < 3; n++) {
			this.owners.link(this.calendar);
		}
		Console console = Console.signedIn(visit, this.address + "/links", this.key);
		visit.see("all");
		assertThat(visit.page().locator("tbody tr").first().evaluate("row => getComputedStyle(row).display"))
			.as("a row is a table's at a desk, and a card on a phone")
			.isEqualTo((visitor.width() > 960) ? "table-row" : "block");
		visit.page().getByRole(AriaRole.CHECKBOX).first().check();
		console.press("Revoke selected");
		console.says("Revoked", "1 link was revoked.");
		visit.see("revoked");
		console.follow("Active");
		assertThat(visit.page().locator("tbody tr").count()).isEqualTo(2);
		console.field("Name, email or reference").fill("Nobody");
		console.press("Search");
		console.says("No such links");
		visit.see("none");
	}

	@ParameterizedTest
	@EnumSource
	void requestIsGrantedWithOneClick(Visitor visitor, Browsing browsing) {
		String link = "/l/" + this.owners.link(this.calendar).token().value();
		Visit invitee = browsing.visit("requests", visitor);
		invitee.open(link);
		new BookingScreen(invitee).fill(0, "Ada Lovelace", "ada@example.com").submit();
		ConfirmationScreen.shown(invitee);
		Visit bob = browsing.visit("requests", visitor);
		bob.open(link, 410);
		bob.page().waitForNavigation(bob.page().getByText("Ask for a new link")::click);
		bob.page().getByLabel("Name").fill("Bob");
		bob.page().getByLabel("Email").fill("bob@example.com");
		bob.page().waitForNavigation(bob.page().getByText("Send request")::click);
		Visit visit = browsing.visit("requests", visitor);
		Console console = Console.signedIn(visit, this.address + "/requests", this.key);
		console.says("Bob", "bob@example.com");
		visit.see("open");
		console.press("Grant");
		console.says("Bob can book now", "Tell them by email");
		visit.see("granted");
		bob.open(link);
		new BookingScreen(bob).fill(0, "Bob", "bob@example.com").submit();
		ConfirmationScreen.shown(bob);
		console.follow("Answered");
		console.says("Granted");
		visit.see("answered");
	}

	@ParameterizedTest
	@EnumSource
	void campaignIsMadeOfAFile(Visitor visitor, Browsing browsing) {
		Visit visit = browsing.visit("campaign", visitor);
		Console console = Console.signedIn(visit, this.address + "/campaigns", this.key);
		visit.see("none");
		console.field("Name").fill("Spring mailing");
		console.field("File (CSV)").setInputFiles(csv("name,email\nAda,ada@example.com\nBob,bob at example\n"));
		console.press("Create links");
		visit.expectAnswer(422);
		console.says("No links were created yet", "3");
		visit.see("mistakes");
		console.field("File (CSV)").setInputFiles(csv("name,email\nAda,ada@example.com\nBob,bob@example.com\n"));
		List<String> lines = download(visit, console);
		assertThat(lines).hasSize(3);
		assertThat(lines.get(1)).contains("ada@example.com", "/l/");
		expectProgress(visitor, visit);
		visit.open(this.address + "/campaigns");
		console.says("Spring mailing", "2 links");
		visit.see("list");
		console.follow("Spring mailing");
		console.says("Opened by people");
		visit.see("one");
		console.follow("Revoke unused links…");
		visit.see("revoke");
		console.press("Revoke the links");
		console.says("2 revoked");
		visit.see("revoked");
	}

	@ParameterizedTest
	@EnumSource
	void campaignIsMadeOfANumber(Visitor visitor, Browsing browsing) {
		Visit visit = browsing.visit("number", visitor);
		Console console = Console.signedIn(visit, this.address + "/campaigns", this.key);
		console.field("Name").fill("Letters");
		console.field("Or number of links").fill("250");
		assertThat(download(visit, console)).hasSize(251);
		expectProgress(visitor, visit);
	}

	private static void expectProgress(Visitor visitor, Visit visit) {
		if (visitor.scripts()) {
			visit.page().locator("#progress").getByText("The links were created").waitFor();
			visit.page().locator("#campaigns").getByText("links, created on").first().waitFor();
			visit.see("made");
		}
	}

	private static FilePayload csv(String text) {
		return new FilePayload("contacts.csv", "text/csv", text.getBytes(StandardCharsets.UTF_8));
	}

	private static List<String> download(Visit visit, Console console) {
		return lines(visit.page().waitForDownload(console.button("Create links")::click));
	}

	private static List<String> lines(Download download) {
		Path path = download.path();
		try {
			return Files.readAllLines(path);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@ParameterizedTest
	@EnumSource
	void bookingIsCancelledWithAWord(Visitor visitor, Browsing browsing) {
		Visit invitee = browsing.visit("bookings", visitor);
		invitee.open("/s/" + this.calendar.slug());
		new BookingScreen(invitee).fill(3, "Ada Lovelace", "ada@example.com").submit();
		ConfirmationScreen.shown(invitee);
		Visit visit = browsing.visit("bookings", visitor);
		Console console = Console.signedIn(visit, this.address + "/bookings", this.key);
		console.says("Ada Lovelace", "A note");
		visit.see("upcoming");
		assertThat(lines(visit.page().waitForDownload(console.button("Download")::click))).hasSize(2);
		visit.page().waitForNavigation(visit.page().getByText("Cancel…")::click);
		console.field("Message to Ada Lovelace").fill("I am ill");
		visit.see("cancel");
		console.press("Cancel the booking");
		console.says("Ada Lovelace", "I am ill", "Write an email");
		visit.see("cancelled");
		invitee.page().reload();
		assertThat(invitee.page().locator("main").innerText()).contains("I am ill");
		visit.open("/console/bookings");
		visit.see("all");
		console.follow("Earlier");
		visit.see("earlier");
	}

	@ParameterizedTest
	@EnumSource
	void nameAndKeyAreChanged(Visitor visitor, Browsing browsing) {
		Visit visit = browsing.visit("settings", visitor);
		Console console = Console.signedIn(visit, "/console", this.key);
		console.follow("Settings");
		visit.see("settings");
		console.field("Your name").fill("");
		console.field("Email").fill("office");
		console.press("Save");
		visit.expectAnswer(422);
		console.says("Nothing was saved yet", "Enter a name.");
		visit.see("settings-again");
		console.field("Your name").fill("Ada Lovelace");
		console.field("Email").fill("office@example.com");
		console.press("Save");
		console.says("The changes were saved");
		assertThat(console.field("Your name").inputValue()).isEqualTo("Ada Lovelace");
		console.follow("Replace the API key…");
		console.field("after an hour").check();
		visit.see("replace");
		console.press("Make a new key");
		visit.expectAnswer(200);
		console.says("shown once", "works for another hour");
		String fresh = console.code().inputValue();
		assertThat(fresh).startsWith("og_").isNotEqualTo(this.key);
		if (visitor.scripts()) {
			assertThat(console.copied()).isEqualTo(fresh);
		}
		visit.see("new");
		visit.page().reload();
		console.says("not shown again");
		visit.see("new-again");
		console.press("Sign out");
		Console.signedIn(visit, "/console/settings", fresh);
	}

	@ParameterizedTest
	@EnumSource
	void addressToSubscribeToIsReplaced(Visitor visitor, Browsing browsing) {
		Visit visit = browsing.visit("feed", visitor);
		Console console = Console.signedIn(visit, this.address + "/bookings", this.key);
		String leaked = console.field("Address").inputValue();
		console.follow("New address…");
		visit.see("renew");
		console.press("Make a new address");
		assertThat(console.field("Address").inputValue()).isNotEqualTo(leaked);
		visit.open("/console/calendars/none/edit", 404);
		visit.see("nothing");
	}

	@ParameterizedTest
	@EnumSource(names = { "PHONE", "DESK" })
	void keyboardIsEnough(Visitor visitor, Browsing browsing) {
		Visit visit = browsing.visit("console-keyboard", visitor);
		Console console = new Console(visit);
		Keyboard keyboard = new Keyboard(visit);
		visit.open("/console/calendars/new");
		keyboard.typeAtOnce(console.field("API key"), this.key);
		visit.page().waitForNavigation(() -> visit.page().keyboard().press("Enter"));
		String name = "Keys " + UUID.randomUUID();
		keyboard.type(console.field("Name").first(), name);
		visit.page().waitForNavigation(() -> visit.page().keyboard().press("Enter"));
		visit.page().waitForNavigation(() -> keyboard.activate(console.link("One Time Link")));
		visit.page().waitForNavigation(() -> keyboard.activate(console.button("Generate New Link")));
		String link = visit.page().locator("#code").inputValue();
		keyboard.activate(visit.page().locator("main [data-copy]").first());
		visit.page().locator("main [data-copy]").first().getByText("Copied").waitFor();
		assertThat(visit.page().evaluate("navigator.clipboard.readText()")).isEqualTo(link);
		visit.page().waitForNavigation(() -> keyboard.activate(console.link("Links")));
		keyboard.check(visit.page().getByRole(AriaRole.CHECKBOX).first());
		visit.page().waitForNavigation(() -> keyboard.activate(console.button("Revoke selected")));
		console.says("Revoked");
	}

	@ParameterizedTest
	@EnumSource(names = { "PHONE", "DESK" })
	void darkIsReadableToo(Visitor visitor, Browsing browsing) {
		Visit visit = browsing.visit("console-dark", visitor, (options) -> options.setColorScheme(ColorScheme.DARK));
		this.owners.link(this.calendar);
		Console.signedIn(visit, "/console", this.key);
		visit.see("list");
		for (String part : List.of("share", "links", "requests", "campaigns", "bookings", "edit")) {
			visit.open(this.address + "/" + part);
			visit.see(part);
		}
		visit.open("/console/settings");
		visit.see("settings");
	}

}
