package io.oncegate.campaign;

import java.time.Instant;
import java.util.UUID;

import io.oncegate.link.Links.Position;
import io.r2dbc.postgresql.codec.PostgresqlObjectId;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;

/**
 * The archive of campaigns that are over. A campaign is archived at once, by
 * {@code archive_campaign}; then its results are counted for the last time, and its links
 * are moved to the table {@code archived_link}, in the order of their rows.
 */
@Component
public class Archive {

	private static final String ARCHIVE = "select archive_campaign(:owner, :id, :most)";

	private static final String LIST_OVER = """
			select id, owner_id, least(revoked_at, expires_at) as over_at from campaign
			where archived_at is null and least(revoked_at, expires_at) < now() - make_interval(days => :days)
				and (least(revoked_at, expires_at), id) > (coalesce(:at::timestamptz, '-infinity'),
					coalesce(:id::uuid, '00000000-0000-0000-0000-000000000000'))
			order by least(revoked_at, expires_at), id limit :limit""";

	// After a minute, nobody still acts on what they read before it was archived. What a
	// gateway does not go on with, another one does.
	private static final String NEXT = """
			select id, owner_id, archived, issued from campaign
			where archived_at < now() - interval '1 minute' and counted_at > archived_at and archived < issued
				and (moved_at is null or moved_at < now() - interval '30 seconds')
			order by moved_at nulls first limit 1""";

	private static final String TAKE = """
			update campaign set moved_at = now()
			where owner_id = :owner and id = :id and (moved_at is null or moved_at < now() - interval '30 seconds')
			returning id, owner_id, archived, issued""";

	// Whoever is at the same rows waits for the campaign's row, and then moves nothing.
	// Nobody waits for links that are being written to: it would take turns with others
	// in no order. A link whose booking is lost stays until its owner has told the
	// invitee, and so does one that works, of which there should be none.
	private static final String MOVE = """
			with step as (
				update campaign set archived = :until, moved_at = now()
				where owner_id = :owner and id = :id and archived = :after and archived_at is not null and not exists (
					select from lost_booking b join one_time_link l on l.owner_id = :owner and l.id = b.link_id
					where b.owner_id = :owner and b.told_at is null
						and l.campaign_id = :id and l.campaign_row > :after and l.campaign_row <= :until)
				returning id, calendar_id, revoked_at
			), link as (
				select id, token_hash, revoked_at, expires_at from one_time_link
				where owner_id = :owner and campaign_id = (select id from step)
					and campaign_row > :after and campaign_row <= :until
				for update nowait
			), dead as (
				select * from (
					select l.id, l.token_hash, case
						when (select id from booking where owner_id = :owner and link_id = l.id and not gave_back limit 1)
							is not null then 'redeemed'
						when least(l.revoked_at, k.revoked_at, c.deleted_at) is not null then 'revoked'
						when l.expires_at <= now() then 'expired' end as ended
					from link l cross join step k
					join calendar c on c.owner_id = :owner and c.id = k.calendar_id) as l
				where ended is not null
			), kept as (
				insert into archived_link (token_hash, owner_id, campaign_id, link_id, ended)
				select token_hash, :owner, :id, id, ended from dead
			), scans as (
				delete from link_scan where owner_id = :owner and link_id in (select id from dead)
			), requests as (
				delete from link_request
				where owner_id = :owner and link_id in (select id from dead) and status = 'granted'
			), gone as (
				delete from one_time_link where owner_id = :owner and id in (select id from dead)
			)
			select count(*) from step""";

	private final DatabaseClient database;

	Archive(DatabaseClient database) {
		this.database = database;
	}

	/** Archives a campaign that is over; empty if the owner has no such campaign. */
	public Mono<ArchiveOutcome> archive(UUID ownerId, UUID id) {
		return this.database.sql(ARCHIVE)
			.bind("owner", ownerId)
			.bind("id", id)
			.bind("most", FunnelTable.SMALL)
			.mapValue(String.class)
			.one()
			.filter((outcome) -> !outcome.equals("UNKNOWN"))
			.map(ArchiveOutcome::valueOf);
	}

	/**
	 * Lists campaigns that were revoked, or have expired, so many days ago.
	 * @param after the last campaign of the previous page, or the first page
	 */
	Flux<Over> listOver(int days, @Nullable Position after, int limit) {
		return this.database.sql(LIST_OVER)
			.bind("days", days)
			.bind("at", Parameters.in(PostgresqlObjectId.TIMESTAMPTZ, (after != null) ? after.createdAt() : null))
			.bind("id", Parameters.in(PostgresqlObjectId.UUID, (after != null) ? after.id() : null))
			.bind("limit", limit)
			.map(Archive::over)
			.all();
	}

	/**
	 * Takes over an archived campaign whose links are to be moved and that no gateway is
	 * working on.
	 */
	public Mono<Unmoved> take() {
		return this.database.sql(NEXT).map(Archive::unmoved).one().flatMap(this::take);
	}

	private Mono<Unmoved> take(Unmoved next) {
		return this.database.sql(TAKE).bind("owner", next.ownerId()).bind("id", next.id()).map(Archive::unmoved).one();
	}

	/**
	 * Moves the links of the next rows of a campaign.
	 * @return whether that was done; false if somebody else has, or the link of a lost
	 * booking is among them
	 */
	public Mono<Boolean> move(Unmoved campaign, int after, int until) {
		return this.database.sql(MOVE)
			.bind("id", campaign.id())
			.bind("owner", campaign.ownerId())
			.bind("after", after)
			.bind("until", until)
			.mapValue(Long.class)
			.one()
			.map((steps) -> steps == 1);
	}

	@SuppressWarnings("NullAway") // columns that are "not null", or asked to be
	private static Over over(Readable row) {
		return new Over(row.get("owner_id", UUID.class),
				new Position(row.get("over_at", Instant.class), row.get("id", UUID.class)));
	}

	@SuppressWarnings("NullAway") // columns that are "not null" in the table
	private static Unmoved unmoved(Readable row) {
		return new Unmoved(row.get("id", UUID.class), row.get("owner_id", UUID.class),
				row.get("archived", Integer.class), row.get("issued", Integer.class));
	}

	/**
	 * An archived campaign.
	 *
	 * @param archived the last of its rows whose link was moved
	 */
	public record Unmoved(UUID id, UUID ownerId, int archived, int issued) {

	}

	/** A campaign that is probably over, and its position among them. */
	record Over(UUID ownerId, Position position) {

	}

}
