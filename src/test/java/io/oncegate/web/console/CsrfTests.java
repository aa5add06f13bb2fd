package io.oncegate.web.console;

import java.util.List;
import java.util.Map;

import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.Calendars;
import io.oncegate.support.Answer;
import io.oncegate.support.Client;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import io.oncegate.web.console.Browser.Form;
import io.oncegate.web.http.PublicUrl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.MediaType;

import static org.assertj.core.api.Assertions.assertThat;

/** What comes from a page of somebody else's is refused. */
@GatewayTest
class CsrfTests {

	@Autowired
	private Owners owners;

	@Autowired
	private Calendars calendars;

	private Client client;

	private Browser browser;

	private Calendar calendar;

	private String turn;

	@BeforeEach
	void open(@Value("${local.server.port}") int port, @Autowired PublicUrl publicUrl) {
		this.client = Client.of(port, publicUrl);
		this.browser = new Browser(this.client).signedIn();
		this.calendar = this.owners.calendar(30, 1);
		this.turn = "/console/calendars/" + this.calendar.id() + "/switch";
	}

	@Test
	void theTokenOfAPageIsTaken() {
		this.browser.submit(this.turn, Map.of("open", "false")).is(303);
		assertThat(isOpen()).isFalse();
	}

	@Test
	void aTokenIsMaskedAnewForEachPageAndGoodForSeveral() {
		String first = this.browser.token();
		this.browser.get("/console");
		assertThat(this.browser.token()).isNotEqualTo(first);
		this.browser.submit(this.turn, new Form().with("_csrf", first).with("open", "false")).is(303);
	}

	@Test
	void withoutATokenNothingIsDone() {
		refused(this.browser.submit(this.turn, new Form().with("open", "false")));
	}

	@Test
	void withAWrongTokenNothingIsDone() {
		refused(this.browser.submit(this.turn, new Form().with("_csrf", "wrong").with("open", "false")));
		String others = new Browser(this.client).signedIn().token();
		refused(this.browser.submit(this.turn, new Form().with("_csrf", others).with("open", "false")));
	}

	@Test
	void withoutTheCookieNothingIsDone() {
		this.browser.setCookie("console-csrf", "");
		refused(this.browser.submit(this.turn, Map.of("open", "false")));
	}

	@Test
	void noTokenNoSignIn() {
		Browser fresh = new Browser(this.client);
		fresh.get("/console/sign-in").isPage(200);
		assertThat(fresh.submit("/console/sign-in", new Form().with("key", GatewayTest.API_KEY)).isPage(403).body())
			.contains("Reload the page and try again");
		assertThat(fresh.cookie("console")).isNull();
		this.browser.submit("/console/sign-out", new Form()).isPage(403);
		this.browser.get("/console").isPage(200);
	}

	@Test
	void theTokenCanComeInAHeader() {
		this.browser
			.send(this.turn, MediaType.APPLICATION_FORM_URLENCODED, "open=false", "X-CSRF-TOKEN", this.browser.token())
			.is(303);
		assertThat(isOpen()).isFalse();
	}

	@Test
	void aFormWithAFileIsRefusedWhereThereIsNone() {
		MediaType type = MediaType.parseMediaType("Multipart/form-data; boundary=cut");
		String form = "--cut\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n";
		String body = form.formatted("_csrf", this.browser.token()) + form.formatted("open", "false") + "--cut--\r\n";
		for (String address : List.of(this.turn, "/console/sign-out", "/console/sign-in", "/console/no-such-page")) {
			assertThat(this.browser.send(address, type, body).isPage(415).body()).contains("reload the page");
		}
		assertThat(isOpen()).isTrue();
		this.browser.get("/console").isPage(200);
	}

	@Test
	void aFormThatCannotBeReadIsRefused() {
		this.browser.send(this.turn, MediaType.APPLICATION_FORM_URLENCODED, "_csrf=%zz").isPage(400);
		assertThat(isOpen()).isTrue();
	}

	private void refused(Answer answer) {
		assertThat(answer.isPage(403).body()).contains("Reload the page and try again", "Oncegate");
		assertThat(isOpen()).isTrue();
	}

	private boolean isOpen() {
		return this.calendars.find(this.calendar.id()).blockOptional().orElseThrow().terms().open();
	}

}
