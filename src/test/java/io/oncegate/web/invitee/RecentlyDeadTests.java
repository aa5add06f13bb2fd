package io.oncegate.web.invitee;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.MeterRegistry;
import io.oncegate.calendar.Calendar;
import io.oncegate.campaign.IssuedLink;
import io.oncegate.support.Answer;
import io.oncegate.support.Client;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import io.oncegate.support.RedisKey;
import io.oncegate.web.http.DeadLinkException;
import io.oncegate.web.http.Problem;
import io.oncegate.web.http.PublicUrl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A link that was dead a moment ago is refused as one that is looked up. */
@GatewayTest
class RecentlyDeadTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	/** Of one answer only. */
	private static final List<String> OWN = List.of("Date");

	@Autowired
	private Owners owners;

	@Autowired
	private ReactiveStringRedisTemplate redis;

	@Autowired
	private MeterRegistry meters;

	@Autowired
	private RecentlyDead recentlyDead;

	private Client invitee;

	private Calendar calendar;

	private IssuedLink link;

	private String token;

	@BeforeEach
	void connect(@Value("${local.server.port}") int port, @Autowired PublicUrl publicUrl) {
		this.invitee = Client.of(port, publicUrl);
		this.calendar = this.owners.calendar(30, 1);
		this.link = this.owners.link(this.calendar);
		this.token = this.link.token().value();
	}

	@Test
	void aProgramIsToldTheSame() {
		Answer booked = book(1).is(201);
		// A key is looked up, however well the link is known to be dead.
		Answer lookedUp = this.invitee.with("Idempotency-Key", "other")
			.post(redemptions(), booking(2))
			.isProblem(410, "link-redeemed");
		remember();
		Answer remembered = book(2).isProblem(410, "link-redeemed");
		assertThat(withoutTrace(remembered)).isEqualTo(withoutTrace(lookedUp));
		assertThat(headers(remembered)).isEqualTo(headers(lookedUp));
		assertThat(remembered.text("/traceId")).matches("[0-9a-f]{32}").isNotEqualTo(lookedUp.text("/traceId"));
		assertThat(
				this.invitee.get("/api/v1/links/" + this.token).isProblem(410, "link-redeemed").json().propertyNames())
			.isEqualTo(lookedUp.json().propertyNames());
		assertThat(booked.text("/status")).isEqualTo("confirmed");
	}

	@ParameterizedTest
	@ValueSource(strings = { "identity", "gzip" })
	void peopleAreToldTheSame(String encoding) {
		book(1).is(201);
		Client browser = this.invitee.with(HttpHeaders.ACCEPT_ENCODING, encoding)
			.with(HttpHeaders.ACCEPT_LANGUAGE, "de-AT");
		Answer lookedUp = browser.get("/l/" + this.token).is(410);
		remember();
		Answer remembered = browser.get("/l/" + this.token).is(410);
		assertThat(remembered.body()).isEqualTo(lookedUp.body());
		assertThat(headers(remembered)).isEqualTo(headers(lookedUp));
		if (encoding.equals("identity")) {
			assertThat(remembered.isPage(410).body()).contains("href=\"/l/" + this.token + "/ask\"", "lang=\"de\"");
		}
		assertThat(browser.send(HttpMethod.HEAD, "/l/" + this.token).is(410).body()).isEmpty();
	}

	@Test
	void eachLinkHasItsOwnAddressOnItsPage() {
		IssuedLink other = this.owners.link(this.calendar);
		for (IssuedLink dead : List.of(this.link, other)) {
			this.invitee.asOwner().post("/api/v1/one-time-links/" + dead.link().id() + "/revoke", "{}").is(200);
			assertThat(this.invitee.get("/l/" + dead.token().value()).isPage(410).body())
				.contains("href=\"/l/" + dead.token().value() + "/ask\"");
		}
	}

	/** Looked up, it would be written back; a slow machine has several tries. */
	@Test
	void storesAreNotAsked() {
		book(1).is(201);
		String key = RedisKey.of(this.link.token().hash());
		assertThat(IntStream.range(0, 50).anyMatch((tried) -> {
			this.redis.delete(key).block(PATIENCE);
			remember();
			book(2).isProblem(410, "link-redeemed");
			return Boolean.FALSE.equals(this.redis.hasKey(key).block(PATIENCE));
		})).isTrue();
	}

	@Test
	void itIsCountedAsRefused() {
		book(1).is(201);
		long refused = refused();
		remember();
		book(2).isProblem(410, "link-redeemed");
		assertThat(refused()).isEqualTo(refused + 1);
	}

	@Test
	void aLinkThatIsGivenBackIsGoodAtOnce() {
		Answer booked = book(1).is(201);
		book(2).isProblem(410, "link-redeemed");
		this.invitee.get("/l/" + this.token).is(410);
		this.invitee.asOwner().post("/api/v1/bookings/" + booked.text("/bookingId") + "/cancel", "{}").is(200);
		assertThat(this.recentlyDead.find(this.token)).isNull();
		this.invitee.get("/l/" + this.token).isPage(200);
		book(2).is(201);
	}

	/** Looked up, it would be written back, as the auditor may do meanwhile. */
	@Test
	void aRevokedLinkIsKnownWhateverIsGivenBack() {
		Answer lookedUp = revoked();
		String key = RedisKey.of(this.link.token().hash());
		assertThat(IntStream.range(0, 5).anyMatch((tried) -> {
			giveAnotherLinkBack();
			this.redis.delete(key).block(PATIENCE);
			Answer remembered = book(1).isProblem(410, "link-revoked");
			assertThat(withoutTrace(remembered)).isEqualTo(withoutTrace(lookedUp));
			assertThat(headers(remembered)).isEqualTo(headers(lookedUp));
			return Boolean.FALSE.equals(this.redis.hasKey(key).block(PATIENCE));
		})).isTrue();
		this.invitee.get("/l/" + this.token).isPage(410);
	}

	@ParameterizedTest
	@CsvSource({ "LINK_REDEEMED, 500", "LINK_EXPIRED, 500", "LINK_REVOKED, 300000" })
	void whatIsFinalIsKnownForLonger(Problem problem, int milliseconds) {
		AtomicLong now = new AtomicLong();
		RecentlyDead known = new RecentlyDead(() -> 0, now::get);
		known.look(this.token).isDead(new DeadLinkException(problem, this.calendar));
		now.set(Duration.ofMillis(milliseconds).toNanos() - 1);
		assertThat(known.find(this.token)).isNotNull()
			.satisfies((found) -> assertThat(found.isRecent()).isEqualTo(problem != Problem.LINK_REVOKED));
		now.incrementAndGet();
		assertThat(known.find(this.token)).isNull();
	}

	@Test
	void aRevokedLinkNamesWhomToAskNow() {
		revoked();
		this.invitee.asOwner()
			.patch("/api/v1/calendars/" + this.calendar.id(), "{\"contact\":{\"email\":\"alan@example.com\"}}")
			.is(200);
		await().untilAsserted(() -> assertThat(book(1).isProblem(410, "link-revoked").text("/contact/email"))
			.isEqualTo("alan@example.com"));
	}

	/** All links that may be given back are looked up again after that. */
	private void giveAnotherLinkBack() {
		String other = this.owners.link(this.calendar).token().value();
		Answer booked = this.invitee.post("/api/v1/links/" + other + "/redemptions", booking(3)).is(201);
		this.invitee.asOwner().post("/api/v1/bookings/" + booked.text("/bookingId") + "/cancel", "{}").is(200);
	}

	private Answer revoked() {
		this.invitee.asOwner().post("/api/v1/one-time-links/" + this.link.link().id() + "/revoke", "{}").is(200);
		return book(1).isProblem(410, "link-revoked");
	}

	@Test
	void aLookThatBeganBeforeALinkWasGivenBackIsForgotten() {
		Answer booked = book(1).is(201);
		RecentlyDead.Look look = this.recentlyDead.look(this.token);
		this.invitee.asOwner().post("/api/v1/bookings/" + booked.text("/bookingId") + "/cancel", "{}").is(200);
		look.isDead(new DeadLinkException(Problem.LINK_REDEEMED, this.calendar));
		this.invitee.get("/l/" + this.token).isPage(200);
	}

	@Test
	void theSameRequestStillGetsItsAnswer() {
		Client client = this.invitee.with("Idempotency-Key", "mine");
		Answer booked = client.post(redemptions(), booking(1)).is(201);
		book(2).isProblem(410, "link-redeemed");
		assertThat(client.post(redemptions(), booking(1)).is(201).json()).isEqualTo(booked.json());
	}

	/** As if it had been looked up just now. */
	private void remember() {
		this.recentlyDead.look(this.token).isDead(new DeadLinkException(Problem.LINK_REDEEMED, this.calendar));
	}

	private long refused() {
		return this.meters.get("oncegate.redemption").tag("outcome", "link_redeemed").timer().count();
	}

	private Answer book(int n) {
		return this.invitee.post(redemptions(), booking(n));
	}

	private String redemptions() {
		return "/api/v1/links/" + this.token + "/redemptions";
	}

	private String booking(int n) {
		return Client.booking(Owners.time(this.calendar, n), "Ada");
	}

	private static ObjectNode withoutTrace(Answer answer) {
		return ((ObjectNode) answer.json()).without("traceId");
	}

	private static Map<String, List<String>> headers(Answer answer) {
		Map<String, List<String>> headers = new HashMap<>();
		answer.headers().forEach(headers::put);
		OWN.forEach(headers::remove);
		return headers;
	}

}
