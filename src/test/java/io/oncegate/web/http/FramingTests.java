package io.oncegate.web.http;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.oncegate.calendar.Calendar;
import io.oncegate.support.Answer;
import io.oncegate.support.Client;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import io.oncegate.web.page.Asset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.reactive.function.server.ServerRequest;

import static org.assertj.core.api.Assertions.assertThat;

/** Which answers a web site may show in a frame. */
@GatewayTest
class FramingTests {

	private static final String ANYBODY = "*";

	private static final String NOBODY = "'none'";

	@Autowired
	private Owners owners;

	private Client invitee;

	private Calendar calendar;

	@BeforeEach
	void connect(@Value("${local.server.port}") int port, @Autowired PublicUrl publicUrl) {
		this.invitee = Client.of(port, publicUrl);
		this.calendar = this.owners.calendar(30, 1);
	}

	@Test
	void calendarIsShownByAnybodyUnlessItsOwnerSaysOtherwise() {
		expectPagesOfTheCalendarFramedBy(ANYBODY);
	}

	@Test
	void calendarIsShownByTheSitesOfItsOwnersChoice() {
		this.invitee.asOwner().patch("/api/v1/calendars/" + this.calendar.id(), """
				{"embedOrigins": ["https://www.example.com", "http://127.0.0.1:8000"]}""").is(200);
		expectPagesOfTheCalendarFramedBy("https://www.example.com http://127.0.0.1:8000");
	}

	private void expectPagesOfTheCalendarFramedBy(String sites) {
		int time = 0;
		for (String address : List.of("/s/" + this.calendar.slug(), "/c/" + this.calendar.publicId())) {
			expectFramedBy(sites, this.invitee.get(address).isPage(200));
			expectFramedBy(sites, this.invitee.submit(address, Map.of()).isPage(422));
			Answer booked = this.invitee.submit(address, form(time)).is(303);
			Map<String, String> other = form(time++);
			other.put("name", "Charles Babbage");
			expectFramedBy(sites, this.invitee.submit(address, other).isPage(409));
			expectFramedBy(sites, this.invitee.get(booked.header(HttpHeaders.LOCATION)).isPage(200));
		}
	}

	@Test
	void oneTimeLinkIsShownByNobody() {
		// The same times of the same calendar are remembered as a page for frames.
		expectFramedBy(ANYBODY, this.invitee.get("/c/" + this.calendar.publicId()).isPage(200));
		String address = "/l/" + this.owners.link(this.calendar).token().value();
		expectFramedBy(NOBODY, this.invitee.get(address).isPage(200));
		expectFramedBy(ANYBODY, this.invitee.get("/c/" + this.calendar.publicId()).isPage(200));
		expectFramedBy(NOBODY, this.invitee.submit(address, Map.of()).isPage(422));
		Answer booked = this.invitee.submit(address, form(0)).is(303);
		expectFramedBy(NOBODY, this.invitee.get(booked.header(HttpHeaders.LOCATION)).isPage(200));
		expectFramedBy(NOBODY, this.invitee.get(address).isPage(410));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/problems/link-redeemed", "/l/x", "/nothing" })
	void otherPagesAreShownByNobody(String address) {
		assertThat(framing(this.invitee.get(address))).isEqualTo(NOBODY);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/s/no-such-calendar", "/c/x", "/b/x" })
	void whatIsNotThereIsSaidInAFrameToo(String address) {
		assertThat(framing(this.invitee.get(address).isPage(404))).isEqualTo(ANYBODY);
	}

	@Test
	void siteIsToldNothingThatIsPrivate() {
		Map<String, String> form = form(0);
		Answer booked = this.invitee.submit("/c/" + this.calendar.publicId(), form).is(303);
		String page = this.invitee.get(booked.header(HttpHeaders.LOCATION)).isPage(200).body();
		String id = this.invitee.asOwner().get("/api/v1/calendars/" + this.calendar.id() + "/bookings").ids().get(0);
		Instant start = Owners.time(this.calendar, 0);
		assertThat(page).contains("<script src=\"" + Asset.FRAME.address() + "\" data-booking=\"" + id
				+ "\" data-start=\"" + start + "\" data-end=\"" + start.plusSeconds(1800) + "\"></script>");
	}

	@ParameterizedTest
	@CsvSource({ "PEOPLE_IN_FRAMES, true", "PEOPLE, false", "OWNERS, false" })
	void problemIsSeenInAFrame(Audience audience, boolean shown) {
		MockServerWebExchange exchange = Routed.exchange(audience, Kind.OPENING, MockServerHttpRequest.get("/"));
		Framing.BY_NOBODY.applyTo(exchange.getResponse());
		Framing.allowProblem(exchange);
		assertThat(exchange.getResponse().getHeaders().getFirst("Content-Security-Policy"))
			.endsWith("frame-ancestors " + (shown ? ANYBODY : NOBODY));
	}

	@Test
	void problemOfAKnownCalendarIsSeenOnlyWhereThatIs() {
		Framing chosen = new Framing("frame-ancestors https://www.example.com");
		MockServerWebExchange exchange = Routed.exchange(Audience.PEOPLE_IN_FRAMES, Kind.OPENING,
				MockServerHttpRequest.get("/s/calendar"));
		chosen.applyTo(ServerRequest.create(exchange, List.of()));
		Framing.allowProblem(exchange);
		assertThat(exchange.getResponse().getHeaders().getFirst("Content-Security-Policy")).isEqualTo(chosen.policy());
	}

	/** Its script is there if there can be a frame, and only then. */
	private static void expectFramedBy(String sites, Answer page) {
		assertThat(framing(page)).isEqualTo(sites);
		assertThat(page.body().contains(Asset.FRAME.address())).isEqualTo(!sites.equals(NOBODY));
	}

	private static String framing(Answer answer) {
		String policy = answer.header("Content-Security-Policy");
		assertThat(policy).startsWith("default-src 'none';").containsOnlyOnce("frame-ancestors ");
		return policy.substring(policy.indexOf("frame-ancestors ") + "frame-ancestors ".length());
	}

	private Map<String, String> form(int time) {
		return new LinkedHashMap<>(Map.of("start", Owners.time(this.calendar, time).toString(), "name", "Ada Lovelace",
				"email", "ada@example.com", "zone", "UTC"));
	}

}
