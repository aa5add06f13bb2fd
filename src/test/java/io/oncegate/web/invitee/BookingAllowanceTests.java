package io.oncegate.web.invitee;

import java.util.Map;

import io.oncegate.calendar.Calendar;
import io.oncegate.support.Answer;
import io.oncegate.support.Client;
import io.oncegate.support.LimitingGatewayTest;
import io.oncegate.support.Owners;
import io.oncegate.web.http.PublicUrl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whoever books and cancels all day is told to wait; an office that books for all is not.
 */
@LimitingGatewayTest
class BookingAllowanceTests {

	@Autowired
	private Owners owners;

	private Client invitee;

	private Calendar calendar;

	@BeforeEach
	void connect(@Value("${local.server.port}") int port, @Autowired PublicUrl publicUrl) {
		this.invitee = Client.of(port, publicUrl);
		this.calendar = this.owners.calendar(30, 100);
	}

	@Test
	void oneAddressBooksAndCancelsAFewTimesAnHour() {
		Answer first = submit(0, "ada@example.com", "first").is(303);
		for (int n = 1; n < 100; n++) {
			String email = (n % 2 == 0) ? "ada@example.com" : "Ada@Example.com";
			String booking = submit(n, email, "n" + n).is(303).header(HttpHeaders.LOCATION);
			// Of a few only, as the allowance comes back with time.
			if (n <= 10) {
				assertNothingElseIsCounted(n, email, booking);
			}
		}
		Answer tooMany = submit(100, "ada@example.com", "last").isPage(429);
		assertThat(tooMany.body()).contains("value=\"ada@example.com\"", "value=\"last\"");
		assertThat(Integer.parseInt(tooMany.header(HttpHeaders.RETRY_AFTER))).isBetween(1, 120);
		Answer problem = this.invitee
			.post("/api/v1/public/calendars/" + this.calendar.slug() + "/bookings",
					Client.booking(Owners.time(this.calendar, 101), "Ada"))
			.isProblem(429, "rate-limited");
		assertThat(problem.header(HttpHeaders.RETRY_AFTER)).isNotEmpty();
		submit(102, "bob@example.com", "bob").is(303);
		this.invitee
			.submit("/l/" + this.owners.link(this.calendar).token().value(), form(103, "ada@example.com", "one-time"))
			.is(303);
		this.calendar = this.owners.calendar(30, 1);
		submit(0, "ada@example.com", "elsewhere").is(303);
		assertThat(first.status()).isEqualTo(303);
	}

	/** Neither what cannot be booked, nor a cancellation, nor the same again. */
	private void assertNothingElseIsCounted(int n, String email, String booking) {
		this.invitee
			.submit(page(),
					Map.of("start", Owners.time(this.calendar, 1).plusSeconds(1).toString(), "name", "Ada", "email",
							email, "key", "x"))
			.isPage(422);
		this.invitee.submit(booking + "/cancel", Map.of()).is(303);
		assertThat(submit(n, email, "n" + n).is(303).header(HttpHeaders.LOCATION)).isEqualTo(booking);
	}

	@Test
	void officeBooksForAllWhoWorkThere() {
		for (int n = 0; n < 100; n++) {
			submit(n % 40, "person" + n + "@example.com", "n" + n).is(303);
		}
	}

	@Test
	void clientAsksForNewLinksAFewTimesAnHour() {
		for (int n = 0; n < 31; n++) {
			String dead = "/l/" + this.owners.link(this.calendar).token().value();
			this.invitee.submit(dead, form(n, "ada@example.com", "n" + n)).is(303);
			Answer asked = this.invitee.submit(dead + "/ask", Map.of("name", "Ada", "email", "ada@example.com"));
			assertThat(asked.status()).isEqualTo((n < 30) ? 303 : 429);
		}
	}

	private Answer submit(int time, String email, String key) {
		return this.invitee.submit(page(), form(time, email, key));
	}

	private String page() {
		return "/s/" + this.calendar.slug();
	}

	private Map<String, String> form(int time, String email, String key) {
		return Map.of("start", Owners.time(this.calendar, time).toString(), "name", "Ada", "email", email, "key", key);
	}

}
