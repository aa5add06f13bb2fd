package io.oncegate.web.http;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

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
import org.springframework.http.MediaType;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.r2dbc.core.DatabaseClient;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever a form is answered, it is in the language of the form, without a cookie. */
@GatewayTest
class FormLanguageTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final String IN_FRENCH = "<html lang=\"fr\"";

	@Autowired
	private Owners owners;

	@Autowired
	private ErrorHandler errors;

	@Autowired
	private DatabaseClient database;

	private Client invitee;

	private Calendar calendar;

	private String address;

	@BeforeEach
	void connect(@Value("${local.server.port}") int port, @Autowired PublicUrl publicUrl) {
		this.invitee = Client.of(port, publicUrl);
		this.calendar = this.owners.calendar(30, 1);
		this.address = link();
	}

	@Test
	void bookingForm() {
		String booked = this.invitee.submit(this.address, form(1)).is(303).header(HttpHeaders.LOCATION);
		assertThat(booked).endsWith("?lang=fr");
		Answer spent = this.invitee.submit(this.address, form(1)).isPage(410);
		assertThat(spent.body()).contains(IN_FRENCH, "déjà été utilisé", this.address + "/ask?lang=fr\"");
		assertThat(spent.header(HttpHeaders.CONTENT_LANGUAGE)).isEqualTo("fr");
		assertThat(this.invitee.with(HttpHeaders.COOKIE, "booked=" + booked.substring(3, 47))
			.submit(this.address, form(1))
			.is(303)
			.header(HttpHeaders.LOCATION)).isEqualTo(booked);
		inFrench(this.invitee.submit("/l/made-up", form(1)), 404);
		inFrench(this.invitee.submit("/s/nobody", form(1)), 404);
		inFrench(this.invitee.submit("/c/nobody", form(1)), 404);
		inFrench(this.invitee.submit("/nothing", form(1)), 404);
		inFrench(this.invitee.submit(link(), form(1)), 409);
		inFrench(this.invitee.submit(link(), Map.of("lang", "fr")), 422);
	}

	@Test
	void formThatAsksForANewLink() {
		assertThat(this.invitee.submit(this.address + "/ask", form(1)).is(303).header(HttpHeaders.LOCATION))
			.isEqualTo(this.address + "?lang=fr");
		this.invitee.submit(this.address, form(1)).is(303);
		inFrench(this.invitee.submit(this.address + "/ask", Map.of("lang", "fr")), 422);
		String fresh = this.invitee.submit(this.address + "/ask", form(1)).is(303).header(HttpHeaders.LOCATION);
		assertThat(fresh).endsWith("?lang=fr");
		inFrench(this.invitee.submit(fresh.replace("?lang=fr", ""), form(2)), 200);
		inFrench(this.invitee.submit("/l/made-up/ask", form(1)), 404);
	}

	@Test
	void formsThatChangeABooking() {
		String booking = this.invitee.submit(this.address, form(1)).is(303).header(HttpHeaders.LOCATION);
		String path = booking.replace("?lang=fr", "");
		this.invitee.submit(link(), form(2)).is(303);
		inFrench(this.invitee.submit(path + "/reschedule", form(2)), 409);
		inFrench(this.invitee.submit(path + "/reschedule", Map.of("lang", "fr")), 422);
		inFrench(this.invitee.submit(path + "/cancel", Map.of("lang", "fr", "notes", "x".repeat(1001))), 422);
		inFrench(this.invitee.submit("/b/made-up/cancel", form(1)), 404);
		inFrench(this.invitee.submit("/b/made-up/reschedule", form(1)), 404);
		assertThat(this.invitee.submit(path + "/reschedule", form(3)).is(303).header(HttpHeaders.LOCATION))
			.isEqualTo(booking);
		this.database
			.sql("update booking set start_at = now() - interval '1 minute' where calendar_id = :id and start_at = :at")
			.bind("id", this.calendar.id())
			.bind("at", Owners.time(this.calendar, 3))
			.then()
			.block(PATIENCE);
		inFrench(this.invitee.submit(path + "/cancel", form(1)), 409);
		inFrench(this.invitee.submit(path + "/reschedule", form(4)), 409);
	}

	@ParameterizedTest
	@ValueSource(strings = { "RATE_LIMITED", "OVERLOADED", "STORE_UNAVAILABLE", "OUTCOME_UNKNOWN", "INTERNAL_ERROR" })
	void refusalBeforeTheFormWasRead(String problem) {
		MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.post(this.address)
			.contentType(MediaType.APPLICATION_FORM_URLENCODED)
			.body("lang=fr&name=Ada"));
		Routed.attach(exchange, Audience.PEOPLE, Kind.ATTEMPT);
		this.errors
			.handle(ErrorHandlerTests.sentBySpring(exchange),
					ProblemException.retry(Problem.valueOf(problem), Duration.ofSeconds(1)))
			.block(PATIENCE);
		assertThat(exchange.getResponse().getBodyAsString().block(PATIENCE)).contains(IN_FRENCH,
				"action=\"" + this.address + "?lang=fr\"", "name=\"name\" value=\"Ada\"");
	}

	@Test
	void formThatDoesNotComeIsNotWaitedForLong() {
		MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.post(this.address)
			.contentType(MediaType.APPLICATION_FORM_URLENCODED)
			.body(reactor.core.publisher.Flux.never()));
		this.errors.handle(ErrorHandlerTests.sentBySpring(exchange), ProblemException.of(Problem.RATE_LIMITED))
			.block(PATIENCE);
		assertThat(exchange.getResponse().getBodyAsString().block(PATIENCE)).contains("<html lang=\"en\"");
	}

	@Test
	void formThatCannotBeReadIsAnsweredAllTheSame() {
		for (String body : List.of("lang=%zz", "lang=fr&x=%", "lang")) {
			Answer answer = this.invitee.send(HttpMethod.POST, "/l/made-up", MediaType.APPLICATION_FORM_URLENCODED,
					body.getBytes(StandardCharsets.UTF_8));
			answer.isPage(404);
		}
	}

	private String link() {
		return "/l/" + this.owners.link(this.calendar).token().value();
	}

	private static void inFrench(Answer answer, int status) {
		assertThat(answer.isPage(status).body()).contains(IN_FRENCH);
	}

	private Map<String, String> form(int time) {
		return new HashMap<>(Map.of("start", Owners.time(this.calendar, time).toString(), "name", "Ada", "email",
				"ada@example.com", "zone", "UTC", "key", UUID.randomUUID().toString(), "lang", "fr"));
	}

}
