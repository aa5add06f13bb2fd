package io.oncegate.web.invitee;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.oncegate.calendar.Calendar;
import io.oncegate.support.Answer;
import io.oncegate.support.Client;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import io.oncegate.web.http.PublicUrl;
import io.oncegate.web.owner.Feeds;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

import static org.assertj.core.api.Assertions.assertThat;

/** Links as mail programs send them on, with what stood behind them. */
@GatewayTest
class MangledAddressTests {

	@Autowired
	private Owners owners;

	@Autowired
	private Feeds feeds;

	private Client invitee;

	private Calendar calendar;

	private String token;

	private String address;

	@BeforeEach
	void connect(@Value("${local.server.port}") int port, @Autowired PublicUrl publicUrl) {
		this.invitee = Client.of(port, publicUrl);
		this.calendar = this.owners.calendar(30, 1);
		this.token = this.owners.link(this.calendar).token().value();
		this.address = "/l/" + this.token;
	}

	@ParameterizedTest
	@ValueSource(strings = { ".", ")", "/", "%3E", ",", "%22", "=", "=%0D%0A", "%20", "...", "%2F", "/.", "/)", "/%3E",
			"%E2%80%9D", "A", "-", "_", "%00", "!!", "&x=1", "/1" })
	void whatFollowsALinkIsIgnored(String more) {
		String query = "?lang=de&day=" + LocalDate.now(ZoneOffset.UTC).plusDays(2);
		Answer page = this.invitee.get(this.address + more + query).is(303);
		assertThat(page.header(HttpHeaders.LOCATION)).isEqualTo(this.address + query);
		assertThat(this.invitee.get(page.header(HttpHeaders.LOCATION)).isPage(200).body()).contains("name=\"start\"");
		this.invitee.send(HttpMethod.HEAD, this.address + more).is(303);
		assertThat(this.invitee.get("/api/v1/links/" + this.token + more).is(200).text("/status")).isEqualTo("active");
		Answer wrong = this.invitee.submit(this.address + more, Map.of("name", "Ada")).isPage(422);
		assertThat(wrong.body()).contains("method=\"post\" action=\"" + this.address + "\"");
		Answer booked = this.invitee.submit(this.address + more, form(1)).is(303);
		assertThat(booked.headers().getOrEmpty(HttpHeaders.SET_COOKIE))
			.anySatisfy((set) -> assertThat(set).contains("booked=", "Path=" + this.address + ";"));
		assertThat(this.invitee.submit(this.address + more, form(2)).isPage(410).body())
			.contains("href=\"" + this.address + "/ask\"");
		this.invitee.get("/api/v1/links/" + this.token + more).isProblem(410, "link-redeemed");

		String booking = booked.header(HttpHeaders.LOCATION);
		assertThat(this.invitee.get(booking + more).is(303).header(HttpHeaders.LOCATION)).isEqualTo(booking);
		this.invitee.get(booking).isPage(200);
	}

	@Test
	void pagesBehindALinkAreFoundToo() {
		String booking = this.invitee.submit(this.address, form(1)).is(303).header(HttpHeaders.LOCATION);
		for (String page : List.of("/cancel", "/reschedule", "/calendar.ics")) {
			assertThat(this.invitee.get(booking + "." + page + "?lang=fr").is(303).header(HttpHeaders.LOCATION))
				.isEqualTo(booking + page + "?lang=fr");
		}
		assertThat(this.invitee.get(this.address + ")/ask").is(303).header(HttpHeaders.LOCATION))
			.isEqualTo(this.address + "/ask");
		assertThat(this.invitee.submit(booking + "./cancel", Map.of()).is(303).header(HttpHeaders.LOCATION))
			.isEqualTo(booking);
		this.invitee.get(this.address).isPage(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { ".", ")", "/", "/.", "%3E", ",", "%22", "%20", "=%0D%0A", "%E3%80%82" })
	void pagesBehindALinkAreFoundWhateverFollowsThem(String more) {
		String booking = this.invitee.submit(this.address, form(1)).is(303).header(HttpHeaders.LOCATION);
		for (String page : List.of("/cancel", "/reschedule", "/calendar.ics")) {
			assertThat(this.invitee.get(booking + page + more + "?lang=fr").is(303).header(HttpHeaders.LOCATION))
				.isEqualTo(booking + page + "?lang=fr");
		}
		assertThat(this.invitee.get(this.address + "/ask" + more).is(303).header(HttpHeaders.LOCATION))
			.isEqualTo(this.address + "/ask");
	}

	@ParameterizedTest
	@ValueSource(strings = { ".", ")", "/", "/.", "%3E", ",", "%22", "...", "%20", "=%0D%0A", "%E3%80%82" })
	void whatFollowsALinkToACalendarIsIgnored(String more) {
		for (String link : List.of("/s/" + this.calendar.slug(), "/c/" + this.calendar.publicId())) {
			Answer page = this.invitee.get(link + more + "?lang=de").is(303);
			assertThat(page.header(HttpHeaders.LOCATION)).isEqualTo(link + "?lang=de");
			this.invitee.get(link).isPage(200);
			this.invitee.get(link + "x" + more).isPage(404);
		}
		if (!more.startsWith("/")) {
			for (String name : List.of(this.calendar.slug(), this.calendar.publicId().toString())) {
				this.invitee.get("/api/v1/public/calendars/" + name + more).is(200);
			}
		}
	}

	@Test
	void programBooksWithWhatItWasSent() {
		this.invitee
			.post("/api/v1/links/" + this.token + ".%0A/redemptions",
					Client.booking(Owners.time(this.calendar, 1), "A"))
			.is(201);
		this.invitee.get("/api/v1/links/" + this.token + ")/slots").isProblem(410, "link-redeemed");
	}

	@ParameterizedTest
	@ValueSource(strings = { ".", ")", "/", "/.", "%3E" })
	void feedIsFound(String more) {
		String feed = this.feeds.address(this.calendar).blockOptional().orElseThrow();
		this.invitee.get(feed + more).is(200);
		this.invitee.get(feed.replace(".ics", more)).is(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { ".", ")", "/", "/.", "%3E", "/x" })
	void madeUpLinkIsUnknownWhateverFollows(String more) {
		String madeUp = ((this.token.charAt(0) == 'A') ? "B" : "A") + this.token.substring(1);
		this.invitee.get("/l/" + madeUp + more).isPage(404);
		this.invitee.submit("/l/" + madeUp + more, form(1)).isPage(404);
		this.invitee.get("/b/" + madeUp + more).isPage(404);
		this.invitee.get("/feeds/" + madeUp + ".ics" + more).isPage(404);
		this.invitee.get("/api/v1/links/" + madeUp + more).is(404);
		this.invitee.get("/l/" + this.token.substring(0, 43) + more).isPage(404);
	}

	private Map<String, String> form(int time) {
		return Map.of("start", Owners.time(this.calendar, time).toString(), "name", "Ada", "email", "ada@example.com",
				"key", UUID.randomUUID().toString());
	}

}
