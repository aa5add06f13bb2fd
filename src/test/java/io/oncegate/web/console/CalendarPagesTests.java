package io.oncegate.web.console;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.Calendars;
import io.oncegate.calendar.Contact;
import io.oncegate.calendar.Hours;
import io.oncegate.calendar.OpenLinks;
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
import org.springframework.http.HttpHeaders;
import org.springframework.r2dbc.core.DatabaseClient;

import static java.time.DayOfWeek.MONDAY;
import static java.time.DayOfWeek.SUNDAY;
import static org.assertj.core.api.Assertions.assertThat;

/** An owner makes and changes calendars in the console. */
@GatewayTest
class CalendarPagesTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final Pattern MORE = Pattern.compile("href=\"(/console\\?cursor=[^\"]+)\"");

	@Autowired
	private Owners owners;

	@Autowired
	private Calendars calendars;

	@Autowired
	private DatabaseClient database;

	private Client invitee;

	private Browser browser;

	private final String slug = "call-" + UUID.randomUUID();

	@BeforeEach
	void open(@Value("${local.server.port}") int port, @Autowired PublicUrl publicUrl) {
		this.invitee = Client.of(port, publicUrl);
		this.browser = new Browser(this.invitee).signedIn();
	}

	@Test
	void addsACalendar() {
		this.browser.get("/console/calendars/new").isPage(200);
		Answer added = send("/console/calendars/new",
				form()
					.with(Map.of("location", "Room 1", "contact.name", "Grace", "contact.email", "grace@example.com",
							"embedOrigins", "https://www.example.com\r\n\r\nhttps://b.example.com", "keepsLinks",
							"true", "openLinks.scheduling", "true"))
					.hours("monday", List.of("09:00-12:00", "13:00-00:00", "-"))
					.hours("sunday", List.of("-")));
		assertThat(this.browser.get(added.is(303).header(HttpHeaders.LOCATION)).isPage(200).body())
			.contains("The calendar was created.");
		assertThat(list()).contains(">Call<", "/s/" + this.slug);
		Calendar calendar = calendar();
		assertThat(calendar.schedule().zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
		assertThat(calendar.schedule().duration()).isEqualTo(Duration.ofMinutes(45));
		assertThat(calendar.schedule().buffer()).isEqualTo(Duration.ofMinutes(15));
		assertThat(calendar.seatsPerSlot()).isEqualTo(3);
		assertThat(calendar.minimumNotice()).isEqualTo(Duration.ofHours(2));
		assertThat(calendar.horizonDays()).isEqualTo(30);
		assertThat(calendar.contact()).isEqualTo(new Contact("Grace", "grace@example.com", null, null));
		assertThat(calendar.terms().location()).isEqualTo("Room 1");
		assertThat(calendar.terms().open()).isTrue();
		assertThat(calendar.terms().keepsLinks()).isTrue();
		assertThat(calendar.terms().embedOrigins()).containsExactly("https://www.example.com", "https://b.example.com");
		assertThat(calendar.schedule().weeklyHours().get(MONDAY)).containsExactly(hours(9, 12), hours(13, 0));
		assertThat(calendar.schedule().weeklyHours().getOrDefault(SUNDAY, List.of())).isEmpty();
		this.invitee.get("/s/" + this.slug).isPage(200);
	}

	@Test
	void aNewCalendarIsOpenToNobodyUnlessItIsSaid() {
		assertThat(this.browser.get("/console/calendars/new").isPage(200).body()).contains(
				"name=\"openLinks.scheduling\" value=\"true\">", "so it can be guessed",
				"name=\"openLinks.permanent\" value=\"true\">");
		send("/console/calendars/new", form()).is(303);
		assertThat(calendar().terms().openLinks()).isEqualTo(OpenLinks.NONE);
		assertThat(list()).contains("One-time links only").doesNotContain("/s/" + this.slug);
	}

	@Test
	void anEmptyEndOfTheLinkIsMadeOfTheName() {
		String name = "Grüße & Küsse " + this.slug;
		send("/console/calendars/new", form().with("name", name).with("slug", "")).is(303);
		assertThat(find("grusse-kusse-" + this.slug)).isPresent();
	}

	@Test
	void aLinkNameIsTidied() {
		send("/console/calendars/new", form().with("slug", " Intro Call! " + this.slug)).is(303);
		assertThat(find("intro-call-" + this.slug)).isPresent();
	}

	@Test
	void aCalendarWithoutHoursIsNotCalledReady() {
		Answer added = send("/console/calendars/new", form()).is(303);
		assertThat(this.browser.get(added.header(HttpHeaders.LOCATION)).isPage(200).body())
			.contains("nobody can book yet: it has no hours", "id=\"weeklyHours\"");
		send(address(calendar(), "edit"), form().hours("monday", List.of("09:00-10:00"))).is(303);
		assertThat(send(address(calendar(), "edit"), form()).is(303).header(HttpHeaders.LOCATION))
			.contains("notice=calendar-without-hours");
	}

	@Test
	void allMistakesAreSaidAtOnce() {
		String taken = this.owners.calendar(30, 1).slug();
		Answer answer = send("/console/calendars/new",
				form().with("name", "")
					.with("slug", taken)
					.with("timeZone", "Nowhere/Land")
					.with("durationMinutes", "half an hour")
					.with("bufferMinutes", "721")
					.with("contact.email", "nobody")
					.with("open", "friday")
					.with("friday.from", "09:00")
					.with("friday.to", "")
					.hours("monday", List.of("09:00-12:00", "11:00-13:00"))
					.with("date.0", "")
					.hours("date.0", List.of("10:00-11:00"))
					.with("date.1", "2027-02-30")
					.with("date.2", "2027-03-05")
					.with("date.2.until", "2027-03-01"))
			.isPage(422);
		assertThat(answer.body()).contains("href=\"#name\"", "href=\"#slug\"", "href=\"#timeZone\"",
				"href=\"#durationMinutes\"", "href=\"#bufferMinutes\"", "href=\"#contact.email\"",
				"Friday: Enter an end time.", "overlap at 11:00", "Enter a date.",
				"This date must be a date like 2026-12-24.", "This date must not be before the first date.");
	}

	@Test
	void aDayThatIsSwitchedOffHasNoHours() {
		send("/console/calendars/new",
				form().hours("monday", List.of("09:00-12:00"))
					.with("tuesday.from", "09:00")
					.with("tuesday.to", "12:00"))
			.is(303);
		assertThat(calendar().schedule().weeklyHours()).containsOnlyKeys(MONDAY);
		assertThat(this.browser.get(address(calendar(), "edit")).body()).containsPattern("value=\"monday\" checked>")
			.containsPattern("value=\"tuesday\">");
	}

	@Test
	void hoursAreCopiedToTheOtherDaysThatAreOpen() {
		Form form = form().hours("monday", List.of("08:00-12:00", "13:00-16:00"))
			.hours("friday", List.of("09:00-17:00"))
			.with("action", "copy-monday");
		String page = send("/console/calendars/new", form).isPage(200).body();
		assertThat(page).contains("name=\"friday.from\" value=\"08:00\"", "name=\"friday.to\" value=\"16:00\"")
			.doesNotContain("name=\"sunday.from\" value=\"08:00\"");
	}

	@Test
	void aHolidayIsARangeOfDates() {
		Calendar calendar = this.owners.calendar(60, 1);
		LocalDate first = LocalDate.of(2030, 12, 24);
		send(address(calendar, "edit"),
				form().with("slug", "")
					.with("date.0", first.toString())
					.with("date.0.until", first.plusDays(8).toString())
					.with("date.1", first.plusDays(9).toString())
					.hours("date.1", List.of("10:00-11:00")))
			.is(303);
		assertThat(find(calendar).schedule().dateOverrides()).hasSize(10)
			.containsEntry(first.plusDays(8), List.of())
			.containsEntry(first.plusDays(9), List.of(hours(10, 11)));
		assertThat(this.browser.get(address(calendar, "edit")).body())
			.contains("name=\"date.0\" value=\"2030-12-24\"", "name=\"date.0.until\" value=\"2031-01-01\"",
					"name=\"date.1\" value=\"2031-01-02\"", "name=\"date.1.until\" value=\"\"")
			.doesNotContain("name=\"date.2\"");
	}

	@Test
	void aCalendarIsDuplicated() {
		Calendar calendar = this.owners.calendar(60, 7);
		assertThat(this.browser.get("/console/calendars/new?from=" + calendar.id()).isPage(200).body())
			.contains("value=\"Copy of Test calendar\"", "name=\"slug\" type=\"text\" value=\"\"",
					"name=\"seatsPerSlot\" type=\"number\" value=\"7\"", "action=\"/console/calendars/new\"")
			.doesNotContain("data-guess");
		this.browser.get("/console/calendars/new?from=" + UUID.randomUUID()).isPage(404);
	}

	@Test
	void timesStartAsOftenAsTheOwnerWants() {
		send("/console/calendars/new", form().with("startEveryMinutes", "30").hours("monday", List.of("09:00-17:00")))
			.is(303);
		assertThat(calendar().schedule().startEvery()).isEqualTo(Duration.ofMinutes(30));
		send(address(calendar(), "edit"), form().with("startEveryMinutes", "").hours("monday", List.of("09:00-17:00")))
			.is(303);
		assertThat(calendar().schedule().startEvery()).isNull();
	}

	@Test
	void changesACalendarAndLeavesTheRest() {
		Calendar before = this.owners.calendar(30, 2);
		Answer page = this.browser.get(address(before, "edit")).isPage(200);
		assertThat(page.body()).contains("value=\"Test calendar\"", "value=\"Grace Hopper\"",
				"type=\"time\" name=\"monday.to\" value=\"00:00\"", "value=\"" + before.slug() + "\"");
		Answer saved = send(address(before, "edit"), form().with("slug", "").hours("monday", List.of("09:00-17:00")));
		assertThat(this.browser.get(saved.is(303).header(HttpHeaders.LOCATION)).body())
			.contains("The changes were saved.", "value=\"Call\"");
		Calendar after = find(before);
		assertThat(after.slug()).isEqualTo(before.slug());
		assertThat(after.name()).isEqualTo("Call");
		assertThat(after.contact()).isEqualTo(Contact.NONE);
		assertThat(after.schedule().weeklyHours()).containsOnlyKeys(MONDAY);
		assertThat(after.createdAt()).isEqualTo(before.createdAt());
		assertThat(after.version()).isGreaterThan(before.version());
	}

	@Test
	void whatWasDoneIsNotSaidAgainOfWhatFails() {
		Calendar calendar = this.owners.calendar(30, 2);
		String saved = address(calendar, "edit") + "?notice=calendar-saved";
		assertThat(this.browser.get(saved).isPage(200).body()).contains("The changes were saved.",
				"method=\"post\" action=\"" + address(calendar, "edit") + "\"");
		assertThat(send(saved, form().with("name", "")).isPage(422).body()).contains("Enter a name.")
			.doesNotContain("The changes were saved.");
		assertThat(send(saved, form().with("action", "preview")).isPage(200).body())
			.doesNotContain("The changes were saved.");
	}

	@Test
	void savingWhatThePageShowsChangesNothing() {
		Calendar before = this.owners.calendar(30, 2);
		turn(before, false);
		Calendar off = find(before);
		Form form = new Form().with("_csrf", this.browser.token())
			.with(Map.of("name", before.name(), "slug", before.slug(), "timeZone", "Z", "durationMinutes", "30",
					"bufferMinutes", "0", "seatsPerSlot", "2", "minimumNoticeMinutes", "0", "horizonDays", "60"))
			.with(Map.of("contact.name", "Grace Hopper", "contact.email", "grace@example.com", "contact.phone",
					"+1 555 0100", "contact.url", "https://example.com/help", "keepsLinks", "false",
					"openLinks.scheduling", "true", "openLinks.permanent", "true"));
		CalendarForm.DAYS.forEach((day) -> form.hours(day, List.of("00:00-00:00", "-", "-", "-")));
		this.browser.submit(address(before, "edit"), form).is(303);
		assertThat(find(before)).isEqualTo(off);
	}

	@Test
	void datesHaveHoursOfTheirOwn() {
		Calendar calendar = this.owners.calendar(60, 1);
		LocalDate closed = LocalDate.now(ZoneOffset.UTC).plusDays(3);
		send(address(calendar, "edit"),
				form().with("slug", "")
					.with("date.0", closed.toString())
					.hours("date.0", List.of("-", "-"))
					.with("date.1", "")
					.hours("date.1", List.of("-"))
					.with("date.2", closed.plusDays(1).toString())
					.hours("date.2", List.of("10:00-11:00", "12:00-13:00")))
			.is(303);
		assertThat(find(calendar).schedule().dateOverrides())
			.isEqualTo(Map.of(closed, List.of(), closed.plusDays(1), List.of(hours(10, 11), hours(12, 13))));
		assertThat(this.browser.get(address(calendar, "edit")).body())
			.contains("name=\"date.1\" value=\"" + closed.plusDays(1), "name=\"date.1.from\" value=\"12:00\"");
	}

	@Test
	void datesAreAddedAndRemovedWithoutAScriptAndWithoutSaving() {
		Calendar calendar = this.owners.calendar(60, 1);
		Form dates = form().with("date.0", "2027-01-01").with("date.1", "").with("date.2", "2027-01-03");
		String more = send(address(calendar, "edit"), dates.with("action", "add-date")).isPage(200).body();
		assertThat(more).contains("name=\"date.2\" value=\"2027-01-03\"", "name=\"date.3\" value=\"\"",
				"value=\"Call\"");
		Form again = form().with("date.0", "2027-01-01").with("date.1", "").with("date.2", "2027-01-03");
		String fewer = send(address(calendar, "edit"), again.with("action", "remove-date-2")).isPage(200).body();
		assertThat(fewer).contains("name=\"date.0\" value=\"2027-01-01\"", "name=\"date.1\" value=\"\"")
			.doesNotContain("2027-01-03");
		assertThat(find(calendar)).isEqualTo(calendar);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					name            | ' '             | Enter a name.                                       | href="#name"
					slug            | '!!!'           | lowercase letters, digits and single hyphens            | href="#slug"
					timeZone        | Nowhere/Land    | This is not a time zone                             | href="#timeZone"
					durationMinutes | ''              | Enter a duration.                                   | href="#durationMinutes"
					durationMinutes | half an hour    | This must be a whole number.                        | href="#durationMinutes"
					durationMinutes | 0               | This must be 1 or more.                             | href="#durationMinutes"
					startEveryMinutes | 0           | This must be 1 or more.                             | href="#startEveryMinutes"
					bufferMinutes   | 721             | This must be 720 (half a day) or less.              | href="#bufferMinutes"
					seatsPerSlot    | 99999999999     | This must be a whole number.                        | href="#seatsPerSlot"
					horizonDays     | 1.5             | This must be a whole number.                        | href="#horizonDays"
					contact.email   | nobody          | This is not an email address.                      | href="#contact.email"
					contact.url     | ftp://x         | begins with https://                                | href="#contact.url"
					embedOrigins    | www.example.com | This must be an origin like https://www.example.com | href="#embedOrigins"
					monday.from     | 18:00           | Opening hours must end after they begin             | href="#monday"
					date.0          | 2027-02-30      | This date must be a date like 2026-12-24.           | href="#date.0"
					""")
	void aMistakeIsSaidBesideItsFieldAndNothingIsLost(String field, String typed, String said, String link) {
		Form form = form().with("location", "Room & Board");
		if (field.equals("monday.from")) {
			form.with("open", "monday").with("monday.to", "17:00");
		}
		Answer answer = send("/console/calendars/new", form.with(field, typed)).isPage(422);
		assertThat(answer.body()).contains(said, link, "role=\"alert\" tabindex=\"-1\" autofocus",
				"<title>Problem: New calendar", "value=\"Room &amp; Board\"",
				"value=\"45\"".repeat(field.equals("durationMinutes") ? 0 : 1));
		if (!typed.isBlank() && !field.equals("embedOrigins")) {
			assertThat(answer.body()).contains("value=\"" + typed + "\"");
		}
		assertThat(find(this.slug)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "from", "to" })
	void hoursWithoutTheirOtherEndAreAMistakeOfTheirDay(String end) {
		Form form = form().hours("friday", List.of("09:00-12:00")).with("friday." + end, "15:00");
		assertThat(send("/console/calendars/new", form).isPage(422).body()).contains("<a href=\"#friday\">",
				"value=\"15:00\"", end.equals("from") ? "Friday: Enter an end time." : "Friday: Enter a start time.");
		assertThat(find(this.slug)).isEmpty();
	}

	@Test
	void hoursThatOverlapAreAMistakeOfTheirDay() {
		Answer answer = send("/console/calendars/new", form().hours("friday", List.of("09:00-12:00", "11:00-13:00")))
			.isPage(422);
		assertThat(answer.body()).contains("<a href=\"#friday\">", "id=\"friday-error\"",
				"The opening hours of Friday overlap at 11:00.");
		assertThat(send("/console/calendars/new",
				form().with("date.0", "2027-01-01").hours("date.0", List.of("09:00-12:00", "11:00-13:00")))
			.isPage(422)
			.body()).contains("href=\"#date.0\"", "The opening hours of 2027-01-01 overlap at 11:00.");
	}

	@Test
	void manyCalendarsAreListedPageByPage() {
		for (int n = 0; n < 51; n++) {
			this.owners.calendar(30, 1);
		}
		Calendar last = this.owners.calendar(30, 1);
		assertThat(this.browser.get("/console").body()).contains("More calendars").doesNotContain(last.slug());
		assertThat(list()).contains(last.slug());
		this.browser.get("/console?cursor=x").isPage(422);
	}

	@Test
	void aSlugThatIsTakenIsAMistakeOfItsField() {
		Calendar other = this.owners.calendar(30, 1);
		Answer answer = send("/console/calendars/new", form().with("slug", other.slug())).isPage(422);
		assertThat(answer.body()).contains("id=\"slug-error\"",
				"This belongs to another calendar; choose another one.");
		Calendar mine = this.owners.calendar(30, 1);
		assertThat(send(address(mine, "edit"), form().with("slug", other.slug())).isPage(422).body())
			.contains("id=\"slug-error\"");
		assertThat(find(mine)).isEqualTo(mine);
	}

	@Test
	void aCalendarIsSwitchedOffAndOn() {
		Calendar calendar = this.owners.calendar(30, 1);
		assertThat(turn(calendar, false)).contains("nobody can book");
		assertThat(list()).contains("Switch on");
		assertThat(find(calendar).terms().open()).isFalse();
		assertThat(find(calendar).name()).isEqualTo(calendar.name());
		assertThat(turn(calendar, true)).contains("people can book");
		assertThat(find(calendar).terms().open()).isTrue();
	}

	@Test
	void aCalendarIsRemovedAfterAQuestion() {
		Calendar calendar = this.owners.calendar(30, 1);
		assertThat(this.browser.get(address(calendar, "remove")).isPage(200).body()).contains("Remove this calendar?");
		assertThat(find(calendar).deleted()).isFalse();
		Answer removed = this.browser.submit(address(calendar, "remove"), Map.of()).is(303);
		assertThat(this.browser.get(removed.header(HttpHeaders.LOCATION)).body()).contains("The calendar was removed.")
			.doesNotContain(calendar.slug());
		assertThat(find(calendar).deleted()).isTrue();
		this.browser.get(address(calendar, "edit")).isPage(404);
	}

	@Test
	void thePreviewShowsTheTimesOfTheFormAsItStands() {
		String morning = preview(form().hours("monday", List.of("09:00-10:30"))
			.hours("tuesday", List.of("09:00-10:30"))
			.hours("wednesday", List.of("09:00-10:30"))
			.with("minimumNoticeMinutes", "0"));
		assertThat(morning).contains("<li>09:00</li>").doesNotContain("<li>10:30</li>", "booked are left out", "<html");
		assertThat(preview(form())).contains("No free times in the next 7 days.");
		assertThat(preview(form().with("durationMinutes", ""))).contains("No times yet. Enter a duration.");
		// The name has nothing to do with times.
		assertThat(preview(form().with("name", ""))).contains("No free times");
		assertThat(send("/console/calendars/new", form().with("action", "preview")).isPage(200).body())
			.contains("No free times in the next 7 days.", "value=\"Call\"");
	}

	@Test
	void thePreviewOfACalendarLeavesOutWhatIsBooked() {
		Calendar calendar = this.owners.calendar(60, 1);
		this.invitee
			.post("/api/v1/public/calendars/" + calendar.publicId() + "/bookings",
					Client.booking(Owners.time(calendar, 15), "Ada"))
			.is(201);
		Form form = form().with("timeZone", "UTC")
			.with("durationMinutes", "60")
			.with("bufferMinutes", "0")
			.with("seatsPerSlot", "1")
			.with("id", calendar.id().toString());
		LocalDate day = LocalDate.now(ZoneOffset.UTC).plusDays(2);
		String name = day.getDayOfWeek().name().toLowerCase(Locale.ROOT);
		assertThat(preview(form.hours(name, List.of("14:00-17:00"))))
			.contains("Times that are booked are left out.", "<li>14:00</li>", "<li>16:00</li>")
			.doesNotContain("<li>15:00</li>");
	}

	@Test
	void thePreviewOfOtherTimesLeavesOutWhatOverlapsABooking() {
		Calendar calendar = this.owners.calendar(60, 1);
		this.invitee
			.post("/api/v1/public/calendars/" + calendar.publicId() + "/bookings",
					Client.booking(Owners.time(calendar, 15), "Ada"))
			.is(201);
		LocalDate day = LocalDate.now(ZoneOffset.UTC).plusDays(2);
		Form form = form().with("timeZone", "UTC")
			.with("durationMinutes", "30")
			.with("bufferMinutes", "10")
			.with("seatsPerSlot", "1")
			.with("id", calendar.id().toString())
			.hours(day.getDayOfWeek().name().toLowerCase(Locale.ROOT), List.of("14:00-17:20"));
		assertThat(preview(form)).contains("<li>14:00</li>", "<li>16:00</li>", "<li>16:40</li>")
			.doesNotContain("<li>14:40</li>", "<li>15:20</li>");
		assertThat(find(calendar)).isEqualTo(calendar);
	}

	@Test
	void aPreviewNeverGrowsLarge() {
		Form form = form().with("durationMinutes", "1").with("bufferMinutes", "0");
		CalendarForm.DAYS.forEach((day) -> form.hours(day, List.of("00:00-00:00")));
		String preview = preview(form);
		assertThat(preview).contains("and " + (ChronoUnit.DAYS.getDuration().toMinutes() - Preview.TIMES) + " more");
		assertThat(preview.length()).isLessThan(64 * 1024);
	}

	@Test
	void aNameIsTextWhateverItIs() {
		String name = "<script>alert(1)</script>\"><img src=x onerror=alert(1)>";
		send("/console/calendars/new", form().with("name", name)).is(303);
		Calendar calendar = calendar();
		assertThat(list()).contains("&lt;script&gt;alert(1)").doesNotContain("<script>alert", "<img src=x");
		for (String address : List.of(address(calendar, "edit"), address(calendar, "remove"))) {
			assertThat(this.browser.get(address).isPage(200).body()).contains("&lt;script&gt;alert(1)")
				.doesNotContain("<script>alert", "<img src=x");
		}
		assertThat(send("/console/calendars/new", form().with("slug", name).with("timeZone", name).with("date.0", name))
			.isPage(422)
			.body()).doesNotContain("<script>alert", "<img src=x");
	}

	@Test
	void nobodyTouchesTheCalendarOfAnotherOwner() {
		String address = "/console/calendars/" + UUID.randomUUID();
		this.browser.get(address + "/edit").isPage(404);
		this.browser.submit(address + "/edit", Map.of("name", "Call")).isPage(404);
		this.browser.submit(address + "/switch", Map.of("open", "false")).isPage(404);
		this.browser.submit(address + "/remove", Map.of()).isPage(404);
		send("/console/calendars/preview", form().with("id", UUID.randomUUID().toString())).isPage(404);
	}

	/** A form that is right; what is added to it comes before, and counts. */
	private Form form() {
		return new Form();
	}

	private Answer send(String address, Form form) {
		Form whole = form.usually("_csrf", this.browser.token())
			.usually("name", "Call")
			.usually("slug", this.slug)
			.usually("timeZone", "Europe/Berlin")
			.usually("durationMinutes", "45")
			.usually("bufferMinutes", "15")
			.usually("seatsPerSlot", "3")
			.usually("minimumNoticeMinutes", "120")
			.usually("horizonDays", "30");
		return this.browser.submit(address, whole);
	}

	private String preview(Form form) {
		return send("/console/calendars/preview", form).is(200).body();
	}

	private String turn(Calendar calendar, boolean open) {
		Answer turned = this.browser.submit(address(calendar, "switch"), Map.of("open", String.valueOf(open)));
		return this.browser.get(turned.is(303).header(HttpHeaders.LOCATION)).isPage(200).body();
	}

	/** All pages of the list. */
	private String list() {
		StringBuilder pages = new StringBuilder();
		Optional<String> next = Optional.of("/console");
		while (next.isPresent()) {
			String page = this.browser.get(next.get()).isPage(200).body();
			pages.append(page);
			Matcher more = MORE.matcher(page);
			next = more.find() ? Optional.of(more.group(1)) : Optional.empty();
		}
		return pages.toString();
	}

	private Calendar calendar() {
		return find(this.slug).orElseThrow();
	}

	private Optional<Calendar> find(String slug) {
		return this.database.sql("select id from calendar where slug = :slug and deleted_at is null")
			.bind("slug", slug)
			.mapValue(UUID.class)
			.one()
			.flatMap(this.calendars::find)
			.blockOptional(PATIENCE);
	}

	private Calendar find(Calendar calendar) {
		return this.calendars.find(calendar.id()).blockOptional(PATIENCE).orElseThrow();
	}

	private static String address(Calendar calendar, String part) {
		return "/console/calendars/" + calendar.id() + "/" + part;
	}

	private static Hours hours(int from, int to) {
		return new Hours(LocalTime.of(from, 0), LocalTime.of(to, 0));
	}

}
