package io.oncegate.web.owner;

import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.Calendars;
import io.oncegate.link.Tokens;
import io.oncegate.support.Answer;
import io.oncegate.support.Client;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import io.oncegate.web.http.PublicUrl;
import net.fortuna.ical4j.data.CalendarBuilder;
import net.fortuna.ical4j.data.ParserException;
import net.fortuna.ical4j.model.component.VEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.r2dbc.core.DatabaseClient;

import static org.assertj.core.api.Assertions.assertThat;

/** The bookings of a calendar in the owner's calendar program. */
@GatewayTest
class FeedTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	@Autowired
	private Owners owners;

	@Autowired
	private Feeds feeds;

	@Autowired
	private Calendars calendars;

	@Autowired
	private Tokens tokens;

	@Autowired
	private DatabaseClient database;

	private Client program;

	private Calendar calendar;

	private String address;

	@BeforeEach
	void connect(@Value("${local.server.port}") int port, @Autowired PublicUrl publicUrl) {
		this.program = Client.of(port, publicUrl);
		this.calendar = this.owners.calendar(30, 1);
		this.address = this.feeds.address(this.calendar).blockOptional(PATIENCE).orElseThrow();
	}

	@Test
	void feedHoldsWhoComesAndWhoHasCancelled() throws IOException, ParserException {
		book(1, "Ada Lovelace");
		String cancelled = book(3, "Charles Babbage");
		this.program.submit(cancelled + "/cancel", Map.of()).is(303);
		Answer feed = this.program.get(this.address).is(200);
		assertThat(feed.header(HttpHeaders.CONTENT_TYPE)).startsWith("text/calendar");
		assertThat(feed.body()).doesNotContain("/b/");
		List<VEvent> events = new CalendarBuilder().build(new StringReader(feed.body())).getComponents("VEVENT");
		assertThat(events).hasSize(2);
		assertThat(events).extracting((event) -> event.getRequiredProperty("SUMMARY").getValue())
			.containsExactly("Ada Lovelace, Test calendar", "Charles Babbage, Test calendar");
		assertThat(events).extracting((event) -> event.getRequiredProperty("STATUS").getValue())
			.containsExactly("CONFIRMED", "CANCELLED");
		assertThat(events)
			.extracting((event) -> Instant.from(Objects.requireNonNull(event.getDateTimeStart()).getDate()))
			.containsExactly(Owners.time(this.calendar, 1), Owners.time(this.calendar, 3));
	}

	@Test
	void whatLiesAheadIsThereHoweverMuchIsPast() {
		this.database
			.sql("""
					insert into booking (id, owner_id, calendar_id, schedule_version, start_at, end_at, busy_until, seat, invitee_name,
						invitee_email)
					select gen_random_uuid(), (select owner_id from calendar where id = :id), :id, 1, at, at + interval '1 minute', at + interval '1 minute', 1, 'Past', 'p@example.com'
					from generate_series(1, 1100) as n, lateral (select now() - n * interval '30 minutes' as at) as time""")
			.bind("id", this.calendar.id())
			.then()
			.block(PATIENCE);
		book(1, "Ada Lovelace");
		assertThat(this.program.get(this.address).is(200).body()).contains("Ada Lovelace", "Past");
	}

	@Test
	void programThatHasItIsSentNothing() {
		book(1, "Ada Lovelace");
		String tag = this.program.get(this.address).is(200).header(HttpHeaders.ETAG);
		Client again = this.program.with(HttpHeaders.IF_NONE_MATCH, tag);
		assertThat(again.get(this.address).is(304).body()).isEmpty();
		book(2, "Charles Babbage");
		assertThat(again.get(this.address).is(200).header(HttpHeaders.ETAG)).isNotEqualTo(tag);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/feeds/made-up.ics", "/feeds/made-up", "/feeds/.ics", "/feeds/%00.ics" })
	void madeUpAddressIsNoFeed(String address) {
		this.program.get(address).isPage(404);
	}

	@Test
	void otherSecretsOpenNoFeed() {
		String booking = book(1, "Ada Lovelace");
		this.program.get(booking.replace("/b/", "/feeds/") + ".ics").isPage(404);
		this.program.get("/feeds/" + this.owners.link(this.calendar).token().value() + ".ics").isPage(404);
		this.program.get(this.address.replace("/feeds/", "/b/").replace(".ics", "")).isPage(404);
		this.program.get("/feeds/" + this.tokens.feedToken(this.calendar.id()) + ".ics").isPage(404);
	}

	@Test
	void feedEndsWithItsCalendar() {
		this.program.get(this.address).is(200);
		this.calendars.remove(this.calendar.owner().id(), this.calendar.id()).block(PATIENCE);
		this.program.get(this.address).isPage(404);
	}

	private String book(int time, String name) {
		return this.program
			.submit("/c/" + this.calendar.publicId(),
					Map.of("start", Owners.time(this.calendar, time).toString(), "name", name, "email",
							"ada@example.com", "key", UUID.randomUUID().toString()))
			.is(303)
			.header(HttpHeaders.LOCATION);
	}

}
