package io.oncegate.web.console;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.oncegate.support.Answer;
import io.oncegate.support.Client;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import io.oncegate.web.http.PublicUrl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;

/** An owner changes their name, contact and API key in the console. */
@GatewayTest
@ExtendWith(OutputCaptureExtension.class)
class SettingsTests {

	private static final String SETTINGS = "/console/settings";

	private static final String KEY = "/console/settings/api-key";

	private static final Pattern SHOWN = Pattern.compile("id=\"code\" class=\"code\" value=\"(og_[^\"]+)\"");

	@Autowired
	private Owners owners;

	@Autowired
	private ReactiveStringRedisTemplate redis;

	private Client client;

	private String key;

	private Browser browser;

	@BeforeEach
	void open(@Value("${local.server.port}") int port, @Autowired PublicUrl publicUrl) {
		this.client = Client.of(port, publicUrl);
		this.key = this.owners.add("Before");
		this.browser = new Browser(this.client).signedIn(this.key);
	}

	@Test
	void nameAndContactAreChanged() {
		assertThat(this.browser.get(SETTINGS).isPage(200).body()).contains("value=\"Before\"");
		Answer saved = this.browser.submit(SETTINGS, Map.of("name", " Ada & Co ", "contact.name", "", "contact.email",
				"office@example.com", "contact.phone", "", "contact.url", ""));
		assertThat(this.browser.get(saved.is(303).header(HttpHeaders.LOCATION)).isPage(200).body())
			.contains("The changes were saved.", "value=\"Ada &amp; Co\"", "value=\"office@example.com\"");
		assertThat(this.client.asOwner(this.key).get("/api/v1/owner").json().get("contact").toString())
			.isEqualTo("{\"email\":\"office@example.com\"}");
		this.browser.submit(SETTINGS, Map.of("name", "Ada & Co")).is(303);
		assertThat(this.client.asOwner(this.key).get("/api/v1/owner").json().has("contact")).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "name,' ',Enter a name.", "contact.email,office,The contact’s email is not",
			"contact.phone,call me,The contact’s phone is not", "contact.url,ftp://x,The contact’s web page must be" })
	void aMistakeIsSaidAndWhatWasTypedIsKept(String field, String typed, String said) {
		this.browser.get(SETTINGS);
		Map<String, String> form = field.equals("name") ? Map.of("name", typed, "contact.phone", "+49 30 1")
				: Map.of("name", "Afterwards", field, typed);
		Answer again = this.browser.submit(SETTINGS, form).isPage(422);
		assertThat(again.body()).contains("Nothing was saved yet.", said, "aria-invalid=\"true\"")
			.contains(field.equals("name") ? "value=\"+49 30 1\"" : "value=\"" + typed + "\"");
		assertThat(this.client.asOwner(this.key).get("/api/v1/owner").text("/name")).isEqualTo("Before");
	}

	@Test
	void aNewKeyIsShownOnceAndTheSessionGoesOnWithIt(CapturedOutput output) {
		Browser other = new Browser(this.client).signedIn(this.key);
		assertThat(this.browser.get(KEY).isPage(200).body()).contains("Make a new key?", "value=\"none\" checked");
		Answer sent = this.browser.submit(KEY, Map.of("grace", "none")).is(303);
		assertThat(sent.header(HttpHeaders.LOCATION)).isEqualTo(KEY + "/new?grace=none");
		assertThat(sent.headers().getOrEmpty(HttpHeaders.SET_COOKIE))
			.filteredOn((cookie) -> cookie.startsWith("console-key="))
			.singleElement()
			.asString()
			.containsIgnoringCase("HttpOnly")
			.contains("Path=" + KEY + "/new", "Max-Age=60", "SameSite=Strict");
		String page = this.browser.get(sent.header(HttpHeaders.LOCATION)).isPage(200).body();
		assertThat(page).contains("this key is shown once", "The old key no longer works.");
		String fresh = shown(page);
		assertThat(this.client.asOwner(fresh).get("/api/v1/owner").is(200).text("/name")).isEqualTo("Before");
		this.client.asOwner(this.key).get("/api/v1/owner").is(401);
		assertThat(this.browser.cookie("console-key")).isNull();
		assertThat(this.browser.get(sent.header(HttpHeaders.LOCATION)).isPage(200).body()).doesNotContain(fresh)
			.contains("not shown again");
		this.client.asOwner(fresh).get("/api/v1/owner").is(200);
		this.browser.get("/console").isPage(200);
		other.get("/console").is(303);
		assertThat(output.getAll()).doesNotContain(fresh, this.key);
		assertThat(inRedis()).noneMatch((value) -> value.contains(fresh));
	}

	@Test
	void inItsGraceTheOldKeyWorksAndItsSessionsMakeNoOther() {
		Browser other = new Browser(this.client).signedIn(this.key);
		other.get(KEY).isPage(200);
		this.browser.get(KEY);
		Answer sent = this.browser.submit(KEY, Map.of("grace", "hour")).is(303);
		String page = this.browser.get(sent.header(HttpHeaders.LOCATION)).isPage(200).body();
		assertThat(page).contains("The old key works for another hour.");
		this.client.asOwner(this.key).get("/api/v1/owner").is(200);
		String back = other.submit(KEY, Map.of("grace", "none")).is(303).header(HttpHeaders.LOCATION);
		assertThat(other.get(back).isPage(200).body()).contains("was replaced a moment ago");
		this.client.asOwner(shown(page)).get("/api/v1/owner").is(200);
	}

	@Test
	void aSecondSubmissionByTheSameBrowserLocksNobodyOut() {
		this.browser.get(KEY);
		this.browser.submit(KEY, Map.of("grace", "none")).is(303);
		Answer second = this.browser.submit(KEY, Map.of("grace", "none")).is(303);
		String fresh = shown(this.browser.get(second.header(HttpHeaders.LOCATION)).isPage(200).body());
		this.client.asOwner(fresh).get("/api/v1/owner").is(200);
	}

	@Test
	void aKeyThatSomebodyPlantedIsNotShown() {
		this.browser.setCookie("console-key", this.owners.add("Mallory"));
		assertThat(this.browser.get(KEY + "/new").isPage(200).body()).doesNotContain("og_");
	}

	@Test
	void whatNoFormSendsIsRefusedAndTheKeyStays() {
		this.browser.get(KEY);
		this.browser.submit(KEY, Map.of("grace", "ever")).isPage(400);
		this.browser.submit(KEY, new Browser.Form().with("grace", "none")).isPage(403);
		this.browser.get(KEY + "/new?grace=ever").isPage(400);
		this.client.asOwner(this.key).get("/api/v1/owner").is(200);
	}

	private static String shown(String page) {
		Matcher shown = SHOWN.matcher(page);
		assertThat(shown.find()).as(page).isTrue();
		return shown.group(1);
	}

	private List<String> inRedis() {
		return this.redis.keys("oncegate:session:*")
			.flatMap((session) -> this.redis.opsForHash().values(session))
			.map(String::valueOf)
			.collectList()
			.blockOptional()
			.orElseThrow();
	}

}
