package io.oncegate.web.console;

import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.oncegate.calendar.Calendar;
import io.oncegate.link.TokenHash;
import io.oncegate.support.Client;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import io.oncegate.support.RawConnection;
import io.oncegate.support.RequestLog;
import io.oncegate.web.http.PublicUrl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.WebSession;
import org.springframework.web.server.session.WebSessionStore;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A session ends while something is under way, as when somebody signs out in another tab:
 * an everyday event, by which nothing is lost.
 */
@GatewayTest
@ExtendWith(OutputCaptureExtension.class)
class EndedSessionTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final String NEW_CALENDAR = "/console/calendars/new";

	private static final String KEY = "/console/settings/api-key";

	private static final String URLENCODED = "application/x-www-form-urlencoded";

	private static final String MULTIPART = "multipart/form-data; boundary=cut";

	private static final Pattern SHOWN = Pattern.compile("value=\"(og_[^\"]+)\"");

	@Autowired
	private Owners owners;

	@Autowired
	private ReactiveStringRedisTemplate redis;

	@Autowired
	private WebSessionStore sessions;

	private int port;

	private Client client;

	private String key;

	private Browser browser;

	private Calendar calendar;

	private String campaigns;

	@BeforeEach
	void open(@Value("${local.server.port}") int port, @Autowired PublicUrl publicUrl) {
		this.port = port;
		this.client = Client.of(port, publicUrl);
		this.key = this.owners.add("Ada");
		this.browser = new Browser(this.client).signedIn(this.key);
		this.calendar = this.owners.calendar(this.owners.owner(this.key), ZoneOffset.UTC, 30, 5);
		this.campaigns = "/console/calendars/" + this.calendar.id() + "/campaigns";
	}

	/** How a session ends while its browser sends a form. */
	enum End {

		SIGN_OUT, EXPIRY, ANOTHER_SIGN_IN, KEY_REPLACED

	}

	private void end(End end) {
		switch (end) {
			case SIGN_OUT -> tab().submit("/console/sign-out", Map.of()).is(303);
			case EXPIRY -> this.redis.delete(stored()).block(PATIENCE);
			case ANOTHER_SIGN_IN -> tab().submit("/console/sign-in", Map.of("key", this.key)).is(303);
			case KEY_REPLACED ->
				this.key = this.client.asOwner(this.key).post("/api/v1/owner/api-key", "").is(200).text("/apiKey");
		}
	}

	@ParameterizedTest
	@EnumSource
	void aFormThatComesTooLateDoesNothing(End end, CapturedOutput output) throws IOException {
		RequestLog log = RequestLog.from(output);
		String answer = sendWhile(NEW_CALENDAR, URLENCODED, csrf() + "&name=&slug=x&end=of-form", () -> end(end));
		assertLeadsToTheSignIn(answer);
		log.isQuiet();
	}

	@ParameterizedTest
	@EnumSource
	void aFileThatComesTooLateMakesNoLinks(End end, CapturedOutput output) throws IOException {
		RequestLog log = RequestLog.from(output);
		String answer = sendWhile(this.campaigns, MULTIPART, part("_csrf", this.browser.token()) + file(),
				() -> end(end));
		assertLeadsToTheSignIn(answer);
		assertThat(made()).isZero();
		log.isQuiet();
	}

	@Test
	void aFileThatAScriptSendsMakesNoneEither() throws IOException {
		String type = MULTIPART + "\r\nX-CSRF-TOKEN: " + this.browser.token();
		assertLeadsToTheSignIn(sendWhile(this.campaigns, type, file(), () -> end(End.SIGN_OUT)));
		assertThat(made()).isZero();
	}

	@Test
	void whoeverReplacedTheKeyInAnotherTabGoesOn() throws IOException {
		String answer = sendWhile(this.campaigns, MULTIPART, part("_csrf", this.browser.token()) + file(), () -> {
			Browser tab = tab();
			this.key = shown(tab, tab.submit(KEY, Map.of("grace", "none")).is(303).header(HttpHeaders.LOCATION));
		});
		assertThat(answer).startsWith("HTTP/1.1 200 ");
		assertThat(made()).isOne();
	}

	@ParameterizedTest
	@EnumSource(names = { "SIGN_OUT", "EXPIRY" })
	void theKeyStaysIfTheWishForAnotherComesTooLate(End end) throws IOException {
		assertLeadsToTheSignIn(sendWhile(KEY, URLENCODED, csrf() + "&grace=none", () -> end(end)));
		this.client.asOwner(this.key).get("/api/v1/owner").is(200);
	}

	@ParameterizedTest
	@EnumSource(names = { "SIGN_OUT", "EXPIRY" })
	void theNewKeyIsShownToWhoeverSignedOutSince(End end) {
		this.browser.get(KEY).isPage(200);
		String next = this.browser.submit(KEY, Map.of("grace", "none")).is(303).header(HttpHeaders.LOCATION);
		end(end);
		String fresh = shown(this.browser, next);
		this.client.asOwner(fresh).get("/api/v1/owner").is(200);
		this.browser.get(next).is(303);
	}

	@Test
	void aKeyThatIsNoneIsNotShownToWhoeverIsSignedOut() {
		Browser stranger = new Browser(this.client);
		assertThat(stranger.get(KEY + "/new").is(303).header(HttpHeaders.LOCATION)).startsWith("/console/sign-in");
		stranger.setCookie("console-key", "og_made-up");
		assertThat(stranger.get(KEY + "/new").is(303).header(HttpHeaders.LOCATION)).startsWith("/console/sign-in");
	}

	@Test
	void aSessionThatEndsBeforeAnAnswerIsNotSavedAndIsNoFault() {
		String id = Objects.requireNonNull(this.browser.cookie("console"));
		WebSession used = this.sessions.retrieveSession(id).blockOptional(PATIENCE).orElseThrow();
		used.getAttributes().put("key", "x");
		end(End.SIGN_OUT);
		used.save().block(PATIENCE);
		assertThat(this.redis.hasKey(stored()).block(PATIENCE)).isFalse();
	}

	/**
	 * What is left if it ends between the question whether it is there and the saving.
	 */
	@Test
	void aSessionThatWasStoredInPartIsNone(CapturedOutput output) {
		RequestLog log = RequestLog.from(output);
		String stored = stored();
		end(End.SIGN_OUT);
		this.redis.opsForHash()
			.putAll(stored,
					Map.of("lastAccessedTime", "1795424460000", "sessionAttr:key",
							"\"" + TokenHash.of(this.key).value() + "\""))
			.block(PATIENCE);
		this.browser.get("/console").is(303);
		assertThat(this.redis.hasKey(stored).block(PATIENCE)).isFalse();
		log.isQuiet();
	}

	/** Another tab of the same browser. */
	private Browser tab() {
		Browser tab = new Browser(this.client);
		for (String cookie : new String[] { "console", "console-csrf" }) {
			tab.setCookie(cookie, Objects.requireNonNull(this.browser.cookie(cookie)));
		}
		tab.get("/console").isPage(200);
		return tab;
	}

	private String csrf() {
		return "_csrf=" + this.browser.token();
	}

	private static String file() {
		return part("name", "Late") + part("rows\"; filename=\"r.csv", "name\nAda\nBob\n") + "--cut--\r\n";
	}

	private static String part(String name, String value) {
		return "--cut\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
	}

	/** Does something else before the end of a form is sent. */
	private String sendWhile(String address, String type, String body, Runnable meanwhile) throws IOException {
		try (RawConnection connection = new RawConnection(this.port, 20)) {
			String head = "POST " + address + " HTTP/1.1\r\nHost: x\r\nContent-Type: " + type + "\r\nCookie: console="
					+ this.browser.cookie("console") + "; console-csrf=" + this.browser.cookie("console-csrf")
					+ "\r\nConnection: close\r\nContent-Length: " + body.length() + "\r\n\r\n";
			connection.send(head + body.substring(0, body.length() - 4));
			meanwhile.run();
			return connection.send(body.substring(body.length() - 4)).answer("POST");
		}
	}

	private static void assertLeadsToTheSignIn(String answer) {
		assertThat(answer).startsWith("HTTP/1.1 303 ").containsIgnoringCase("\r\nLocation: /console/sign-in\r\n");
	}

	private int made() {
		return this.client.asOwner(this.key)
			.get("/api/v1/calendars/" + this.calendar.id() + "/campaigns")
			.is(200)
			.ids()
			.size();
	}

	private static String shown(Browser browser, String address) {
		String page = browser.get(address).isPage(200).body();
		Matcher shown = SHOWN.matcher(page);
		assertThat(shown.find()).as(page).isTrue();
		return shown.group(1);
	}

	/** The key in Redis of the browser's session. */
	private String stored() {
		String id = Objects.requireNonNull(this.browser.cookie("console"));
		return "oncegate:session:sessions:" + TokenHash.of(id).value();
	}

}
