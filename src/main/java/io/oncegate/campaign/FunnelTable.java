package io.oncegate.campaign;

import java.time.Instant;
import java.util.UUID;

import io.oncegate.campaign.Campaign.Funnel;
import io.r2dbc.spi.Readable;
import reactor.core.publisher.Mono;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;

/**
 * The results of campaigns in the table {@code campaign}: of a small one they are counted
 * when they are shown, of a large or an archived one they are stored.
 */
@Component
class FunnelTable {

	/**
	 * The most links that are counted when they are shown; also in the condition of the
	 * index {@code campaign_to_count}.
	 */
	static final int SMALL = 10_000;

	private static final String COUNT = "select * from count_links(:owner, :id, :after, :until)";

	private static final String DUE = """
			select id, owner_id from campaign
			where (issued + granted > 10000 or archived_at is not null) and recount_at <= now()
				and (counting_until is null or counting_until < now())
			order by recount_at limit 1""";

	// If this gateway dies, another one counts, a while after it should be done. The last
	// count of an archived campaign stays.
	private static final String TAKE = """
			update campaign set counting_until = now() + interval '1 minute' + interval '1 second' * (issued / 2000)
			where owner_id = :owner and id = :id and recount_at <= now()
				and (counting_until is null or counting_until < now())
			returning id, owner_id, issued, granted, now() as since""";

	// What does not change is counted after twice as long each time, and at once when it
	// has expired. An archived campaign is counted once more after it was archived, when
	// nothing changes any longer.
	private static final String STORE = """
			update campaign set opened = :opened, scanned = :scanned, redeemed = :redeemed, expired = :expired,
				revoked = :revoked, counted_at = :since, counting_until = null,
				recount_at = case when archived_at < :since then 'infinity' when archived_at is not null then now()
					else least(case when expires_at > now() then expires_at end, now() + case
						when (opened, scanned, redeemed, expired, revoked)
							<> (:opened, :scanned, :redeemed, :expired, :revoked) then interval '1 minute'
						else greatest(least(2 * (:since - counted_at), interval '1 day'), interval '1 minute') end) end
			where owner_id = :owner and id = :id
				and counted_at < :since and counted_at <= coalesce(archived_at, 'infinity')""";

	// However often somebody looks, counts are as far apart as one takes, at least.
	private static final String HURRY = """
			update campaign set recount_at = now() where owner_id = :owner and id = :id
				and recount_at > now()
				and counted_at < now() - interval '5 seconds' - interval '1 second' * ((issued + granted) / 30000)
				and counted_at <= coalesce(archived_at, 'infinity')""";

	private final DatabaseClient database;

	FunnelTable(DatabaseClient database) {
		this.database = database;
	}

	/** Takes over the next campaign to be counted; empty if there is none. */
	Mono<Uncounted> take() {
		return this.database.sql(DUE).map(FunnelTable::due).one().flatMap(this::take);
	}

	private Mono<Uncounted> take(Due due) {
		return this.database.sql(TAKE)
			.bind("owner", due.ownerId())
			.bind("id", due.id())
			.map(FunnelTable::uncounted)
			.one();
	}

	/** Counts all links of a small campaign. */
	Mono<Funnel> count(Campaign campaign) {
		return count(campaign.ownerId(), campaign.id(), -campaign.granted() - 1, campaign.issued())
			.map((now) -> new Funnel(now.opened(), now.scanned(), now.redeemed(), now.expired(), now.revoked(), null));
	}

	/** Counts the links of a range of a campaign's rows. */
	Mono<Counts> count(Uncounted campaign, int after, int until) {
		return count(campaign.ownerId(), campaign.id(), after, until);
	}

	private Mono<Counts> count(UUID ownerId, UUID id, int after, int until) {
		return this.database.sql(COUNT)
			.bind("id", id)
			.bind("owner", ownerId)
			.bind("after", after)
			.bind("until", until)
			.map(FunnelTable::counts)
			.one();
	}

	/** Stores what was counted, unless somebody else has counted later. */
	Mono<Void> store(Uncounted campaign, Counts counts) {
		return this.database.sql(STORE)
			.bind("owner", campaign.ownerId())
			.bind("id", campaign.id())
			.bind("since", campaign.since())
			.bind("opened", counts.opened())
			.bind("scanned", counts.scanned())
			.bind("redeemed", counts.redeemed())
			.bind("expired", counts.expired())
			.bind("revoked", counts.revoked())
			.then();
	}

	/** Has a campaign counted soon that was not counted just now. */
	Mono<Void> hurry(Campaign campaign) {
		return this.database.sql(HURRY).bind("owner", campaign.ownerId()).bind("id", campaign.id()).then();
	}

	@SuppressWarnings("NullAway") // columns that are "not null" in the table
	private static Due due(Readable row) {
		return new Due(row.get("id", UUID.class), row.get("owner_id", UUID.class));
	}

	@SuppressWarnings("NullAway") // columns that are "not null" in the table
	private static Uncounted uncounted(Readable row) {
		return new Uncounted(row.get("id", UUID.class), row.get("owner_id", UUID.class),
				row.get("issued", Integer.class), row.get("granted", Integer.class), row.get("since", Instant.class));
	}

	@SuppressWarnings("NullAway") // counts are never null
	private static Counts counts(Readable row) {
		return new Counts(row.get("opened", Integer.class), row.get("scanned", Integer.class),
				row.get("redeemed", Integer.class), row.get("expired", Integer.class),
				row.get("revoked", Integer.class));
	}

	private record Due(UUID id, UUID ownerId) {

	}

	/**
	 * A campaign that this gateway counts.
	 *
	 * @param since when it began to
	 */
	record Uncounted(UUID id, UUID ownerId, int issued, int granted, Instant since) {

	}

	/** What was counted of some links. */
	record Counts(int opened, int scanned, int redeemed, int expired, int revoked) {

		static final Counts NONE = new Counts(0, 0, 0, 0, 0);

		Counts plus(Counts more) {
			return new Counts(this.opened + more.opened, this.scanned + more.scanned, this.redeemed + more.redeemed,
					this.expired + more.expired, this.revoked + more.revoked);
		}

	}

}
