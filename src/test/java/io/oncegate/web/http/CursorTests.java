package io.oncegate.web.http;

import java.util.ArrayList;
import java.util.List;

import io.oncegate.calendar.Calendar;
import io.oncegate.support.Answer;
import io.oncegate.support.Client;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import io.oncegate.web.console.Browser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

import static org.assertj.core.api.Assertions.assertThat;

/** A cursor is good for the list that it comes from. */
@GatewayTest
class CursorTests {

	@Autowired
	private Owners owners;

	private Client client;

	private Client other;

	private Browser browser;

	private Calendar calendar;

	private String links;

	@BeforeEach
	void connect(@Value("${local.server.port}") int port, @Autowired PublicUrl publicUrl) {
		Client client = Client.of(port, publicUrl);
		this.client = client.asOwner();
		this.other = client.asOwner(Owners.OTHER_KEY);
		this.browser = new Browser(client).signedIn();
		this.calendar = this.owners.calendar(30, 1);
		this.owners.calendar(30, 1);
		this.links = "/api/v1/calendars/" + this.calendar.id() + "/one-time-links";
		for (int n = 0; n < 3; n++) {
			this.owners.link(this.calendar);
		}
	}

	private static String cursor(Answer list) {
		return list.is(200).text("/nextCursor");
	}

	@Test
	void leadsFromPageToPage() {
		List<String> found = new ArrayList<>();
		String cursor = "";
		do {
			Answer page = this.client.get(this.links + "?limit=1&cursor=" + cursor).is(200);
			found.addAll(page.ids());
			cursor = page.text("/nextCursor");
		}
		while (!cursor.isEmpty());
		assertThat(found).hasSize(3).isEqualTo(this.client.get(this.links).ids());
	}

	@Test
	void isRefusedByAnotherList() {
		String ofCalendars = cursor(this.client.get("/api/v1/calendars?limit=1"));
		String ofLinks = cursor(this.client.get(this.links + "?limit=1"));
		String ofActive = cursor(this.client.get(this.links + "?limit=1&status=active"));
		Calendar another = this.owners.calendar(30, 1);
		this.owners.other();
		for (String address : List.of("/api/v1/calendars?cursor=" + ofLinks, this.links + "?cursor=" + ofCalendars,
				this.links.replace("one-time-links", "bookings") + "?cursor=" + ofLinks,
				this.links.replace("one-time-links", "campaigns") + "?cursor=" + ofLinks,
				this.links + "?cursor=" + ofActive, this.links + "?status=active&cursor=" + ofLinks,
				this.links + "?status=expired&cursor=" + ofActive,
				"/api/v1/calendars/" + another.id() + "/one-time-links?cursor=" + ofLinks)) {
			this.client.get(address).isProblem(422, "invalid-request").names("cursor");
		}
		this.other.get("/api/v1/calendars?cursor=" + ofCalendars).isProblem(422, "invalid-request").names("cursor");
	}

	@Test
	void isRefusedWhenItIsChanged() {
		String cursor = cursor(this.client.get(this.links + "?limit=1"));
		for (int n = 0; n < cursor.length(); n++) {
			char changed = (cursor.charAt(n) == 'A') ? 'B' : 'A';
			this.client.get(this.links + "?cursor=" + cursor.substring(0, n) + changed + cursor.substring(n + 1))
				.isProblem(422, "invalid-request")
				.names("cursor");
		}
		this.client.get(this.links + "?cursor=" + cursor + "A").isProblem(422, "invalid-request").names("cursor");
		this.client.get(this.links + "?limit=2&cursor=" + cursor).is(200);
		this.client
			.get(this.links.replace(this.calendar.id().toString(),
					this.calendar.id().toString().toUpperCase(java.util.Locale.ROOT)) + "?cursor=" + cursor)
			.is(200);
	}

	@Test
	void isRefusedByAnotherPageOfTheConsole() {
		String cursor = cursor(this.client.get(this.links + "?limit=1"));
		for (String address : List.of("/console", "/console/bookings", "/console/campaigns", "/console/requests",
				"/console/calendars/" + this.calendar.id() + "/links")) {
			this.browser.get(address + "?cursor=" + cursor).isPage(422);
		}
	}

}
