package io.oncegate.web.console;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

import io.oncegate.calendar.Calendar;
import io.oncegate.link.TokenHash;
import io.oncegate.support.Answer;
import io.oncegate.support.Client;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import io.oncegate.web.http.PublicUrl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.server.session.WebSessionManager;
import org.springframework.web.server.session.WebSessionStore;

import static org.assertj.core.api.Assertions.assertThat;

/** Who is let into the console, and how long they stay. */
@GatewayTest
@ExtendWith(OutputCaptureExtension.class)
class SignInTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	@Autowired
	private Owners owners;

	@Autowired
	private ReactiveStringRedisTemplate redis;

	@Autowired
	private io.oncegate.calendar.Owners keys;

	@Autowired
	private Csrf csrf;

	@Autowired
	private WebSessionManager sessions;

	@Autowired
	private WebSessionStore sessionStore;

	private Client client;

	private Browser browser;

	@BeforeEach
	void open(@Value("${local.server.port}") int port, @Autowired PublicUrl publicUrl) {
		this.client = Client.of(port, publicUrl);
		this.browser = new Browser(this.client);
	}

	@Test
	void theKeySignsInAndLeadsToTheCalendars() {
		this.browser.get("/console/sign-in").isPage(200);
		Answer signedIn = this.browser.submit("/console/sign-in", Map.of("key", " " + GatewayTest.API_KEY + " "));
		assertThat(signedIn.is(303).header(HttpHeaders.LOCATION)).isEqualTo("/console");
		assertThat(cookie(signedIn, "console")).contains("; Path=/console", "HttpOnly", "SameSite=Lax")
			.doesNotContain("Secure", "Max-Age", "Domain");
		assertThat(this.browser.get("/console").isPage(200).body()).contains("<h1>Calendars</h1>", "Sign out");
	}

	@Test
	void aWrongKeyIsSaidBesideTheFieldAndNeverRepeated(CapturedOutput output) {
		this.browser.get("/console/sign-in");
		Answer refused = this.browser.submit("/console/sign-in", Map.of("key", "wrong-secret-key-012345"));
		assertThat(refused.isPage(401).body())
			.contains("This is not an API key of this gateway", "id=\"key-error\"", "aria-invalid=\"true\"")
			.doesNotContain("wrong-secret-key");
		assertThat(refused.header(HttpHeaders.WWW_AUTHENTICATE)).isNotEmpty();
		assertThat(this.browser.submit("/console/sign-in", Map.of("key", " ")).isPage(401).body())
			.contains("Please enter your API key.");
		assertThat(this.browser.cookie("console")).isNull();
		assertThat(output.getAll()).doesNotContain("wrong-secret-key");
		this.browser.get("/console").is(303);
	}

	@Test
	void aSessionLeavesNothingSecretInTheLog(CapturedOutput output) {
		this.browser.signedIn();
		assertThat(output.getAll()).doesNotContain(GatewayTest.API_KEY, session(), this.browser.token());
	}

	@ParameterizedTest
	@ValueSource(strings = { "/console", "/console/calendars/new", "/console/calendars/x/edit", "/console/no-such-page",
			"/console/" })
	void whoeverIsSignedOutIsSentToTheSignInAndBack(String address) {
		String signIn = this.browser.get(address).is(303).header(HttpHeaders.LOCATION);
		assertThat(signIn).startsWith("/console/sign-in");
		this.browser.get(signIn).isPage(200);
		String back = address.equals("/console/") ? "/console" : address;
		assertThat(this.browser.get(signIn).body()).contains("name=\"to\" value=\"" + back + "\"");
		assertThat(this.browser.submit("/console/sign-in", Map.of("key", GatewayTest.API_KEY, "to", back))
			.is(303)
			.header(HttpHeaders.LOCATION)).isEqualTo(back);
	}

	@Test
	void theQueryOfThePageIsKept() {
		assertThat(this.browser.get("/console/bookings?from=2026-11-23&after=a.b").header(HttpHeaders.LOCATION))
			.isEqualTo("/console/sign-in?to=%2Fconsole%2Fbookings%3Ffrom%3D2026-11-23%26after%3Da.b");
	}

	@Test
	void whatWasDoneIsNotSaidAgainAfterTheSignIn() {
		String signIn = this.browser.get("/console/bookings?notice=calendar-saved&search=%C3%A4+%25")
			.header(HttpHeaders.LOCATION);
		assertThat(signIn).isEqualTo("/console/sign-in?to=%2Fconsole%2Fbookings%3Fsearch%3D%25C3%25A4%2B%2525");
		this.browser.get(signIn).isPage(200);
		assertThat(this.browser
			.submit("/console/sign-in", Map.of("key", GatewayTest.API_KEY, "to", "/console/bookings?search=%C3%A4+%25"))
			.is(303)
			.header(HttpHeaders.LOCATION)).isEqualTo("/console/bookings?search=%C3%A4+%25");
		assertThat(this.browser.get("/console?notice=calendar-saved").body()).contains("were saved");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://evil.example", "//evil.example", "/\\evil.example", "/consoles", "/l/token",
			"/console/../l/x", "/console//evil.example", "/console/%2e%2e/x", "/console@evil.example",
			"/console\r\nX: y", "/console?x=%", "/console?x=%4", "/console/sign-in", "/console/sign-out?x",
			"javascript:alert(1)", "" })
	void nobodyIsSentElsewhere(String to) {
		this.browser.get("/console/sign-in");
		String sent = this.browser.submit("/console/sign-in", Map.of("key", GatewayTest.API_KEY, "to", to))
			.is(303)
			.header(HttpHeaders.LOCATION);
		assertThat(sent).isEqualTo("/console");
	}

	@Test
	void signingInChangesTheIdOfASession() {
		this.browser.signedIn();
		String before = session();
		this.browser.submit("/console/sign-in", Map.of("key", GatewayTest.API_KEY)).is(303);
		assertThat(session()).isNotEqualTo(before);
		assertThat(stored(before)).isEmpty();
		assertThat(stored(session())).isNotEmpty();
	}

	@Test
	void anIdThatSomebodyElseChoseIsNotTaken() {
		this.browser.setCookie("console", "chosen-by-somebody-else");
		this.browser.signedIn();
		assertThat(session()).isNotEqualTo("chosen-by-somebody-else");
	}

	@Test
	void signingOutEndsTheSession() {
		this.browser.signedIn();
		String session = session();
		Answer out = this.browser.submit("/console/sign-out", Map.of()).is(303);
		assertThat(cookie(out, "console")).contains("Max-Age=0", "Path=/console");
		assertThat(this.browser.get(out.header(HttpHeaders.LOCATION)).body()).contains("You are signed out.");
		assertThat(stored(session)).isEmpty();
		this.browser.setCookie("console", session);
		this.browser.get("/console").is(303);
	}

	@Test
	void redisKeepsTheSessionSoThatAnyGatewayKnowsIt() {
		this.browser.signedIn();
		String key = key(session());
		assertThat(sessions()).contains(key).noneMatch((stored) -> stored.contains(session()));
		assertThat(stored(session()))
			.containsOnlyKeys("creationTime", "lastAccessedTime", "maxInactiveInterval", "sessionAttr:key",
					"sessionAttr:since")
			.allSatisfy((name, value) -> assertThat(String.valueOf(value)).matches("[0-9]+|\"[A-Za-z0-9_-]+\"")
				.doesNotContain(GatewayTest.API_KEY, session()));
		assertThat(this.redis.getExpire(key).block(PATIENCE)).isBetween(Duration.ofHours(11), Duration.ofHours(12));
		this.redis.delete(key).block(PATIENCE);
		this.browser.get("/console").is(303);
	}

	@Test
	void aSessionEndsWithItsKey() {
		String first = this.owners.add("Ada");
		this.browser.signedIn(first);
		String second = this.client.asOwner(first)
			.post("/api/v1/owner/api-key", "{\"graceSeconds\": 60}")
			.is(200)
			.text("/apiKey");
		this.browser.get("/console").isPage(200);
		this.client.asOwner(second).post("/api/v1/owner/api-key", "").is(200);
		this.browser.get("/console").is(303);
	}

	@Test
	void aSessionEndsAfterAWeekHoweverItIsUsed() {
		this.browser.signedIn();
		MovedClock clock = new MovedClock();
		SignedIn later = new SignedIn(this.keys, this.csrf, this.sessionStore, clock);
		clock.add(Duration.ofDays(7).minusMinutes(1));
		assertThat(letIn(later)).isTrue();
		clock.add(Duration.ofMinutes(1));
		assertThat(letIn(later)).isFalse();
		this.redis.opsForHash().remove(key(session()), "sessionAttr:since").block(PATIENCE);
		this.browser.get("/console").is(303);
		this.browser.signedIn();
	}

	/** Whether the session is one at the time of a clock. */
	private boolean letIn(SignedIn signedIn) {
		MockServerWebExchange exchange = MockServerWebExchange
			.builder(MockServerHttpRequest.get("/console").cookie(new HttpCookie("console", session())).build())
			.sessionManager(this.sessions)
			.build();
		return Boolean.TRUE
			.equals(signedIn.owner(ServerRequest.create(exchange, List.of())).hasElement().block(PATIENCE));
	}

	private static final class MovedClock extends Clock {

		private Instant now = Instant.now();

		void add(Duration time) {
			this.now = this.now.plus(time);
		}

		@Override
		public Instant instant() {
			return this.now;
		}

		@Override
		public ZoneId getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

	}

	@Test
	void readingMakesNoSession() {
		Calendar calendar = this.owners.calendar(30, 1);
		String link = "/l/" + this.owners.link(calendar).token().value();
		List<String> before = sessions();
		for (String address : List.of(link, "/c/" + calendar.publicId(), "/", "/console/sign-in", "/console",
				"/api/v1/public/calendars/" + calendar.publicId())) {
			assertThat(this.browser.get(address).headers().getOrEmpty(HttpHeaders.SET_COOKIE))
				.noneMatch((cookie) -> cookie.startsWith("console="));
		}
		assertThat(sessions()).containsAll(before).hasSameSizeAs(before);
		assertThat(this.client.get(link).headers().containsHeader(HttpHeaders.SET_COOKIE)).isFalse();
	}

	@Test
	void aPageThatFetchesAPartOfItselfIsSentToTheSignIn() {
		Answer answer = this.browser.send("/console/calendars/preview", MediaType.APPLICATION_FORM_URLENCODED, "",
				"HX-Request", "true");
		assertThat(answer.is(200).header("HX-Redirect")).isEqualTo("/console/sign-in");
		Answer back = new Browser(this.client.with("HX-Current-URL", "http://localhost/console/calendars/new"))
			.send("/console/calendars/preview", MediaType.APPLICATION_FORM_URLENCODED, "", "HX-Request", "true");
		assertThat(back.header("HX-Redirect")).isEqualTo("/console/sign-in?to=%2Fconsole%2Fcalendars%2Fnew");
	}

	@Test
	void aPageOfTheConsoleIsKeptNowhereAndFramedByNobody() {
		Answer page = this.browser.signedIn().get("/console");
		assertThat(page.header(HttpHeaders.CACHE_CONTROL)).isEqualTo("no-store");
		assertThat(page.header("Content-Security-Policy"))
			.contains("frame-ancestors 'none'", "connect-src 'self'", "script-src 'self'")
			.doesNotContain("unsafe");
	}

	@Test
	void whatIsNotThereIsAPageOfTheConsole() {
		this.browser.signedIn();
		assertThat(this.browser.get("/console/no-such-page").isPage(404).body()).contains("Sign out", "Page not found");
		assertThat(this.browser.get("/console/calendars/3f0e8a52-6f6e-4b8e-9b0a-0d6d2f6c1a11/edit").isPage(404).body())
			.contains("You have no such calendar.");
	}

	private String session() {
		String session = this.browser.cookie("console");
		assertThat(session).isNotNull();
		return String.valueOf(session);
	}

	private Map<Object, Object> stored(String session) {
		return this.redis.opsForHash()
			.entries(key(session))
			.collectMap(Map.Entry::getKey, Map.Entry::getValue)
			.blockOptional(PATIENCE)
			.orElseThrow();
	}

	private static String key(String session) {
		return "oncegate:session:sessions:" + TokenHash.of(session).value();
	}

	private List<String> sessions() {
		return this.redis.keys("oncegate:session:*").collectList().blockOptional(PATIENCE).orElseThrow();
	}

	private static String cookie(Answer answer, String name) {
		return answer.headers()
			.getOrEmpty(HttpHeaders.SET_COOKIE)
			.stream()
			.filter((cookie) -> cookie.startsWith(name + "="))
			.findFirst()
			.map((cookie) -> cookie.replace("HTTPOnly", "HttpOnly"))
			.orElse("");
	}

}
