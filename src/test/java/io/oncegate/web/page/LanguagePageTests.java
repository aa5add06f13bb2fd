package io.oncegate.web.page;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

import io.oncegate.calendar.Calendar;
import io.oncegate.support.Answer;
import io.oncegate.support.Client;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import io.oncegate.web.http.PublicUrl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;

/** Invitees read every page in their language. */
@GatewayTest
class LanguagePageTests {

	@Autowired
	private Owners owners;

	private Client invitee;

	private Calendar calendar;

	private String address;

	@BeforeEach
	void connect(@Value("${local.server.port}") int port, @Autowired PublicUrl publicUrl) {
		this.invitee = Client.of(port, publicUrl);
		this.calendar = this.owners.calendar(30, 1);
		this.address = "/c/" + this.calendar.publicId();
	}

	@ParameterizedTest
	@CsvSource({ "en, ltr, Confirm booking", "de, ltr, Termin buchen", "fr, ltr, Confirmer la réservation",
			"es, ltr, Confirmar la reserva", "pt, ltr, Confirmar reserva", "ja, ltr, 予約を確定する", "ar, rtl, تأكيد الحجز" })
	void aPageIsInTheLanguageOfItsReader(String tag, String direction, String submit) {
		Answer accepted = accepting(tag).get(this.address).isPage(200);
		Answer asked = this.invitee.get(this.address + "?lang=" + tag).isPage(200);
		Answer remembered = this.invitee.with(HttpHeaders.COOKIE, "lang=" + tag).get(this.address).isPage(200);
		for (Answer page : new Answer[] { accepted, asked, remembered }) {
			assertThat(page.body()).contains("<html lang=\"" + tag + "\" dir=\"" + direction + "\">", submit);
			assertThat(page.header(HttpHeaders.CONTENT_LANGUAGE)).isEqualTo(tag);
			assertThat(page.header(HttpHeaders.VARY)).contains("Accept-Language", "Cookie");
			assertThat(page.body()).containsPattern("formaction=\"[?]lang=" + tag + "[^>]*aria-current=\"true\"");
		}
	}

	@Test
	void aChoiceIsRememberedAndCarried() {
		Answer page = accepting("fr").get(this.address + "?lang=de").isPage(200);
		assertThat(page.header(HttpHeaders.SET_COOKIE)).startsWith("lang=de;")
			.contains("Path=/", "Max-Age=31536000", "HttpOnly", "SameSite=Lax");
		assertThat(page.body()).contains("<input type=\"hidden\" name=\"lang\" value=\"de\">")
			.containsPattern("data-turn=\"next\" formaction=\"[^\"]*&(amp;)?lang=de");
		Answer booked = accepting("fr").submit(this.address, form("de", 1)).is(303);
		assertThat(accepting("fr").get(booked.header(HttpHeaders.LOCATION)).isPage(200).body())
			.contains("Ihr Termin ist gebucht");
		Answer failed = accepting("fr").submit(this.address, form("de", 1)).isPage(409);
		assertThat(failed.body()).contains("Dieser Termin wurde gerade vergeben.");
	}

	@Test
	void whatWasNotChosenIsNeitherRememberedNorCarried() {
		Answer page = accepting("de").get(this.address).isPage(200);
		assertThat(page.headers().containsHeader(HttpHeaders.SET_COOKIE)).isFalse();
		assertThat(page.body()).doesNotContain("&lang=", "name=\"lang\"");
		Answer booked = accepting("de").submit(this.address, form("", 1)).is(303);
		assertThat(booked.header(HttpHeaders.LOCATION)).doesNotContain("lang");
		Answer nonsense = this.invitee.get(this.address + "?lang=%22%3E%3Cb%3E").isPage(200);
		assertThat(nonsense.headers().containsHeader(HttpHeaders.SET_COOKIE)).isFalse();
		assertThat(nonsense.body()).doesNotContain("\"><b>\"");
	}

	@Test
	void mistakesAreExplainedInTheLanguageOfTheirReader() {
		assertThat(
				accepting("de").submit(this.address, Map.of("name", "x".repeat(201), "email", "x")).isPage(422).body())
			.contains("Bitte wählen Sie eine Uhrzeit.", "Das ist keine gültige E-Mail-Adresse.", "Das ist zu lang");
		assertThat(accepting("fr").submit(this.address, Map.of()).isPage(422).body())
			.contains("Veuillez indiquer votre nom.", "Veuillez indiquer votre adresse e-mail.");
	}

	@ParameterizedTest
	@CsvSource({ "/, 200, Buchungslinks", "/problems/link-redeemed, 200, bereits verwendet",
			"/l/made-up, 404, Diesen Link gibt es nicht", "/nothing, 404, Seite nicht gefunden",
			"/s/nobody, 404, Diesen Kalender gibt es nicht", "/b/x, 404, Diesen Termin gibt es nicht" })
	void otherPagesAreInItToo(String address, int status, String text) {
		assertThat(accepting("de-AT, en").get(address).isPage(status).body()).contains("lang=\"de\"", text);
	}

	@Test
	void programsAreToldInEnglish() {
		assertThat(accepting("de").get("/api/v1/links/made-up").isProblem(404, "link-unknown").text("/title"))
			.isEqualTo("There is no such link");
		assertThat(accepting("de").post("/api/v1/public/calendars/" + this.calendar.publicId() + "/bookings", "{}")
			.isProblem(422, "invalid-request")
			.body()).contains("is missing").doesNotContain("\"mistake\"");
	}

	@Test
	void timesAreWrittenAsInTheRegionOfTheirReader() {
		String day = this.address + "?day=" + Owners.time(this.calendar, 0).toString().substring(0, 10);
		assertThat(accepting("en-US,en;q=0.9").get(day).isPage(200).body()).contains(">9:30 PM<");
		assertThat(accepting("en-GB,en;q=0.9").get(day).isPage(200).body()).contains(">21:30<");
	}

	private Client accepting(String languages) {
		return this.invitee.with(HttpHeaders.ACCEPT_LANGUAGE, languages);
	}

	private Map<String, String> form(String lang, int time) {
		return new HashMap<>(Map.of("start", Owners.time(this.calendar, time).toString(), "name", "Ada Lovelace",
				"email", "ada@example.com", "zone", "UTC", "key", UUID.randomUUID().toString(), "lang", lang));
	}

}
