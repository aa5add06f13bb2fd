package io.oncegate.web.invitee;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;

import io.oncegate.campaign.IssuedLink;
import io.oncegate.campaign.Visits;
import io.oncegate.distribution.EachNamesItsOwner;
import io.oncegate.support.Client;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import io.oncegate.support.RedisKey;
import io.oncegate.web.http.PublicUrl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;

import static org.assertj.core.api.Assertions.assertThat;

/** Who is taken to have opened a link. */
@GatewayTest
@ExtendWith(EachNamesItsOwner.class)
class VisitorTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final String BROWSER = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15"
			+ " (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";

	@Autowired
	private Owners owners;

	@Autowired
	private Visits visits;

	@Autowired
	private DatabaseClient database;

	@Autowired
	private ReactiveStringRedisTemplate redis;

	private Client client;

	private IssuedLink link;

	private String address;

	@BeforeEach
	void connect(@Value("${local.server.port}") int port, @Autowired PublicUrl publicUrl) {
		this.client = Client.of(port, publicUrl);
		this.link = this.owners.link(this.owners.calendar(30, 1));
		this.address = "/l/" + this.link.token().value();
	}

	@Test
	void whoReadsThePageIsNotYetAPerson() {
		as(BROWSER).get(this.address).isPage(200);
		assertThat(isNoted("opened_at is not null")).isFalse();
		assertThat(isNoted("exists (select from link_scan where link_id = id)")).isFalse();
	}

	@Test
	void whoTouchesItIs() {
		as(BROWSER).send(HttpMethod.POST, this.address + "/opened").is(204);
		assertThat(isNoted("opened_at is not null")).isTrue();
		assertThat(isNoted("exists (select from link_scan where link_id = id)")).isFalse();
	}

	@Test
	void linksOfSeveralOwnersAreNotedAndThoseThatRedisHasForgotten() {
		IssuedLink other = this.owners.link(this.owners.calendar(this.owners.other(), ZoneOffset.UTC, 30, 1));
		IssuedLink forgotten = this.owners.link(this.owners.calendar(30, 1));
		this.redis.delete(RedisKey.of(forgotten.token().hash())).block(PATIENCE);
		List<IssuedLink> all = List.of(this.link, other, forgotten);
		all.forEach((link) -> this.visits.byPerson(link.token().hash()));
		all.forEach((link) -> this.visits.byScanner(link.link().ownerId(), link.token().hash()));
		assertThat(all).allMatch((link) -> isNoted(link, "opened_at is not null"))
			.allMatch((link) -> isNoted(link, "exists (select from link_scan where link_id = id)"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
			"Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
			"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/150.0.0.0 Safari/537.36",
			"facebookexternalhit/1.1", "curl/8.5.0" })
	void whoCallsThemselvesAProgramIsAScanner(String agent) {
		as(agent).get(this.address).isPage(200);
		as(agent).send(HttpMethod.POST, this.address + "/opened").is(204);
		assertThat(isNoted("exists (select from link_scan where link_id = id)")).isTrue();
		assertThat(isNoted("opened_at is not null")).isFalse();
	}

	@Test
	void whoOnlyAsksForTheHeadIsAScanner() {
		as(BROWSER).send(HttpMethod.HEAD, this.address).is(200);
		assertThat(isNoted("exists (select from link_scan where link_id = id)")).isTrue();
	}

	@Test
	void madeUpLinkIsNotNoted() {
		as(BROWSER).send(HttpMethod.POST, "/l/made-up/opened").is(204);
		as("curl/8.5.0").get("/l/made-up").isPage(404);
	}

	private Client as(String agent) {
		return this.client.with(HttpHeaders.USER_AGENT, agent);
	}

	private boolean isNoted(String what) {
		return isNoted(this.link, what);
	}

	private boolean isNoted(IssuedLink link, String what) {
		this.visits.write().block(PATIENCE);
		return this.database.sql("select " + what + " from one_time_link where id = :id /* the test asks */")
			.bind("id", link.link().id())
			.mapValue(Boolean.class)
			.one()
			.blockOptional(PATIENCE)
			.orElseThrow();
	}

}
