package io.oncegate.link;

import java.util.Collection;
import java.util.UUID;

import io.r2dbc.postgresql.codec.PostgresqlObjectId;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;

/**
 * How links have ended: only the columns that an audit of all links can afford to read.
 */
@Component
public class LinkEndings {

	private static final String SELECT = """
			select id, owner_id, token_hash, booking_id, status = 'revoked' as revoked from (
			""" + LinkRow.SELECT + ") as link ";

	private static final String FIND = SELECT + "where owner_id = :owner and id = any(:ids)";

	private static final String OF_CAMPAIGN = SELECT + """
			where owner_id = :owner and campaign_id = :campaign and campaign_row > :after and campaign_row <= :until""";

	private static final String LIST = SELECT + """
			where id > coalesce(:id::uuid, '00000000-0000-0000-0000-000000000000')
				and (redeemed_at is null or redeemed_at < now() - interval '5 seconds')
			order by id limit :limit""";

	private final DatabaseClient database;

	LinkEndings(DatabaseClient database) {
		this.database = database;
	}

	/** Finds the endings of those links that the owner has. */
	public Flux<Ending> find(UUID ownerId, Collection<UUID> ids) {
		return ids.isEmpty() ? Flux.empty()
				: this.database.sql(FIND)
					.bind("owner", ownerId)
					.bind("ids", ids.toArray(UUID[]::new))
					.map(LinkEndings::read)
					.all();
	}

	/** Finds the endings of the links of a range of a campaign's rows. */
	public Flux<Ending> ofCampaign(UUID ownerId, UUID campaignId, int after, int until) {
		return this.database.sql(OF_CAMPAIGN)
			.bind("owner", ownerId)
			.bind("campaign", campaignId)
			.bind("after", after)
			.bind("until", until)
			.map(LinkEndings::read)
			.all();
	}

	/**
	 * Lists the endings of all links of all calendars by id, except links booked in the
	 * last seconds.
	 * @param after the last link of the previous page, or the first page
	 */
	public Flux<Ending> list(@Nullable UUID after, int limit) {
		return this.database.sql(LIST)
			.bind("id", Parameters.in(PostgresqlObjectId.UUID, after))
			.bind("limit", limit)
			.map(LinkEndings::read)
			.all();
	}

	@SuppressWarnings("NullAway") // columns that are "not null"
	private static Ending read(Readable row) {
		return new Ending(row.get("id", UUID.class), row.get("owner_id", UUID.class), LinkRow.hash(row),
				row.get("booking_id", UUID.class), row.get("revoked", Boolean.class));
	}

	/**
	 * How a link has ended, if it has.
	 *
	 * @param bookingId the booking that spent it
	 */
	public record Ending(UUID id, UUID ownerId, TokenHash hash, @Nullable UUID bookingId, boolean isRevoked) {

		public static Ending of(OneTimeLink link) {
			return new Ending(link.id(), link.ownerId(), link.hash(), link.bookingId(),
					link.status() == LinkStatus.REVOKED);
		}

	}

}
