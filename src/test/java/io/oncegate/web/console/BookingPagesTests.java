package io.oncegate.web.console;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.oncegate.booking.Booking;
import io.oncegate.booking.Bookings;
import io.oncegate.booking.Cancellation.By;
import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.Calendars;
import io.oncegate.link.LinkToken;
import io.oncegate.support.Answer;
import io.oncegate.support.Client;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import io.oncegate.web.console.BookingExport.Range;
import io.oncegate.web.http.PublicUrl;
import io.oncegate.web.owner.OwnedBookings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.transaction.reactive.TransactionalOperator;

import static org.assertj.core.api.Assertions.assertThat;

/** An owner looks at bookings in the console, and cancels some. */
@GatewayTest
class BookingPagesTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	@Autowired
	private Owners owners;

	@Autowired
	private Bookings bookings;

	@Autowired
	private Calendars calendars;

	@Autowired
	private CalendarPages pages;

	@Autowired
	private OwnedBookings owned;

	@Autowired
	private DatabaseClient database;

	@Autowired
	private ReactiveTransactionManager transactions;

	private Client invitee;

	private Browser browser;

	private Calendar calendar;

	@BeforeEach
	void open(@Value("${local.server.port}") int port, @Autowired PublicUrl publicUrl) {
		this.invitee = Client.of(port, publicUrl);
		this.browser = new Browser(this.invitee).signedIn();
		this.calendar = this.owners.calendar(30, 5);
	}

	@Test
	void bookingsAheadAreListedByDay() {
		book(null, 3, "Bob", null);
		book(this.owners.link(this.calendar).token(), 1, "Ada", "Two of us");
		String page = list().isPage(200).body();
		assertThat(page)
			.containsSubsequence("<h2>", "00:30–01:00 <bdi>Ada</bdi>", "mailto:ada@example.com", "Two of us",
					"One-time link", "01:30–02:00 <bdi>Bob</bdi>", "Calendar link")
			.containsOnlyOnce("<section class=\"bookings\">");
		assertThat(this.browser.get("/console/bookings").isPage(200).body()).contains("Ada", "Test calendar");
	}

	@Test
	void earlierOnesAreListedApartTheLastFirst() {
		past(book(null, 1, "Ada", null), 2);
		past(book(null, 2, "Bob", null), 1);
		assertThat(list().isPage(200).body()).doesNotContain("Ada", "Bob").contains("No bookings ahead");
		assertThat(this.browser.get(address("/bookings?when=earlier")).isPage(200).body())
			.containsSubsequence("Bob", "Ada")
			.doesNotContain("Cancel…");
	}

	@Test
	void manyAreListedPageByPage() {
		Calendar full = this.owners.calendar(30, 60);
		this.calendar = full;
		for (int n = 0; n < 51; n++) {
			book(null, 1, "Person" + n, null);
		}
		String first = list().isPage(200).body();
		String more = first.replaceAll("(?s).*href=\"(/console/[^\"]*cursor=[^\"]*)\".*", "$1");
		assertThat(first.split("class=\"card\"", -1)).hasSize(51);
		assertThat(this.browser.get(more).isPage(200).body()).contains("Person", "First page")
			.doesNotContain("cursor=");
		this.browser.get(address("/bookings?cursor=x")).isPage(422);
	}

	@Test
	void aBookingIsCancelledWithAWordAfterAQuestion() {
		LinkToken link = this.owners.link(this.calendar).token();
		UUID id = book(link, 1, "Ada", null);
		String address = "/console/bookings/" + id;
		assertThat(this.browser.get(address + "/cancel").isPage(200).body()).contains("Cancel this booking?", "Ada");
		assertThat(find(id).confirmed()).isTrue();
		this.browser.submit(address + "/cancel", Map.of("message", "I am ill & sorry")).is(303);
		assertThat(find(id).cancellation()).isNotNull().satisfies((cancellation) -> {
			assertThat(cancellation.by()).isEqualTo(By.OWNER);
			assertThat(cancellation.message()).isEqualTo("I am ill & sorry");
		});
		assertThat(this.browser.get(address).isPage(200).body()).contains("Cancelled by you",
				"good for another booking", "mailto:ada@example.com?subject=Cancelled", "I%20am%20ill%20%26%20sorry");
		assertThat(list().body()).contains("Cancelled by you").doesNotContain("Cancel…");
		this.invitee.get("/l/" + link.value()).isPage(200);
		this.browser.get(address + "/cancel").is(303);
	}

	@Test
	void aWordThatIsTooLongIsSaidAndKept() {
		UUID id = book(null, 1, "Ada", null);
		String word = "x".repeat(1001);
		assertThat(
				this.browser.submit("/console/bookings/" + id + "/cancel", Map.of("message", word)).isPage(422).body())
			.contains(word, "at most 1,000 characters");
		assertThat(find(id).confirmed()).isTrue();
	}

	@Test
	void whatHasBegunCannotBeCancelled() {
		UUID id = book(null, 1, "Ada", null);
		past(id, 1);
		this.browser.submit("/console/bookings/" + id + "/cancel", Map.of()).isPage(409);
		assertThat(find(id).confirmed()).isTrue();
	}

	@Test
	void withoutATokenNothingIsCancelled() {
		UUID id = book(null, 1, "Ada", null);
		this.browser.submit("/console/bookings/" + id + "/cancel", new Browser.Form().with("message", "x")).isPage(403);
		assertThat(find(id).confirmed()).isTrue();
	}

	@Test
	void whatInviteesTypeIsTextWhateverItIs() {
		UUID id = book(null, 1, "<script>alert(1)</script>", "<img src=x>");
		for (String address : List.of(address("/bookings"), "/console/bookings/" + id,
				"/console/bookings/" + id + "/cancel")) {
			assertThat(this.browser.get(address).isPage(200).body()).contains("&lt;script&gt;alert(1)")
				.doesNotContain("<script>alert", "<img src=x");
		}
	}

	@Test
	void bookingsOfARangeOfDaysAreExported() {
		book(null, 1, "=HYPERLINK(1)", "a, \"b\"");
		book(null, 60, "Later", null);
		LocalDate day = LocalDate.now(ZoneOffset.UTC).plusDays(2);
		Answer file = this.browser.get(address("/bookings.csv?from=" + day + "&to=" + day)).is(200);
		assertThat(file.header(HttpHeaders.CONTENT_TYPE)).isEqualTo("text/csv;charset=UTF-8");
		assertThat(file.header(HttpHeaders.CONTENT_DISPOSITION)).startsWith("attachment");
		assertThat(file.body()).startsWith("\uFEFFstart (Z),end (Z),calendar,name,email,notes,status,link,booked (Z)\n"
				+ day + " 00:30," + day + " 01:00,Test calendar,'=HYPERLINK(1),ada@example.com,\"a, \"\"b\"\"\","
				+ "confirmed,Calendar link,");
		assertThat(file.body()).doesNotContain("Later");
		assertThat(this.browser.get(address("/bookings.csv")).body()).contains("Later");
		assertThat(this.browser.get("/console/bookings.csv?from=" + day).body()).contains("'=HYPERLINK(1)", "Later");
		for (String none : List.of("from=soon", "from=0000-01-01", "to=+10000-01-01")) {
			this.browser.get(address("/bookings.csv?" + none)).isPage(400);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "Pacific/Kiritimati", "UTC", "Pacific/Pago_Pago" })
	void theFirstAndTheLastDayOfAllAreDaysInEveryZone(String zone) {
		this.calendar = this.owners.calendar(ZoneId.of(zone), 30, 1);
		this.browser.get(address("/bookings.csv?from=0001-01-01&to=9999-12-31")).is(200);
		this.browser.get(address("/bookings.csv?to=10000-01-01")).isPage(400);
	}

	@Test
	void timesAreExportedInTheZoneThatTheColumnsName() {
		this.calendar = this.owners.calendar(ZoneId.of("Asia/Kolkata"), 30, 5);
		book(null, 1, "Ada", null);
		LocalDate day = LocalDate.now(ZoneOffset.UTC).plusDays(2);
		assertThat(this.browser.get(address("/bookings.csv")).is(200).body())
			.startsWith("\uFEFFstart (Asia/Kolkata),end (Asia/Kolkata),")
			.contains("\n" + day + " 06:00," + day + " 06:30,");
	}

	@Test
	void aHeadOfAnExportReadsNoBookings() {
		book(null, 1, "Ada", null);
		TransactionalOperator locked = TransactionalOperator.create(this.transactions);
		this.database.sql("lock table booking in access exclusive mode")
			.then()
			.then(Mono.fromCallable(() -> this.browser.head(address("/bookings.csv")))
				.subscribeOn(Schedulers.boundedElastic())
				.doOnNext((head) -> {
					assertThat(head.is(200).body()).isEmpty();
					assertThat(head.header(HttpHeaders.CONTENT_TYPE)).isEqualTo("text/csv;charset=UTF-8");
				}))
			.as(locked::transactional)
			.block(PATIENCE);
	}

	@Test
	void anExportReadsNoMoreThanIsWaitedFor() {
		many();
		AtomicInteger reads = new AtomicInteger();
		Bookings counted = (Bookings) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { Bookings.class }, (proxy, method, arguments) -> {
					reads.incrementAndGet();
					return method.invoke(this.bookings, arguments);
				});
		BookingExport export = new BookingExport(this.pages, this.calendars, this.owned, counted);
		Range all = new Range(this.calendar.owner().id(), this.calendar.id(), null, null);
		StepVerifier.create(export.write(all, ZoneOffset.UTC), 2)
			.expectNextCount(2)
			.expectNoEvent(Duration.ofMillis(500))
			.thenCancel()
			.verify(PATIENCE);
		assertThat(reads.get()).isLessThanOrEqualTo(4);
		reads.set(0);
		StepVerifier.create(export.write(all, ZoneOffset.UTC)).expectNextCount(10).expectComplete().verify(PATIENCE);
		assertThat(reads.get()).isEqualTo(9);
	}

	@Test
	void anExportGoesOnWhereTheDatabaseWasReadTo() {
		many();
		assertThat(this.browser.get(address("/bookings.csv")).is(200).body().lines().distinct()).hasSize(4002);
	}

	/** Books more often than the database is read at once. */
	private void many() {
		this.calendar = this.owners.calendar(30, 5000);
		book(null, 1, "Ada", null);
		this.database
			.sql("""
					insert into booking (id, owner_id, calendar_id, schedule_version, start_at, end_at, busy_until, seat, invitee_name,
						invitee_email)
					select gen_random_uuid(), owner_id, calendar_id, schedule_version, start_at, end_at, busy_until, 1 + n, 'P' || n,
						'p@example.com'
					from booking, generate_series(1, 4000) as n where calendar_id = :id""")
			.bind("id", this.calendar.id())
			.then()
			.block(PATIENCE);
	}

	@Test
	void theBookingOfARemovedCalendarLeadsToWhatIsThere() {
		UUID id = book(null, 1, "Ada", null);
		this.calendars.remove(this.calendar.owner().id(), this.calendar.id()).block(PATIENCE);
		for (String address : List.of("/console/bookings/" + id, "/console/bookings/" + id + "/cancel")) {
			assertThat(this.browser.get(address).isPage(200).body()).contains("Test calendar", "was removed")
				.doesNotContain(this.calendar.id().toString());
		}
		this.browser.submit("/console/bookings/" + id + "/cancel", Map.of()).is(303);
		assertThat(find(id).confirmed()).isFalse();
	}

	@Test
	void anAddressToSubscribeToThatLeakedIsReplaced() {
		String leaked = feed();
		this.invitee.get(leaked).is(200);
		assertThat(this.browser.get(address("/feed")).isPage(200).body()).contains("The old one stops working at once");
		assertThat(feed()).isEqualTo(leaked);
		this.browser.submit(address("/feed"), new Browser.Form()).isPage(403);
		this.invitee.get(leaked).is(200);
		Answer done = this.browser.submit(address("/feed"), Map.of()).is(303);
		assertThat(this.browser.get(done.header(HttpHeaders.LOCATION)).isPage(200).body())
			.contains("The old one no longer works");
		assertThat(feed()).isNotEqualTo(leaked);
		this.invitee.get(leaked).isPage(404);
		this.invitee.get(feed()).is(200);
	}

	private String feed() {
		Matcher feed = Pattern.compile("id=\"feed\" class=\"code\" value=\"([^\"]+)\"").matcher(list().body());
		assertThat(feed.find()).isTrue();
		return feed.group(1);
	}

	private Answer list() {
		return this.browser.get(address("/bookings"));
	}

	private String address(String part) {
		return "/console/calendars/" + this.calendar.id() + part;
	}

	private UUID book(@Nullable LinkToken link, int time, String name, @Nullable String notes) {
		String body = """
				{"start": "%s", "invitee": {"name": "%s", "email": "ada@example.com", "notes": %s}}""".formatted(
				Owners.time(this.calendar, time), name,
				(notes != null) ? "\"" + notes.replace("\"", "\\\"") + "\"" : "null");
		String address = (link != null) ? "/api/v1/links/" + link.value() + "/redemptions"
				: "/api/v1/public/calendars/" + this.calendar.slug() + "/bookings";
		return UUID.fromString(this.invitee.post(address, body).is(201).text("/bookingId"));
	}

	private void past(UUID id, int days) {
		Instant start = Instant.now().minus(Duration.ofDays(days));
		this.database.sql("update booking set start_at = :start, end_at = :end, busy_until = :end where id = :id")
			.bind("id", id)
			.bind("start", start)
			.bind("end", start.plusSeconds(1800))
			.then()
			.block(PATIENCE);
	}

	private Booking find(UUID id) {
		return this.bookings.find(id).blockOptional(PATIENCE).orElseThrow();
	}

}
