package io.oncegate.campaign;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import io.oncegate.calendar.Calendar;
import io.oncegate.claim.Claims;
import io.oncegate.distribution.EachNamesItsOwner;
import io.oncegate.link.LinkStatus;
import io.oncegate.link.Links;
import io.oncegate.link.TokenHash;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;

import static org.assertj.core.api.Assertions.assertThat;

/** What a gateway did not come to tell Redis of revoked links, another one tells. */
@GatewayTest
@ExtendWith(EachNamesItsOwner.class)
class RevocationsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	@Autowired
	private Owners owners;

	@Autowired
	private Revocations revocations;

	@Autowired
	private RevocationTable campaigns;

	@Autowired
	private Uploads uploads;

	@Autowired
	private Links links;

	@Autowired
	private Claims claims;

	@Autowired
	private DatabaseClient database;

	private Calendar calendar;

	@BeforeEach
	void stop() {
		// So that only this test tells anything.
		this.revocations.stop();
		this.calendar = this.owners.calendar(30, 1);
	}

	@AfterEach
	void start() {
		this.revocations.start();
	}

	@Test
	void aCampaignIsGoneOnWithWhereItWasLeft() {
		UUID campaign = UUID.randomUUID();
		List<TokenHash> issued = issue(campaign, 2500);
		this.campaigns.revoke(this.calendar.owner().id(), campaign).block(PATIENCE);
		sql("update campaign set told = 1000, told_at = now() - interval '31 seconds' where id = '" + campaign + "'");
		this.revocations.tellNextCampaign().block(PATIENCE);
		assertThat(status(issued.get(999))).as("told before").isEqualTo(LinkStatus.ACTIVE);
		assertThat(status(issued.get(1000))).isEqualTo(LinkStatus.REVOKED);
		assertThat(status(issued.get(2499))).isEqualTo(LinkStatus.REVOKED);
		assertThat(this.campaigns.takeUntold().blockOptional(PATIENCE)).isEmpty();
	}

	@Test
	void aCampaignThatSomebodyIsTellingIsLeftToThem() {
		UUID campaign = UUID.randomUUID();
		issue(campaign, 1);
		this.campaigns.revoke(this.calendar.owner().id(), campaign).block(PATIENCE);
		assertThat(this.campaigns.takeUntold().blockOptional(PATIENCE)).isEmpty();
	}

	@Test
	void aLinkOfWhichRedisWasNotToldIsToldOf() {
		IssuedLink link = this.owners.link(this.calendar);
		this.links.revoke(this.calendar.owner().id(), link.link().id()).block(PATIENCE);
		assertThat(status(link.token().hash())).isEqualTo(LinkStatus.ACTIVE);
		sql("update one_time_link set revoked_at = now() - interval '6 seconds' where id = '%s'"
			.formatted(link.link().id()));
		this.revocations.tellNextLinks().block(PATIENCE);
		assertThat(status(link.token().hash())).isEqualTo(LinkStatus.REVOKED);
	}

	private List<TokenHash> issue(UUID campaign, int count) {
		Flux<List<Row>> rows = Flux.range(1, count).map((n) -> new Row(n, List.of(), null, null)).buffer(500);
		return this.uploads
			.issue(Upload.of(campaign, this.calendar.owner().id(), this.calendar.id(), "Spring", null, null), rows,
					(fault) -> "broken")
			.flatMapIterable((chunk) -> chunk)
			.map((issued) -> issued.token().hash())
			.collectList()
			.blockOptional(PATIENCE)
			.orElseThrow();
	}

	private LinkStatus status(TokenHash link) {
		return this.claims.resolve(link).blockOptional(PATIENCE).orElseThrow().status();
	}

	private void sql(String sql) {
		this.database.sql(sql + " /* the test asks */").then().block(PATIENCE);
	}

}
