package io.oncegate.web.console;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

import io.oncegate.support.Answer;
import io.oncegate.support.Client;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import io.oncegate.web.console.Browser.Form;
import io.oncegate.web.http.PublicUrl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;

/** An owner begins. */
@GatewayTest
class SetupPagesTests {

	@Autowired
	private Owners owners;

	private Client client;

	private String key;

	private Browser browser;

	@BeforeEach
	void begin(@Value("${local.server.port}") int port, @Autowired PublicUrl publicUrl) {
		this.client = Client.of(port, publicUrl);
		this.key = this.owners.add("Demo Owner");
		this.browser = new Browser(this.client).signedIn(this.key);
	}

	@Test
	void oneFormMakesANameACalendarAndALink() {
		assertThat(this.browser.get("/console").isPage(200).body()).contains("Your first link, in a minute",
				"data-guess=\"zone\"", "value=\"monday\" checked");
		Answer made = send(form().with("open", "tuesday").with("open", "friday")).is(303);
		String page = this.browser.get(made.header(HttpHeaders.LOCATION)).isPage(200).body();
		assertThat(page).contains("Here is its first link.", "/l/");
		JsonNode calendar = calendars().get(0);
		assertThat(calendar.path("name").asString()).isEqualTo("Intro & more");
		assertThat(calendar.path("timeZone").asString()).isEqualTo("Asia/Tokyo");
		assertThat(calendar.path("durationMinutes").asInt()).isEqualTo(45);
		assertThat(calendar.at("/weeklyHours/friday/0/from").asString()).isEqualTo("10:00");
		assertThat(calendar.at("/weeklyHours/monday")).isEmpty();
		assertThat(calendar.at("/openLinks/scheduling").asBoolean()).isFalse();
		assertThat(api().get("/api/v1/owner").text("/name")).isEqualTo("Ada Lovelace");
		assertThat(this.browser.get("/console").isPage(200).body()).doesNotContain("Your first link");
	}

	@Test
	void aLinkNameThatIsTakenIsNoMatter() {
		send(form().with("open", "monday")).is(303);
		this.browser.get("/console");
		send(form().with("open", "monday")).is(303);
		assertThat(calendars()).hasSize(2);
	}

	@Test
	void allMistakesAreSaidAtOnceAndNothingIsSaved() {
		Answer again = send(new Form()
			.with(Map.of("owner", " ", "name", "", "durationMinutes", "7", "timeZone", "Mars/Base", "from", "10:00",
					"to", "09:00"))
			.with("open", "monday")
			.with("open", "sunday")).isPage(422);
		assertThat(again.body()).contains("href=\"#owner\"", "href=\"#name\"", "href=\"#durationMinutes\"",
				"href=\"#timeZone\"", "The end must be after the start.", "value=\"sunday\" checked",
				"<title>Problem: Calendars");
		assertThat(send(form()).isPage(422).body()).contains("Choose the days on which people can book.",
				"value=\"Ada Lovelace\"");
		assertThat(calendars()).isEmpty();
		assertThat(api().get("/api/v1/owner").text("/name")).isEqualTo("Demo Owner");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whoeverHasANameIsAskedWhileThereIsNoCalendar(boolean hasCalendar) {
		this.key = this.owners.add("Grace");
		if (hasCalendar) {
			this.owners.calendar(this.owners.owner(this.key), ZoneOffset.UTC, 30, 1);
		}
		String page = new Browser(this.client).signedIn(this.key).get("/console").isPage(200).body();
		assertThat(page.contains("id=\"owner\" name=\"owner\" type=\"text\" value=\"Grace\""))
			.isNotEqualTo(hasCalendar);
	}

	@Test
	void withoutATokenNothingIsMade() {
		this.browser.submit("/console", new Form().with("owner", "Ada").with("open", "monday")).isPage(403);
		assertThat(calendars()).isEmpty();
	}

	private Form form() {
		return new Form().with(Map.of("owner", "Ada Lovelace", "name", "Intro & more", "durationMinutes", "45",
				"timeZone", "Asia/Tokyo", "from", "10:00", "to", "12:00"));
	}

	private Answer send(Form form) {
		return this.browser.submit("/console", form.with("_csrf", this.browser.token()));
	}

	private Client api() {
		return this.client.asOwner(this.key);
	}

	private List<JsonNode> calendars() {
		return api().get("/api/v1/calendars").is(200).json().path("items").valueStream().toList();
	}

}
