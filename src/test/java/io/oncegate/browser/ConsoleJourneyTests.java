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
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import io.oncegate.calendar.Calendar;
import io.oncegate.support.GatewayTest;
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

	private Calendar calendar;

	private String address;

	@BeforeEach
	void share() {
		this.calendar = this.owners.fromTomorrow(this.owners.calendar(ZoneId.of(Browsing.ZONE), 120, 1));
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
		console.field("API key").fill(GatewayTest.API_KEY);
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
		Console console = Console.signedIn(visit, "/console");
		visit.see("list");
		console.follow("New calendar");
		visit.see("new");
		String name = "Hour of " + UUID.randomUUID();
		console.field("Name").first().fill(name);
		console.field("Duration").fill("0");
		console.press("Add the calendar");
		visit.expectAnswer(422);
		console.says("Nothing was saved yet");
		assertThat(console.field("Duration").getAttribute("aria-invalid")).isEqualTo("true");
		assertThat(console.field("Name").first().inputValue()).isEqualTo(name);
		visit.see("new-again");
		console.field("Duration").fill("60");
		if (visitor.scripts()) {
			console.field("Duration").blur();
		}
		else {
			console.press("Show preview");
		}
		visit.page().locator("#preview h3").first().waitFor();
		visit.see("preview");
		console.press("Add the calendar");
		console.says(name, "The calendar was added");
		visit.see("share");
		console.follow("Edit");
		console.field("monday, hours 1, from").waitFor();
		console.field("Place").fill("Room 7");
		console.press("Save");
		console.says("The changes were saved");
		assertThat(console.field("Place").inputValue()).isEqualTo("Room 7");
		visit.see("edit");
		console.press("Switch off");
		console.says("nobody can book");
		console.follow("Remove…");
		visit.see("remove");
		console.press("Remove the calendar");
		console.isSilentAbout(name);
	}

	@ParameterizedTest
	@EnumSource
	void eachWayToShareGivesWhatToCopy(Visitor visitor, Browsing browsing) {
		Visit visit = browsing.visit("share", visitor);
		Console console = Console.signedIn(visit, this.address + "/share");
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
		Console console = Console.signedIn(visit, this.address + "/share");
		console.follow("One Time Link");
		console.press("Generate New Link");
		String first = console.sharedPath();
		visit.page().getByText("Recipient and expiry").click();
		console.field("Name").fill("Ada Lovelace");
		console.field("Withdraw the one before it").check();
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
		console.says("redeemed", "revoked", "Ada Lovelace");
		visit.see("links");
	}

	@ParameterizedTest
	@EnumSource
	void linksAreFoundAndWithdrawn(Visitor visitor, Browsing browsing) {
		Visit visit = browsing.visit("links", visitor);
		for (int n = 0; n < 3; n++) {
			this.owners.link(this.calendar);
		}
		Console console = Console.signedIn(visit, this.address + "/links");
		visit.see("all");
		visit.page().getByRole(AriaRole.CHECKBOX).first().check();
		console.press("Withdraw selected");
		console.says("revoked", "withdrawn");
		visit.see("withdrawn");
		console.follow("Active");
		assertThat(visit.page().locator("tbody tr").count()).isEqualTo(2);
		console.field("Name, e-mail or reference").fill("Nobody");
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
		Console console = Console.signedIn(visit, this.address + "/requests");
		console.says("Bob", "bob@example.com");
		visit.see("open");
		console.press("Grant");
		console.says("Bob can book now", "Tell them by e-mail");
		visit.see("granted");
		bob.open(link);
		new BookingScreen(bob).fill(0, "Bob", "bob@example.com").submit();
		ConfirmationScreen.shown(bob);
		console.follow("Answered");
		console.says("granted");
		visit.see("answered");
	}

	@ParameterizedTest
	@EnumSource
	void campaignIsMadeOfAFile(Visitor visitor, Browsing browsing) {
		Visit visit = browsing.visit("campaign", visitor);
		Console console = Console.signedIn(visit, this.address + "/campaigns");
		visit.see("none");
		console.field("Name").fill("Spring mailing");
		console.field("File (CSV)").setInputFiles(csv("name,email\nAda,ada@example.com\nBob,bob at example\n"));
		console.press("Make the links");
		visit.expectAnswer(422);
		console.says("No links were made yet", "3");
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
		console.follow("Withdraw what is not used…");
		visit.see("withdraw");
		console.press("Withdraw the links");
		console.says("2 withdrawn");
		visit.see("withdrawn");
	}

	@ParameterizedTest
	@EnumSource
	void campaignIsMadeOfANumber(Visitor visitor, Browsing browsing) {
		Visit visit = browsing.visit("number", visitor);
		Console console = Console.signedIn(visit, this.address + "/campaigns");
		console.field("Name").fill("Letters");
		console.field("Or number of links").fill("250");
		assertThat(download(visit, console)).hasSize(251);
		expectProgress(visitor, visit);
	}

	private static void expectProgress(Visitor visitor, Visit visit) {
		if (visitor.scripts()) {
			visit.page().locator("#progress").getByText("The links are made").waitFor();
			visit.see("made");
		}
	}

	private static FilePayload csv(String text) {
		return new FilePayload("contacts.csv", "text/csv", text.getBytes(StandardCharsets.UTF_8));
	}

	private static List<String> download(Visit visit, Console console) {
		return lines(visit.page().waitForDownload(console.button("Make the links")::click));
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
		Console console = Console.signedIn(visit, this.address + "/bookings");
		console.says("Ada Lovelace", "A note");
		visit.see("upcoming");
		assertThat(lines(visit.page().waitForDownload(console.button("Download")::click))).hasSize(2);
		visit.page().waitForNavigation(visit.page().getByText("Cancel…")::click);
		console.field("A word to the invitee").fill("I am ill");
		visit.see("cancel");
		console.press("Cancel the booking");
		console.says("Ada Lovelace", "I am ill", "Write a mail");
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
		String key = this.owners.add("Demo Owner");
		Console console = Console.signedIn(visit, "/console", key);
		console.says("Invitees see you as “Demo Owner”");
		visit.see("default");
		console.follow("Enter your name");
		visit.see("settings");
		console.field("Your name").fill("");
		console.field("E-mail").fill("office");
		console.press("Save");
		visit.expectAnswer(422);
		console.says("Nothing was saved yet", "The name is missing");
		visit.see("settings-again");
		console.field("Your name").fill("Ada Lovelace");
		console.field("E-mail").fill("office@example.com");
		console.press("Save");
		console.says("The changes were saved");
		assertThat(console.field("Your name").inputValue()).isEqualTo("Ada Lovelace");
		console.follow("Replace the API key…");
		console.field("after an hour").check();
		visit.see("replace");
		console.press("Make a new key");
		visit.expectAnswer(200);
		console.says("shown only now", "works for another hour");
		String fresh = console.code().inputValue();
		assertThat(fresh).startsWith("og_").isNotEqualTo(key);
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
		Console console = Console.signedIn(visit, this.address + "/bookings");
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
		keyboard.typeAtOnce(console.field("API key"), GatewayTest.API_KEY);
		visit.page().waitForNavigation(() -> visit.page().keyboard().press("Enter"));
		String name = "Keys " + UUID.randomUUID();
		keyboard.type(console.field("Name").first(), name);
		visit.page().waitForNavigation(() -> visit.page().keyboard().press("Enter"));
		visit.page().waitForNavigation(() -> keyboard.activate(console.link("One Time Link")));
		visit.page().waitForNavigation(() -> keyboard.activate(console.button("Generate New Link")));
		String link = visit.page().locator("#code").inputValue();
		keyboard.activate(visit.page().locator("main [data-copy]"));
		visit.page().locator("main [data-copy]").getByText("Copied").waitFor();
		assertThat(visit.page().evaluate("navigator.clipboard.readText()")).isEqualTo(link);
		visit.page().waitForNavigation(() -> keyboard.activate(console.link("Links")));
		keyboard.check(visit.page().getByRole(AriaRole.CHECKBOX).first());
		visit.page().waitForNavigation(() -> keyboard.activate(console.button("Withdraw selected")));
		console.says("revoked");
	}

	@ParameterizedTest
	@EnumSource(names = { "PHONE", "DESK" })
	void darkIsReadableToo(Visitor visitor, Browsing browsing) {
		Visit visit = browsing.visit("console-dark", visitor, (options) -> options.setColorScheme(ColorScheme.DARK));
		this.owners.link(this.calendar);
		Console.signedIn(visit, "/console");
		visit.see("list");
		for (String part : List.of("share", "links", "requests", "campaigns", "bookings", "edit")) {
			visit.open(this.address + "/" + part);
			visit.see(part);
		}
		visit.open("/console/settings");
		visit.see("settings");
	}

}
