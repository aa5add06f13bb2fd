package io.oncegate.web.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.Calendars;
import io.oncegate.support.Answer;
import io.oncegate.support.Client;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import io.oncegate.support.RequestLog;
import io.oncegate.web.console.Browser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

import static org.assertj.core.api.Assertions.assertThat;

/** Forms that cannot be read, or whose bytes are no text: told so, and never guessed. */
@GatewayTest
@ExtendWith(OutputCaptureExtension.class)
class UnreadableFormTests {

	private static final String LATIN = "application/x-www-form-urlencoded; charset=iso-8859-1";

	@Autowired
	private Owners owners;

	@Autowired
	private Calendars calendars;

	private Client invitee;

	private Calendar calendar;

	private String link;

	private String booking;

	@BeforeEach
	void book(@Value("${local.server.port}") int port, @Autowired PublicUrl publicUrl) {
		this.invitee = Client.of(port, publicUrl);
		this.calendar = this.owners.calendar(30, 5);
		this.link = link();
		this.booking = book(link(), MediaType.APPLICATION_FORM_URLENCODED, "Ada").is(303).header(HttpHeaders.LOCATION);
	}

	private String link() {
		return "/l/" + this.owners.link(this.calendar).token().value();
	}

	@ParameterizedTest
	@ValueSource(strings = { "name=%zz", "name=%", "name=100%", "name=%4", "%=x", "%zz", "a=b&%g0=c", "name=Jos%E9",
			"%E9=x", "name=Jos\u00e9", "name=%C0%80", "name=%ED%A0%80", "name=%F0%9F", "name=%FF%FE", "name=%EF%BF%BD",
			"notes=%80" })
	void aFormThatCannotBeReadIsToldSoAndLeavesNothingInTheLog(String body, CapturedOutput output) {
		RequestLog log = RequestLog.from(output);
		for (String address : List.of(this.link, "/s/" + this.calendar.slug(), this.booking + "/cancel",
				this.booking + "/reschedule", spent() + "/ask")) {
			assertThat(send(address, body).isPage(400).body()).as(address)
				.contains("lang=\"de\"", "Das Formular konnte nicht gelesen werden.");
		}
		log.isQuiet();
		this.invitee.get(this.link).isPage(200);
		assertThat(this.invitee.get(this.booking).isPage(200).body()).doesNotContain("\uFFFD");
		assertThat(bookings()).hasSize(2);
	}

	/** A link with which somebody has booked. */
	private String spent() {
		String spent = link();
		book(spent, MediaType.APPLICATION_FORM_URLENCODED, "Bob").is(303);
		return spent;
	}

	@ParameterizedTest
	@ValueSource(strings = { "%", "%zz", "name=%E9", "key=\u00e9" })
	void theConsoleTellsItToo(String fields, CapturedOutput output) {
		Browser browser = new Browser(this.invitee).signedIn();
		RequestLog log = RequestLog.from(output);
		String one = "/console/calendars/" + this.calendar.id();
		for (String address : List.of("/console/sign-in", "/console/sign-out", "/console/calendars/new",
				"/console/calendars/preview", one + "/edit", one + "/switch", one + "/remove", one + "/share",
				one + "/links", one + "/feed", "/console/bookings/" + UUID.randomUUID() + "/cancel",
				"/console/requests/" + UUID.randomUUID() + "/grant", one + "/campaigns")) {
			Answer answer = this.invitee
				.with(HttpHeaders.COOKIE,
						"console=" + browser.cookie("console") + "; console-csrf=" + browser.cookie("console-csrf"))
				.send(HttpMethod.POST, address, MediaType.APPLICATION_FORM_URLENCODED,
						("_csrf=" + browser.token() + "&" + fields).getBytes(StandardCharsets.ISO_8859_1));
			assertThat(answer.isPage(400).body()).as(address).contains("The form cannot be read.");
		}
		log.isQuiet();
		assertThat(this.calendars.find(this.calendar.id()).blockOptional()).isPresent();
	}

