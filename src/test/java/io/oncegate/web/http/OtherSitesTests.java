package io.oncegate.web.http;

import io.oncegate.calendar.Calendar;
import io.oncegate.support.Answer;
import io.oncegate.support.Client;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

import static org.assertj.core.api.Assertions.assertThat;

/** Which addresses the programs of other web sites may call. */
@GatewayTest
class OtherSitesTests {

	@Autowired
	private Owners owners;

	private Client site;

	private Calendar calendar;

	@BeforeEach
	void connect(@Value("${local.server.port}") int port, @Autowired PublicUrl publicUrl) {
		this.site = Client.of(port, publicUrl).with(HttpHeaders.ORIGIN, "https://www.example.org");
		this.calendar = this.owners.calendar(30, 1);
	}

	@Test
	void everySiteMayCallTheApiForInvitees() {
		String link = "/api/v1/links/" + this.owners.link(this.calendar).token().value();
		Answer asked = this.site.with("Access-Control-Request-Method", "POST")
			.with("Access-Control-Request-Headers", "content-type,idempotency-key")
			.send(HttpMethod.OPTIONS, link + "/redemptions")
			.is(204);
		assertThat(asked.header("Access-Control-Allow-Origin")).isEqualTo("*");
		assertThat(asked.header("Access-Control-Allow-Methods")).contains("POST");
		assertThat(asked.header("Access-Control-Allow-Headers")).containsIgnoringCase("content-type")
			.containsIgnoringCase("idempotency-key");
		for (Answer answer : new Answer[] { this.site.get(link).is(200), this.site.get("/api/v1/links/x").is(404),
				this.site.post(link + "/redemptions", "{}").is(422) }) {
			assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
			assertThat(answer.header("Access-Control-Allow-Credentials")).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/api/v1/calendars", "/api/v1/nothing", "/console", "/console/sign-in", "/l/x", "/s/x",
			"/", "/nothing", "/feeds/x.ics", "/api/v1/owner" })
	void nothingElse(String address) {
		Answer asked = this.site.with("Access-Control-Request-Method", "GET").send(HttpMethod.OPTIONS, address);
		assertThat(asked.status()).isEqualTo(address.endsWith("nothing") ? 404 : 204);
		for (Answer answer : new Answer[] { asked, this.site.asOwner().get(address) }) {
			assertThat(answer.headers().headerNames()).noneMatch((name) -> name.startsWith("Access-Control-"));
		}
	}

}
