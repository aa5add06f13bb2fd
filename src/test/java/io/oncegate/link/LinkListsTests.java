package io.oncegate.link;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.oncegate.calendar.Calendar;
import io.oncegate.campaign.OneTimeLinks;
import io.oncegate.campaign.OneTimeLinks.Found;
import io.oncegate.link.Links.Position;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;

import static org.assertj.core.api.Assertions.assertThat;

/** Lists of many links: what a page costs does not grow with what it does not show. */
@GatewayTest
class LinkListsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final int LINKS = 2 * Links.LOOKED_AT + 10;

	private static final int ON_A_PAGE = 50;

	@Autowired
	private Owners owners;

	@Autowired
	private OneTimeLinks links;

	@Autowired
	private DatabaseClient database;

	private Calendar calendar;

	/** The three oldest are revoked, expired and good; the others are expired. */
	@BeforeEach
	void issue() {
		this.calendar = this.owners.calendar(30, 1);
		this.database
			.sql("""
					insert into one_time_link (id, owner_id, calendar_id, token_hash, created_at, expires_at, revoked_at)
					select gen_random_uuid(), :owner, :calendar, sha256((:calendar::text || n)::bytea), now() - n * interval '1 second',
						case when n < :links then now() - interval '1 day' end, case when n = :links - 2 then now() end
					from generate_series(1, :links) as n""")
			.bind("calendar", this.calendar.id())
			.bind("owner", this.calendar.owner().id())
			.bind("links", LINKS)
			.then()
			.block(PATIENCE);
	}

	/** The auditor of other tests goes through all links. */
	@AfterEach
	void remove() {
		this.database.sql("delete from one_time_link where calendar_id = :calendar")
			.bind("calendar", this.calendar.id())
			.then()
			.block(PATIENCE);
	}

	@ParameterizedTest
	@EnumSource(value = LinkStatus.class, names = { "ACTIVE", "REVOKED" })
	void whatIsFarAwayIsFoundPageByPage(LinkStatus status) {
		List<OneTimeLink> found = new ArrayList<>();
		int pages = 0;
		@Nullable Position after = null;
		do {
			Found page = page(status, after);
			found.addAll(page.links());
			after = page.next();
			pages++;
		}
		while (after != null);
		assertThat(found).singleElement().extracting(OneTimeLink::status).isEqualTo(status);
		assertThat(pages).isEqualTo(3);
	}

	@Test
	void everyLinkIsListedOnce() {
		List<OneTimeLink> found = new ArrayList<>();
		@Nullable Position after = null;
		do {
			Found page = this.links
				.page(this.calendar.owner().id(), this.calendar.id(), LinkStatus.EXPIRED, null, after, 5000)
				.blockOptional(PATIENCE)
				.orElseThrow();
			found.addAll(page.links());
			after = page.next();
		}
		while (after != null);
		assertThat(found).hasSize(LINKS - 2).extracting(OneTimeLink::id).doesNotHaveDuplicates();
	}

	@ParameterizedTest
	@EnumSource(value = LinkStatus.class, names = { "ACTIVE", "REDEEMED", "EXPIRED", "REVOKED" })
	void aPageLooksAtALimitedNumberOfLinks(LinkStatus status) {
		Found page = page(status, null);
		assertThat(page.links()).hasSize((status == LinkStatus.EXPIRED) ? ON_A_PAGE : 0);
		assertThat(page.next()).isNotNull();
	}

	/**
	 * Its links may have been issued years apart, with any number of others in between.
	 */
	@Test
	void linksOfACampaignAreListedByTheirRows() {
		UUID campaign = UUID.randomUUID();
		this.database
			.sql("""
					with campaign as (
						insert into campaign (id, owner_id, calendar_id, name, issued, granted)
						values (:campaign, :owner, :calendar, 'Spring', 5, 2) returning id)
					insert into one_time_link (id, owner_id, calendar_id, token_hash, created_at, campaign_id, campaign_row)
					select gen_random_uuid(), :owner, :calendar, sha256((:campaign::text || n)::bytea), now() - n * interval '1 year',
						id, n from campaign, generate_series(-2, 5) as n where n <> 0""")
			.bind("campaign", campaign)
			.bind("owner", this.calendar.owner().id())
			.bind("calendar", this.calendar.id())
			.then()
			.block(PATIENCE);
		List<UUID> listed = listed(campaign, null);
		assertThat(listed).isEqualTo(this.database.sql(
				"select id from one_time_link where campaign_id = :id order by campaign_row > 0, abs(campaign_row) desc")
			.bind("id", campaign)
			.mapValue(UUID.class)
			.all()
			.collectList()
			.block(PATIENCE)).hasSize(7);
		assertThat(listed(campaign, LinkStatus.ACTIVE)).isEqualTo(listed);
		assertThat(listed(campaign, LinkStatus.EXPIRED)).isEmpty();
		assertThat(this.links
			.page(this.calendar.owner().id(), this.calendar.id(), null, campaign,
					new Position(Instant.now(), UUID.randomUUID()), 2)
			.blockOptional(PATIENCE)
			.orElseThrow()
			.links()).as("after a link that is no longer there").isEmpty();
	}

	private List<UUID> listed(UUID campaign, @Nullable LinkStatus status) {
		List<UUID> found = new ArrayList<>();
		@Nullable Position after = null;
		do {
			Found page = this.links.page(this.calendar.owner().id(), this.calendar.id(), status, campaign, after, 2)
				.blockOptional(PATIENCE)
				.orElseThrow();
			page.links().forEach((link) -> found.add(link.id()));
			after = page.next();
		}
		while (after != null);
		return found;
	}

	private Found page(LinkStatus status, @Nullable Position after) {
		return this.links.page(this.calendar.owner().id(), this.calendar.id(), status, null, after, ON_A_PAGE)
			.blockOptional(PATIENCE)
			.orElseThrow();
	}

}
