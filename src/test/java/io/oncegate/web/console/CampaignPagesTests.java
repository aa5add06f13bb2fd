package io.oncegate.web.console;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.oncegate.calendar.Calendar;
import io.oncegate.support.Answer;
import io.oncegate.support.Client;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import io.oncegate.support.RawConnection;
import io.oncegate.web.http.PublicUrl;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;

import static org.assertj.core.api.Assertions.assertThat;

/** An owner makes campaigns in the console, and sees what becomes of them. */
@GatewayTest
class CampaignPagesTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final MediaType MULTIPART = MediaType.parseMediaType("multipart/form-data; boundary=cut");

	private static final Pattern LINK = Pattern.compile("http[^\\s,]+/l/[^\\s,]+");

	@Autowired
	private Owners owners;

	@Autowired
	private DatabaseClient database;

	private int port;

	private Client invitee;

	private Browser browser;

	private Calendar calendar;

	private String campaigns;

	@BeforeEach
	void open(@Value("${local.server.port}") int port, @Autowired PublicUrl publicUrl) {
		this.port = port;
		this.invitee = Client.of(port, publicUrl);
		this.browser = new Browser(this.invitee).signedIn();
		this.calendar = this.owners.calendar(30, 5);
		this.campaigns = "/console/calendars/" + this.calendar.id() + "/campaigns";
	}

	/** The gateway moves archived campaigns one after the other, also for other tests. */
	@AfterEach
	void leaveNothingToMove() {
		this.database.sql("""
				update /* the test asks */ campaign set archived = issued, recount_at = 'infinity'
				where calendar_id = :id and archived_at is not null""")
			.bind("id", this.calendar.id())
			.then()
			.block(PATIENCE);
	}

	@Test
	void aFileComesBackWithLinks() {
		UUID id = formId();
		Answer file = send(id, "Spring, “mailing”", "name,email,City\nAda,ada@example.com,London\nBob,,\n");
		assertThat(file.is(200).header(HttpHeaders.CONTENT_TYPE)).isEqualTo("text/csv;charset=UTF-8");
		assertThat(file.header(HttpHeaders.CONTENT_DISPOSITION)).startsWith("attachment;").contains("mailing");
		List<String> lines = file.body().lines().toList();
		assertThat(lines).hasSize(3).startsWith("name,email,City,url");
		assertThat(lines.get(1)).startsWith("Ada,ada@example.com,London,http");
		this.invitee.get(links(file).get(1)).isPage(200);
		assertThat(this.browser.get("/console/campaigns/" + id).isPage(200).body()).contains("Spring, “mailing”",
				"Complete", "2 links", "Booked");
		assertThat(this.browser.get("/console/campaigns/" + id + "/progress").is(200).body())
			.contains("The links were created: 2 links", "data-hx-select=\"#campaigns\"")
			.doesNotContain("load delay");
		assertThat(this.browser.get(this.campaigns).isPage(200).body()).contains("/console/campaigns/" + id);
		assertThat(this.browser.get("/console/campaigns").isPage(200).body()).contains("/console/campaigns/" + id);
	}

	@Test
	void thoseWhoHaveNotBookedAreAFile() {
		UUID id = formId();
		List<String> made = links(send(id, "x", "name,email\n=Ada,ada@example.com\nBob,bob@example.com\nCy,\n"));
		this.invitee
			.post("/api/v1/links/" + made.get(1).substring(made.get(1).lastIndexOf('/') + 1) + "/redemptions",
					Client.booking(Owners.time(this.calendar, 3), "Bob"))
			.is(201);
		assertThat(this.browser.get("/console/campaigns/" + id).isPage(200).body()).contains("/not-booked.csv");
		Answer file = this.browser.get("/console/campaigns/" + id + "/not-booked.csv").is(200);
		assertThat(file.header(HttpHeaders.CONTENT_DISPOSITION)).contains("not-booked.csv");
		assertThat(file.body().lines()).containsExactlyInAnyOrder("\uFEFFname,email,reference,status,opened",
				"'=Ada,ada@example.com,,Active,no", "Cy,,,Active,no");
	}

	@Test
	void aLargeFileIsReadTwiceAndLeavesNothingOnTheDisk() throws Exception {
		List<Path> before = files();
		Answer file = send(formId(), "large", rows(20_000));
		assertThat(links(file.is(200)).stream().distinct()).hasSize(20_000);
		await(() -> files().equals(before));
	}

	@Test
	void aNumberOfLinksNeedsNoFile() {
		Answer file = send(Map.of("id", formId().toString(), "name", "plain", "count", "3"), null);
		assertThat(file.is(200).body().lines().toList()).hasSize(4).startsWith("id,url");
		this.invitee.get(links(file).get(2)).isPage(200);
	}

	@Test
	void theLastDayOfTheLinksIsOneInTheZoneOfTheCalendar() {
		UUID id = formId();
		LocalDate today = LocalDate.now(ZoneOffset.UTC);
		send(Map.of("id", id.toString(), "name", "today", "count", "1", "expiresOn", today.toString()), null).is(200);
		Instant expiry = this.database.sql("select expires_at from campaign where id = :id")
			.bind("id", id)
			.mapValue(Instant.class)
			.one()
			.blockOptional(PATIENCE)
			.orElseThrow();
		assertThat(expiry).isEqualTo(today.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "name,email¶a¶|Line 2 has 1 cell, but there are 2 columns.",
					"name,email¶a,b¶|Line 2: email is not an email address.",
					"name¶a¶a,b¶|Line 3 has 2 cells, but there is 1 column.",
					"name,url¶a,b¶|Line 1 has a column named url", "name¶|The file has no rows",
					"``|The file is empty; send a line",
					"PK\u0003\u0004¶|The file is an Excel workbook (.xlsx) or another ZIP file, not CSV",
					"¶ ; ¶|The file has no rows", "Naam;Emailadres¶Ada;a@b.de¶|Line 1 names no column",
					"name¶Ada;ada@example.com¶|Line 2 has a semicolon, a tab or a pipe, but there is 1 column",
					"Ada;ada@example.com¶|Line 1 looks like a person (ada@example.com)",
					"name,email¶\"Ada,a@b.de¶|Line 2 opens a quote that is not closed" })
	void aBadFileMakesNothingAndIsTold(String body, String said) {
		Answer page = send(formId(), "Kept & typed", body.replace("¶", "\n")).isPage(422);
		assertThat(page.body()).contains(said, "value=\"Kept &amp; typed\"", "href=\"#rows\"");
		assertThat(made()).isZero();
	}

	@Test
	void aBadLineAtTheEndMakesNothingEither() {
		Answer page = send(formId(), "x", rows(3000) + "p,nonsense\n").isPage(422);
		assertThat(page.body()).contains("Line 3002: email is not an email address.");
		assertThat(made()).isZero();
	}

	@ParameterizedTest
	@CsvSource({ "name,' ',Enter a name.", "expiresOn,2020-01-01,The expiry must be today or later",
			"expiresOn,soon,The expiry must be a date", "count,0,The number of links must be 1 or more",
			"count,many,The number of links must be a whole number", "count,'',Choose a file" })
	void aMistakeIsSaidAndMakesNothing(String field, String typed, String said) {
		Map<String, String> form = new HashMap<>(Map.of("id", formId().toString(), "name", "x", "count", "3"));
		form.put(field, typed);
		assertThat(send(form, null).isPage(422).body()).contains(said);
		assertThat(made()).isZero();
	}

	@Test
	void aFileAndANumberAreNotTakenTogether() {
		Answer page = send(Map.of("id", formId().toString(), "name", "x", "count", "3"), rows(2)).isPage(422);
		assertThat(page.body()).contains("Choose a file or say how many links you want, not both.", "value=\"3\"");
		assertThat(made()).isZero();
	}

	@ParameterizedTest
	@CsvSource({ "rows,The file was sent more than once", "name,The name was sent more than once",
			"count,The number of links was sent more than once", "expiresOn,The expiry was sent more than once" })
	void whatIsSentTwiceIsRefusedAndTheRestKept(String field, String said) {
		formId();
		String once = part("_csrf", this.browser.token()) + part("name", "Kept")
				+ file("; filename=\"a.csv\"", "name\nAda\n");
		Map<String, String> more = Map.of("rows", file("; filename=\"b.csv\"", "name\nBob\nEve\n"), "name",
				part("name", "Other"), "count", part("count", "1") + part("count", "3"), "expiresOn",
				part("expiresOn", "2100-01-01") + part("expiresOn", "2100-01-02"));
		String form = once + more.get(field);
		Answer page = this.browser.send(this.campaigns, MULTIPART, form + "--cut--\r\n").isPage(422);
		assertThat(page.body()).contains(said, "value=\"Kept\"");
		assertThat(made()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "; filename=\"\"", "; filename=\"r.csv\"" })
	void aFileIsOneWhetherItHasANameOrNot(String name) {
		for (String type : List.of("", "\r\nContent-Type: text/csv", "\r\nContent-Type: application/octet-stream")) {
			formId();
			String none = file("; filename=\"\"\r\nContent-Type: application/octet-stream", "");
			String form = part("_csrf", this.browser.token()) + part("name", "x") + none
					+ file(name + type, "name\nAda\nBob\n") + none;
			assertThat(this.browser.send(this.campaigns, MULTIPART, form + part("count", "1") + "--cut--\r\n")
				.isPage(422)
				.body()).contains("Choose a file or say how many links you want, not both.");
			assertThat(links(this.browser.send(this.campaigns, MULTIPART, form + "--cut--\r\n").is(200))).hasSize(2);
		}
	}

	private static String file(String headers, String rows) {
		return "--cut\r\nContent-Disposition: form-data; name=\"rows\"" + headers + "\r\n\r\n" + rows + "\r\n";
	}

	@Test
	void aFileOfExcelComesBackAsExcelReadsIt() {
		Answer file = send(formId(), "x", "\uFEFFVollständiger Name;E-Mail-Adresse\r\n=1+1;ada@example.com\r\n;\r\n");
		assertThat(file.is(200).body())
			.startsWith("\uFEFFVollständiger Name;E-Mail-Adresse;url\r\n=1+1;ada@example.com;http")
			.endsWith("\r\n");
		assertThat(links(file)).hasSize(1);
	}

	@Test
	void aFormIsGoodForOneCampaign() {
		UUID id = formId();
		send(id, "x", rows(2)).is(200);
		Map<String, String> again = Map.of("id", id.toString(), "name", "other & more", "count", "3", "expiresOn",
				"2100-01-02");
		Answer page = send(again, null).isPage(409);
		assertThat(page.header(HttpHeaders.CONTENT_DISPOSITION)).isEmpty();
		assertThat(page.body())
			.contains("This form was sent before", "href=\"/console/campaigns/" + id + "\"",
					"value=\"other &amp; more\"", "value=\"3\"", "value=\"2100-01-02\"")
			.doesNotContain("name=\"id\" value=\"" + id);
		assertThat(made()).isOne();
		Map<String, String> fresh = new HashMap<>(again);
		fresh.put("id", formId(page));
		assertThat(links(send(fresh, null).is(200))).hasSize(3);
		assertThat(made()).isEqualTo(2);
	}

	@Test
	void withoutATokenNothingIsMade() {
		this.browser.send(this.campaigns, MULTIPART, part("name", "x") + part("count", "2") + "--cut--\r\n")
			.isPage(403);
		assertThat(made()).isZero();
	}

	@Test
	void nobodyTouchesTheCampaignOfAnotherOwner() {
		String other = "/console/campaigns/" + UUID.randomUUID();
		for (String part : List.of("", "/revoke", "/archive")) {
			this.browser.get(other + part).isPage(404);
		}
		this.browser.submit(other + "/archive", Map.of()).isPage(404);
		this.browser.submit(other + "/revoke", Map.of()).isPage(404);
		this.campaigns = "/console/calendars/" + UUID.randomUUID() + "/campaigns";
		this.browser.get(this.campaigns).isPage(404);
		send(Map.of("name", "x", "count", "1"), null).isPage(404);
	}

	@Test
	void whatIsNotUsedIsRevokedAfterAQuestion() {
		UUID id = formId();
		String link = links(send(id, "x", rows(3))).get(0);
		String revoke = "/console/campaigns/" + id + "/revoke";
		assertThat(this.browser.get(revoke).isPage(200).body()).contains("Revoke unused links?");
		this.invitee.get(link).isPage(200);
		Answer done = this.browser.submit(revoke, Map.of()).is(303);
		assertThat(this.browser.get(done.header(HttpHeaders.LOCATION)).isPage(200).body()).contains("were revoked",
				"3 revoked");
		this.invitee.get(link).isPage(410);
	}

	@Test
	void whatIsOverIsArchivedAfterAQuestion() {
		UUID id = formId();
		send(id, "x", rows(3)).is(200);
		String campaign = "/console/campaigns/" + id;
		String archive = campaign + "/archive";
		assertThat(this.browser.get(campaign).isPage(200).body()).doesNotContain(archive);
		assertThat(this.browser.submit(archive, Map.of()).isPage(409).body()).contains("Revoke it first");
		this.browser.submit(campaign + "/revoke", Map.of()).is(303);
		assertThat(this.browser.get(campaign).isPage(200).body()).contains(archive, "/not-booked.csv");
		assertThat(this.browser.get(archive).isPage(200).body()).contains("Archive this campaign?",
				"This cannot be undone");
		Answer done = this.browser.submit(archive, Map.of()).is(303);
		assertThat(this.browser.get(done.header(HttpHeaders.LOCATION)).isPage(200).body())
			.contains("The campaign is archived", "Archived on", "3 revoked")
			.doesNotContain(archive, "/not-booked.csv", campaign + "/revoke");
		assertThat(this.browser.get(campaign + "/not-booked.csv").isPage(409).body())
			.contains("This campaign is archived; its links are no longer listed.");
	}

	@Test
	void ofABrokenCampaignThatIsArchivedNoLinkIsSaidToWork() {
		UUID id = formId();
		send(id, "x", rows(3)).is(200);
		String campaign = "/console/campaigns/" + id;
		update(id, "status = 'broken', failure = 'The client disconnected.'");
		assertThat(this.browser.get(campaign).isPage(200).body()).contains("It stopped after 3 links",
				"The links in the file that you received work");
		this.browser.submit(campaign + "/revoke", Map.of()).is(303);
		this.browser.submit(campaign + "/archive", Map.of()).is(303);
		assertThat(this.browser.get(campaign).isPage(200).body())
			.contains("It stopped after 3 links: The client disconnected.")
			.doesNotContain("that you received work", "go on with this one", "revoke the links");
	}

	@Test
	void largeCampaignThatHasNotExpiredIsRevokedBeforeItIsArchived() {
		UUID id = formId();
		send(id, "x", rows(3)).is(200);
		String campaign = "/console/campaigns/" + id;
		String archive = campaign + "/archive";
		String first = "has not expired, revoke it first";
		update(id, """
				issued = 10001, redeemed = 10001, recount_at = 'infinity',
				counted_at = now() + interval '1 hour', expires_at = now() + interval '1 day'""");
		assertThat(this.browser.get(campaign).isPage(200).body()).contains(first).doesNotContain(archive);
		this.browser.submit(archive, Map.of()).isPage(409);
		update(id, "expires_at = now()");
		assertThat(this.browser.get(campaign).isPage(200).body()).contains(archive).doesNotContain(first);
		update(id, "expires_at = null");
		this.browser.submit(campaign + "/revoke", Map.of()).is(303);
		assertThat(this.browser.get(campaign).isPage(200).body()).contains(archive).doesNotContain(first);
		this.browser.submit(archive, Map.of()).is(303);
	}

	private void update(UUID campaign, String values) {
		this.database.sql("update /* the test asks */ campaign set " + values + " where id = :id")
			.bind("id", campaign)
			.then()
			.block(PATIENCE);
	}

	@Test
	void campaignsOfSeveralCalendarsAreListedWithTheirCalendars() {
		UUID one = formId();
		send(one, "one", rows(1)).is(200);
		Calendar removed = this.calendar;
		this.calendar = this.owners.calendar(30, 5);
		this.campaigns = "/console/calendars/" + this.calendar.id() + "/campaigns";
		UUID two = formId();
		send(two, "two", rows(1)).is(200);
		String toRemoved = "href=\"/console/calendars/" + removed.id();
		assertThat(this.browser.get("/console/campaigns/" + one).isPage(200).body()).contains(toRemoved);
		this.browser.submit("/console/calendars/" + removed.id() + "/remove", Map.of()).is(303);
		assertThat(this.browser.get("/console/campaigns").isPage(200).body())
			.contains("/console/campaigns/" + one, "/console/campaigns/" + two, "<bdi>Test calendar</bdi>")
			.doesNotContain(toRemoved);
		assertThat(this.browser.get("/console/campaigns/" + one).isPage(200).body())
			.contains("<bdi>Test calendar</bdi>, which was removed")
			.doesNotContain(toRemoved);
		assertThat(this.browser.get("/console/campaigns/" + one + "/progress").is(200).body())
			.contains("The links were created")
			.doesNotContain(toRemoved);
	}

	@Test
	void aNameIsTextWhateverItIs() {
		UUID id = formId();
		send(id, "<script>alert(1)</script>\"><img src=x>", rows(1)).is(200);
		for (String address : List.of(this.campaigns, "/console/campaigns", "/console/campaigns/" + id,
				"/console/campaigns/" + id + "/revoke")) {
			assertThat(this.browser.get(address).isPage(200).body()).contains("&lt;script&gt;alert(1)")
				.doesNotContain("<script>alert", "<img src=x");
		}
	}

	@Test
	void aBrowserThatLeavesCanBeGoneOnFor() throws Exception {
		List<Path> before = files();
		UUID id = formId();
		String body = form(Map.of("id", id.toString(), "name", "x", "count", "1000000"), null);
		try (RawConnection connection = new RawConnection(this.port, 20)) {
			connection.send(head(this.campaigns, body.length()) + body);
			await(() -> state(id).contains("created</label>"));
		}
		await(() -> state(id).contains("It stopped"));
		assertThat(this.browser.get("/console/campaigns/" + id).isPage(200).body()).contains("Stopped", "of 1,000,000",
				"go on with this one by the API");
		String api = "/api/v1/calendars/" + this.calendar.id() + "/campaigns?resume=" + id + "&after=0";
		Client owner = this.invitee.asOwner();
		int issued = owner.get("/api/v1/campaigns/" + id).is(200).json().path("issued").asInt();
		owner.post(api, "{\"count\": " + (issued + 2) + "}").is(201);
		assertThat(state(id)).contains(String.format(Locale.ENGLISH, "The links were created: %,d links", issued + 2));
		assertThat(files()).isEqualTo(before);
		this.database.sql("delete from one_time_link where calendar_id = :id")
			.bind("id", this.calendar.id())
			.then()
			.block(PATIENCE);
	}

	@Test
	void aFileThatIsTooLargeIsRefusedAtOnce() throws Exception {
		List<Path> before = files();
		try (RawConnection connection = new RawConnection(this.port, 5)) {
			String begun = form(Map.of("name", "x"), rows(5000));
			assertThat(connection.send(head(this.campaigns, 2L << 30) + begun).answer()).startsWith("HTTP/1.1 413 ")
				.contains("Send a file of at most 1 GiB.", "</html>");
		}
		assertThat(files()).isEqualTo(before);
		assertThat(made()).isZero();
	}

	@Test
	void aFileIsNotReceivedWhereThereIsNone() throws Exception {
		List<Path> before = files();
		String begun = form(Map.of("name", "x"), rows(5000));
		for (String address : List.of(this.campaigns.replace("/campaigns", "/switch"), "/console/sign-in", "/l/x")) {
			try (RawConnection connection = new RawConnection(this.port, 5)) {
				String head = head(address, 0).replaceFirst("Content-Length: 0", "Transfer-Encoding: chunked");
				assertThat(
						connection.send(head + Integer.toHexString(begun.length()) + "\r\n" + begun + "\r\n").answer())
					.startsWith("HTTP/1.1 415 ")
					.contains("</html>");
			}
		}
		assertThat(files()).isEqualTo(before);
	}

	@Test
	void nothingIsLeftOfAFileThatEndsTooEarly() throws Exception {
		List<Path> before = files();
		String begun = form(Map.of("name", "x"), rows(20_000));
		try (RawConnection connection = new RawConnection(this.port, 5)) {
			connection.send(head(this.campaigns, 100_000_000) + begun.substring(0, begun.length() - 10));
			await(() -> !files().equals(before));
		}
		await(() -> files().equals(before));
		assertThat(made()).isZero();
	}

	private String head(String address, long length) {
		return "POST " + address + " HTTP/1.1\r\nHost: x\r\nContent-Type: " + MULTIPART + "\r\nCookie: console="
				+ this.browser.cookie("console") + "; console-csrf=" + this.browser.cookie("console-csrf")
				+ "\r\nContent-Length: " + length + "\r\n\r\n";
	}

	private static void await(Callable<Boolean> done) throws Exception {
		for (long end = System.nanoTime() + PATIENCE.toNanos(); !done.call();) {
			assertThat(System.nanoTime()).isLessThan(end);
			Thread.sleep(50);
		}
	}

	private String state(UUID id) {
		return this.browser.get("/console/campaigns/" + id + "/progress").is(200).body();
	}

	private UUID formId() {
		return UUID.fromString(formId(this.browser.get(this.campaigns).isPage(200)));
	}

	private static String formId(Answer page) {
		Matcher id = Pattern.compile("name=\"id\" value=\"([^\"]+)\"").matcher(page.body());
		assertThat(id.find()).isTrue();
		return id.group(1);
	}

	private Answer send(UUID id, String name, String file) {
		return send(Map.of("id", id.toString(), "name", name), file);
	}

	private Answer send(Map<String, String> fields, @Nullable String file) {
		return this.browser.send(this.campaigns, MULTIPART, form(fields, file));
	}

	private String form(Map<String, String> fields, @Nullable String file) {
		return part("_csrf", this.browser.token())
				+ fields.entrySet()
					.stream()
					.map((field) -> part(field.getKey(), field.getValue()))
					.collect(Collectors.joining())
				+ ((file != null) ? part("rows\"; filename=\"rows.csv", file) : part("rows\"; filename=\"", ""))
				+ "--cut--\r\n";
	}

	private static String part(String name, String value) {
		return "--cut\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
	}

	private static String rows(int count) {
		return "reference,email\n" + IntStream.rangeClosed(1, count)
			.mapToObj((n) -> n + ",p" + n + "@example.com\n")
			.collect(Collectors.joining());
	}

	private static List<String> links(Answer file) {
		return LINK.matcher(file.body()).results().map((found) -> found.group()).toList();
	}

	private long made() {
		return this.database.sql("select count(*) from campaign where calendar_id = :id")
			.bind("id", this.calendar.id())
			.mapValue(Long.class)
			.one()
			.blockOptional(PATIENCE)
			.orElseThrow();
	}

	/** What Spring keeps of forms that were sent. */
	private static List<Path> files() throws Exception {
		try (Stream<Path> directories = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
			return directories.filter((path) -> path.getFileName().toString().startsWith("spring-multipart-"))
				.flatMap(CampaignPagesTests::list)
				.sorted()
				.toList();
		}
	}

	private static Stream<Path> list(Path directory) {
		String[] names = directory.toFile().list();
		return (names != null) ? Stream.of(names).map(directory::resolve) : Stream.empty();
	}

}
