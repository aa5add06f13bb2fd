package io.oncegate.web.page;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import io.oncegate.calendar.Calendar;
import io.oncegate.campaign.IssuedLink;
import io.oncegate.support.Answer;
import io.oncegate.support.Client;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import io.oncegate.web.http.PublicUrl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

import static org.assertj.core.api.Assertions.assertThat;

/** The other pages and files, and forms that no browser sends. */
@GatewayTest
class PageTests {

	@Autowired
	private Owners owners;

	private Client invitee;

	@BeforeEach
	void connect(@Value("${local.server.port}") int port, @Autowired PublicUrl publicUrl) {
		this.invitee = Client.of(port, publicUrl);
	}

	@ParameterizedTest
	@ValueSource(strings = { "link-unknown", "link-redeemed", "link-expired", "link-revoked", "link-claimed",
			"slot-taken", "slot-unavailable", "invalid-request", "idempotency-key-reused", "idempotency-key-in-flight",
			"rate-limited", "overloaded", "store-unavailable", "unauthorized", "forbidden", "not-found", "conflict",
			"payload-too-large", "unsupported-media-type" })
	void everyProblemHasAPage(String name) {
		assertThat(this.invitee.get("/problems/" + name).isPage(200).body()).containsPattern("<h1>[^<]+</h1>")
			.containsPattern("<p class=\"text\">[^<]{10,}</p>");
	}

	@ParameterizedTest
	@CsvSource({ "/embed.js, text/javascript, data-calendar", "/assets/booking.js, text/javascript, timeZone",
			"/assets/frame.js, text/javascript, postMessage", "/assets/oncegate.css, text/css, body" })
	void filesAreSentForAWhile(String address, String type, String content) {
		Answer file = this.invitee.get(address).is(200);
		assertThat(file.header(HttpHeaders.CONTENT_TYPE)).startsWith(type);
		assertThat(file.header(HttpHeaders.CACHE_CONTROL)).contains("max-age=3600");
		assertThat(file.header("X-Content-Type-Options")).isEqualTo("nosniff");
		assertThat(file.body()).contains(content);
	}

	@Test
	void whatAPageNeedsIsKeptForGood() {
		Calendar calendar = this.owners.calendar(30, 1);
		String page = this.invitee.get("/c/" + calendar.publicId()).isPage(200).body();
		List<String> addresses = Pattern.compile("(?:href|src)=\"(/assets/[^\"]+)\"")
			.matcher(page)
			.results()
			.map((found) -> found.group(1))
			.toList();
		assertThat(addresses).hasSize(3).allSatisfy((address) -> {
			Answer file = this.invitee.get(address).is(200);
			assertThat(file.header(HttpHeaders.CACHE_CONTROL)).contains("max-age=31536000", "public", "immutable");
			byte[] content = file.body().getBytes(StandardCharsets.UTF_8);
			assertThat(address).contains("-" + Asset.hash(content) + ".");
			content[0]++;
			assertThat(address).doesNotContain(Asset.hash(content));
			this.invitee.get(address.replace("-", "-0")).isPage(404);
		});
	}

	@Test
	void theStartPageSaysWhatThisIs() {
		assertThat(this.invitee.get("/").isPage(200).body()).contains("Oncegate");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/nothing", "/l/", "/l", "/l/a/b", "/problems/no-such-problem", "/assets/application.yml",
			"/assets/..%2fapplication.yml", "/assets/%2e%2e/application.yml", "/b/x", "/b/x/calendar.ics", "/c/x",
			"/c/3f0e8a52-6f6e-4b8e-9b0a-0d6d2f6c1a11", "/s/no-such-slug", "/s/No%20Slug", "/s/%00", "/c/%00", "/l/%00",
			"/l/%ff", "/b/%00", "/s/%ff", "/actuator/health", "/favicon.ico" })
	void whereNothingIsThereIsAPageThatSaysSo(String address) {
		assertThat(this.invitee.get(address).isPage(404).body()).containsPattern("<h1>[^<]+</h1>");
		Answer sent = this.invitee.submit(address, Map.of("name", "Ada"));
		assertThat(sent.isPage(sent.status()).status()).isIn(404, 405);
	}

	@Test
	void whatIsNotDoneByThatMethodIsSaidWithThoseThatThereAre() {
		Answer page = this.invitee.submit("/problems/link-redeemed", Map.of()).isPage(405);
		assertThat(page.header(HttpHeaders.ALLOW)).isEqualTo("GET,HEAD,OPTIONS");
		Answer document = this.invitee.send(HttpMethod.DELETE, "/api/v1/calendars")
			.isProblem(405, "method-not-allowed");
		assertThat(document.header(HttpHeaders.ALLOW)).isEqualTo("GET,HEAD,OPTIONS,POST");
		this.invitee.get("/problems/method-not-allowed").isPage(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "zone=Nowhere", "zone=", "zone", "zone=%00", "zone=UTC%2B99", "zone=Asia/Tokyo&zone=x",
			"day=tomorrow", "day=", "day=0000-00-00", "day=9999-12-31", "day=-999999999-01-01",
			"day=%2B999999999-12-31", "day=%2B999999999-12-31&zone=Asia/Tokyo", "x=%ff", "%00=%00", "&&==" })
	void nonsenseInAPageAddressDoesNoHarm(String query) {
		Calendar calendar = this.owners.calendar(30, 1);
		IssuedLink link = this.owners.link(calendar);
		this.invitee.get("/l/" + link.token().value() + "?" + query).isPage(200);
		this.invitee.get("/c/" + calendar.publicId() + "?" + query).isPage(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "&", "=", "name", "name=%", "name=%zz", "%=%", "name=%ff%fe", "name=%00&email=%00",
			"start=%00", "zone=%00", "key=%00", "start=&start=&name=a&name=b", "name=\u0000", "{\"start\": 1}" })
	void aFormThatNoBrowserSendsIsRefused(String body) {
		Calendar calendar = this.owners.calendar(30, 1);
		IssuedLink link = this.owners.link(calendar);
		for (String address : new String[] { "/l/" + link.token().value(), "/c/" + calendar.publicId() }) {
			Answer answer = this.invitee.send(HttpMethod.POST, address, MediaType.APPLICATION_FORM_URLENCODED,
					body.getBytes(StandardCharsets.UTF_8));
			assertThat(answer.status()).as(answer.body()).isIn(400, 422);
			answer.isPage(answer.status());
			for (MediaType type : new MediaType[] { MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN,
					MediaType.MULTIPART_FORM_DATA }) {
				Answer other = this.invitee.send(HttpMethod.POST, address, type, new byte[] { '{', '}' });
				assertThat(other.status()).as(other.body()).isIn(400, 415, 422);
				other.isPage(other.status());
			}
		}
		this.invitee.get("/l/" + link.token().value()).isPage(200);
	}

	@Test
	void aFormThatIsTooLargeIsRefused() {
		IssuedLink link = this.owners.link(this.owners.calendar(30, 1));
		this.invitee.submit("/l/" + link.token().value(), Map.of("notes", "x".repeat(70 * 1024))).isPage(413);
		this.invitee.get("/l/" + link.token().value()).isPage(200);
	}

}