	@Test
	void aFormThatSaysTwoThingsInOneFieldIsRefused() {
		String start = "start=" + Owners.time(this.calendar, 2);
		for (String body : List.of("name=Ada&name=Bob", "name=&name=Ada", "email=b@example.com", "start=x")) {
			assertThat(send(this.link, "name=Ada&email=a@example.com&" + start + "&" + body).isPage(400).body())
				.contains("lang=\"de\"", "Das Formular konnte nicht gelesen werden.");
		}
		assertThat(send(this.booking + "/cancel", "notes=a&notes=b").status()).isEqualTo(400);
		assertThat(send(this.booking + "/reschedule", start + "&start=x").status()).isEqualTo(400);
		assertThat(send(spent() + "/ask", "name=Ada&name=Bob&email=a@example.com").status()).isEqualTo(400);
		this.invitee.get(this.link).isPage(200);
		send(this.link, "name=Ada&name=Ada&email=a@example.com&" + start + "&" + start).is(303);
	}

	@Test
	void aFormOfTheConsoleThatSaysTwoThingsInOneFieldIsRefused() {
		Browser browser = new Browser(this.invitee).signedIn();
		String one = "/console/calendars/" + this.calendar.id();
		for (Map.Entry<String, String> sent : Map
			.of("/console/calendars/new", "name", one + "/edit", "durationMinutes", one + "/switch", "open",
					one + "/share", "expiresAt", one + "/links", "only", "/console/settings", "contact.email",
					"/console/settings/api-key", "grace")
			.entrySet()) {
			Browser.Form form = new Browser.Form().with("_csrf", browser.token());
			form.with(sent.getKey().endsWith("/settings") ? "name" : "x", "Ada");
			form.with(sent.getValue(), "").with(sent.getValue(), "none");
			assertThat(browser.submit(sent.getKey(), form).isPage(400).body()).as(sent.getKey())
				.contains("The form has the field", sent.getValue(), "twice, with different values.");
		}
	}

	@Test
	void aNewLinkIsNotAskedForAtTheAddressOfAnotherOne() {
		String taken = link().substring("/l/".length());
		String dead = spent();
		assertThat(send(dead + "/ask", "name=Ada&email=a@example.com&address=" + taken).isPage(400).body())
			.contains("Das Formular konnte nicht gelesen werden.");
		send(dead + "/ask", "name=Ada&email=a@example.com").is(303);
	}

	@Test
	void aFormThatSaysItsLanguageIsAnsweredInIt() {
		assertThat(send(this.link, "lang=fr&name=Jos%E9").isPage(400).body())
			.contains("Le formulaire n’a pas pu être lu.");
	}

	@Test
	void aCharsetThatIsDeclaredIsTaken() {
		Answer booked = book(this.link, MediaType.parseMediaType(LATIN), "Jos%E9").is(303);
		assertThat(this.invitee.get(booked.header(HttpHeaders.LOCATION)).isPage(200).body()).contains("José");
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/json", "text/plain", "application/x-www-form-urlencoded; charset=none",
			"multipart/form-data; boundary=x", "multipart/form-data" })
	void anotherKindOfContentIsNoForm(String type) {
		for (String address : List.of(this.link, this.booking + "/cancel", this.booking + "/reschedule")) {
			this.invitee.with(HttpHeaders.CONTENT_TYPE, type).send(HttpMethod.POST, address).isPage(415);
		}
		assertThat(bookings()).hasSize(1);
	}

	private Answer send(String address, String body) {
		return this.invitee.with(HttpHeaders.ACCEPT_LANGUAGE, "de")
			.send(HttpMethod.POST, address, MediaType.APPLICATION_FORM_URLENCODED,
					body.getBytes(StandardCharsets.ISO_8859_1));
	}

	private Answer book(String address, MediaType type, String name) {
		String form = "name=" + name + "&email=ada@example.com&start=" + Owners.time(this.calendar, 1);
		return this.invitee.send(HttpMethod.POST, address, type, form.getBytes(StandardCharsets.US_ASCII));
	}

	private List<String> bookings() {
		return this.invitee.asOwner().get("/api/v1/calendars/" + this.calendar.id() + "/bookings").ids();
	}

}
