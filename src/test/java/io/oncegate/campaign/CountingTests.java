package io.oncegate.campaign;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import io.oncegate.calendar.Calendar;
import io.oncegate.campaign.Campaign.Funnel;
import io.oncegate.campaign.FunnelTable.Counts;
import io.oncegate.campaign.FunnelTable.Uncounted;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * The results of a small campaign are counted when they are shown, those of a large one
 * in the background.
 */
@GatewayTest
class CountingTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final int LARGE = FunnelTable.SMALL + 1;

	@Autowired
	private Owners owners;

	@Autowired
	private Campaigns campaigns;

	@Autowired
	private Uploads uploads;

	@Autowired
	private Counting counting;

	@Autowired
	private FunnelTable funnels;

	@Autowired
	private DatabaseClient database;

	private Calendar calendar;

	private UUID campaign;

	@BeforeEach
	void stop() {
		// So that only this test counts.
		this.counting.stop();
		sql("update campaign set recount_at = 'infinity'");
		this.calendar = this.owners.calendar(30, 1000);
		this.campaign = UUID.randomUUID();
	}

	@AfterEach
	void start() {
		this.counting.start();
	}

	@Test
	void smallCampaignIsCountedAtEachLook() {
		issue(FunnelTable.SMALL);
		happen();
		assertThat(funnel()).isEqualTo(new Funnel(4, 3, 2, 1, 1, null));
		assertThat(this.funnels.take().blockOptional(PATIENCE)).as("it is not counted otherwise").isEmpty();
	}

	@Test
	void largeCampaignIsShownAsItWasCountedLast() {
		issue(LARGE);
		happen();
		Campaign before = find();
		assertThat(before.funnel()).as("as it was made").isEqualTo(new Funnel(0, 0, 0, 0, 0, before.createdAt()));
		this.counting.countNext().block(PATIENCE);
		Funnel counted = funnel();
		assertThat(counted).isEqualTo(new Funnel(4, 3, 2, 1, 1, counted.countedAt()));
		assertThat(counted.countedAt()).isCloseTo(Instant.now(), within(10, ChronoUnit.SECONDS));
	}

	@Test
	void linksGrantedInPlaceOfOthersCountToo() {
		issue(LARGE);
		sql("update one_time_link set campaign_row = -1, opened_at = now() where campaign_id = '%s' and campaign_row = %d"
			.formatted(this.campaign, LARGE));
		sql("update campaign set granted = 1 where id = '%s'".formatted(this.campaign));
		this.counting.countNext().block(PATIENCE);
		assertThat(funnel().opened()).isOne();
	}

	@Test
	void whateverIsNotSpentIsRevokedAsSoonAsTheCampaignIs() {
		issue(LARGE);
		happen();
		this.counting.countNext().block(PATIENCE);
		Campaign answer = this.campaigns.revoke(this.calendar.owner().id(), this.campaign)
			.blockOptional(PATIENCE)
			.orElseThrow();
		Funnel revoked = Objects.requireNonNull(answer.funnel());
		assertThat(revoked).isEqualTo(new Funnel(4, 3, 2, 0, LARGE - 2, revoked.countedAt()));
		due();
		this.counting.countNext().block(PATIENCE);
		assertThat(funnel()).usingRecursiveComparison().ignoringFields("countedAt").isEqualTo(revoked);
	}

	@Test
	void whatDoesNotChangeIsCountedLessAndLessOften() {
		issue(LARGE);
		happen();
		this.counting.countNext().block(PATIENCE);
		assertThat(pause()).as("it has changed").isCloseTo(60, within(5L));
		for (int hours : List.of(1, 3)) {
			since(hours);
			this.counting.countNext().block(PATIENCE);
			assertThat(pause()).isCloseTo(2 * 3600 * hours, within(60L));
		}
		since(100);
		this.counting.countNext().block(PATIENCE);
		assertThat(pause()).isCloseTo(24 * 3600, within(5L));
		sql("update one_time_link set opened_at = now() where campaign_id = '%s' and campaign_row = 99"
			.formatted(this.campaign));
		since(100);
		this.counting.countNext().block(PATIENCE);
		assertThat(pause()).as("it has changed").isCloseTo(60, within(5L));
	}

	@Test
	void campaignIsCountedWhenItHasExpired() {
		issue(LARGE);
		since(100);
		sql("update campaign set expires_at = now() + interval '1 hour' where id = '%s'".formatted(this.campaign));
		this.counting.countNext().block(PATIENCE);
		assertThat(pause()).isCloseTo(3600, within(5L));
	}

	@Test
	void whoeverLooksHasItCountedSoonUnlessItJustWas() {
		issue(LARGE);
		this.counting.countNext().block(PATIENCE);
		find();
		assertThat(this.funnels.take().blockOptional(PATIENCE)).as("counted a moment ago").isEmpty();
		sql("update campaign set counted_at = now() - interval '61 seconds' where id = '%s'".formatted(this.campaign));
		find();
		assertThat(this.funnels.take().blockOptional(PATIENCE)).isPresent();
		find();
		assertThat(this.funnels.take().blockOptional(PATIENCE)).as("somebody is counting").isEmpty();
	}

	@Test
	void campaignThatSomebodyCountsIsLeftToThemForAWhile() {
		issue(LARGE);
		Uncounted dead = this.funnels.take().blockOptional(PATIENCE).orElseThrow();
		assertThat(this.funnels.take().blockOptional(PATIENCE)).isEmpty();
		due();
		this.counting.countNext().block(PATIENCE);
		Funnel counted = funnel();
		this.funnels.store(dead, new Counts(9, 9, 9, 9, 9)).block(PATIENCE);
		assertThat(funnel()).as("who began earlier comes too late").isEqualTo(counted);
	}

	@Test
	void archivedCampaignIsCountedForTheLastTime() {
		issue(1);
		this.campaigns.revoke(this.calendar.owner().id(), this.campaign).block(PATIENCE);
		Uncounted early = new Uncounted(this.campaign, this.calendar.owner().id(), 1, 0, Instant.now());
		this.campaigns.archive(this.calendar.owner().id(), this.campaign).block(PATIENCE);
		this.funnels.store(early, new Counts(9, 9, 9, 9, 9)).block(PATIENCE);
		assertThat(funnel()).as("counted while it was not archived").isEqualTo(new Funnel(0, 0, 0, 0, 1, null));
		this.counting.countNext().block(PATIENCE);
		Funnel last = funnel();
		assertThat(last).isEqualTo(new Funnel(0, 0, 0, 0, 1, last.countedAt()));
		assertThat(last.countedAt()).isNotNull();
		due();
		Uncounted late = this.funnels.take().blockOptional(PATIENCE).orElseThrow();
		this.funnels.store(late, Counts.NONE).block(PATIENCE);
		assertThat(funnel()).isEqualTo(last);
	}

	/**
	 * Two links are booked, one of them by somebody who was not seen to open it; two more
	 * are opened, one of them is revoked; three are scanned, and one has expired.
	 */
	private void happen() {
		sql("update one_time_link set opened_at = now() where campaign_id = '%s' and campaign_row in (1, 3, 4)"
			.formatted(this.campaign));
		sql("update one_time_link set revoked_at = now() where campaign_id = '%s' and campaign_row in (1, 4)"
			.formatted(this.campaign));
		sql("update one_time_link set expires_at = now() where campaign_id = '%s' and campaign_row in (1, 4, 5)"
			.formatted(this.campaign));
		sql("insert into link_scan (link_id, owner_id) select id, owner_id from one_time_link where campaign_id = '%s' and campaign_row > %d"
			.formatted(this.campaign, find().issued() - 3));
		sql("""
				insert into booking (id, owner_id, calendar_id, link_id, schedule_version, seat, start_at, end_at, busy_until,
					invitee_name, invitee_email)
				select gen_random_uuid(), owner_id, calendar_id, id, 1, campaign_row, now() + interval '1 day',
					now() + interval '2 days', now() + interval '2 days', 'Ada', 'ada@example.com'
				from one_time_link where campaign_id = '%s' and campaign_row <= 2"""
			.formatted(this.campaign));
	}

	private void issue(int count) {
		Flux<List<Row>> rows = Flux.range(1, count).map((n) -> new Row(n, List.of(), null, null)).buffer(1000);
		this.uploads
			.issue(Upload.of(this.campaign, this.calendar.owner().id(), this.calendar.id(), "Spring", null, null), rows,
					(fault) -> "broken")
			.then()
			.block(PATIENCE);
	}

	private Campaign find() {
		return this.campaigns.find(this.calendar.owner().id(), this.campaign).blockOptional(PATIENCE).orElseThrow();
	}

	private Funnel funnel() {
		return Objects.requireNonNull(find().funnel());
	}

	/** As if it had been counted some hours ago, and was to be counted now. */
	private void since(int hours) {
		sql("update campaign set counted_at = now() - interval '%d hours' where id = '%s'".formatted(hours,
				this.campaign));
		due();
	}

	private void due() {
		sql("update campaign set recount_at = '-infinity', counting_until = null where id = '%s'"
			.formatted(this.campaign));
	}

	/** Seconds until it is counted again. */
	private long pause() {
		return this.database.sql("select extract(epoch from recount_at - now())::bigint from campaign where id = :id")
			.bind("id", this.campaign)
			.mapValue(Long.class)
			.one()
			.blockOptional(PATIENCE)
			.orElseThrow();
	}

	private void sql(String sql) {
		this.database.sql(sql).then().block(PATIENCE);
	}

}
