package io.oncegate.web.console;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;

import io.oncegate.calendar.Calendar;
import io.oncegate.campaign.OneTimeLinks;
import io.oncegate.link.Recipient;
import io.oncegate.support.Client;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import io.oncegate.web.http.PublicUrl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.r2dbc.core.DatabaseClient;

import static org.assertj.core.api.Assertions.assertThat;

/** An owner learns which confirmations are void. */
@GatewayTest
class LostPagesTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	@Autowired
	private Owners owners;

	@Autowired
	private OneTimeLinks links;

	@Autowired
	private DatabaseClient database;

	private Browser browser;

	private Browser other;

	private UUID booking;

	@BeforeEach
	void lose(@Value("${local.server.port}") int port, @Autowired PublicUrl publicUrl) {
		String key = this.owners.add("Who loses a booking");
		this.browser = new Browser(Client.of(port, publicUrl)).signedIn(key);
		this.other = new Browser(Client.of(port, publicUrl)).signedIn(this.owners.add("Who loses nothing"));
		Calendar calendar = this.owners.calendar(this.owners.owner(key), ZoneOffset.UTC, 30, 1);
		UUID link = this.links
			.issue(calendar.owner().id(), calendar.id(), new Recipient("Ada <Lovelace>", "ada@example.com", "A-1"),
					null, null)
			.blockOptional(PATIENCE)
			.orElseThrow()
			.link()
			.id();
		this.booking = UUID.randomUUID();
		this.database.sql("insert into lost_booking (id, owner_id, link_id) values (:id, :owner, :link)")
			.bind("id", this.booking)
			.bind("owner", calendar.owner().id())
			.bind("link", link)
			.then()
			.block(PATIENCE);
	}

	@Test
	void everyPageSaysSoUntilTheInviteeKnows() {
		assertThat(this.browser.get("/console/settings").isPage(200).body())
			.contains("1 confirmed booking was lost when the database failed.", "href=\"/console/lost-bookings\"");
		assertThat(this.browser.get("/console/lost-bookings").isPage(200).body()).contains("Ada &lt;Lovelace&gt;",
				"mailto:ada@example.com", "A-1", "they can book with it once more");
		this.browser.submit("/console/lost-bookings", Map.of("id", this.booking.toString())).is(303);
		assertThat(this.browser.get("/console/lost-bookings").isPage(200).body()).contains("No lost bookings")
			.doesNotContain("Ada");
		assertThat(this.browser.get("/console").isPage(200).body()).doesNotContain("lost when");
	}

	@Test
	void anotherOwnerNeitherSeesNorEndsThem() {
		assertThat(this.other.get("/console/lost-bookings").isPage(200).body()).contains("No lost bookings");
		this.other.submit("/console/lost-bookings", Map.of("id", this.booking.toString()));
		assertThat(this.browser.get("/console").isPage(200).body()).contains("1 confirmed booking was lost");
	}

}
