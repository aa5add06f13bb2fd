package io.oncegate.link;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

import io.oncegate.link.Links.Position;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;

/**
 * Reads a row of the table {@code one_time_link}, with the state derived from its booking
 * and calendar.
 */
final class LinkRow {

	/** Selects such rows from a table, or from a subset of its rows. */
	static final String SELECT_FROM = """
			select * from (
				select l.*, b.id as booking_id, b.created_at as redeemed_at,
					case when b.id is not null then 'redeemed'
						when l.revoked_at is not null or k.revoked_at is not null or c.deleted_at is not null then 'revoked'
						when l.expires_at <= now() then 'expired'
						else 'active' end as status
				from %s l
				join calendar c on c.owner_id = l.owner_id and c.id = l.calendar_id
				left join campaign k on k.owner_id = l.owner_id and k.id = l.campaign_id
				left join booking b on b.owner_id = l.owner_id and b.link_id = l.id and not b.gave_back) as link
			""";

	/** Selects such rows. */
	static final String SELECT = SELECT_FROM.formatted("one_time_link");

	/**
	 * Selects archived links as such rows, with what is left of them. An expired one has
	 * expired when its campaign was archived, at the latest.
	 */
	static final String SELECT_ARCHIVED = """
			select a.link_id as id, a.owner_id, k.calendar_id, a.token_hash, case when b.id is not null then 'redeemed'
					when a.ended = 'expired' then 'expired' else 'revoked' end as status,
				null as recipient_name, null as recipient_email, null as recipient_reference, null as metadata,
				k.created_at, case when a.ended = 'expired' then least(k.expires_at, k.archived_at) end as expires_at,
				b.created_at as redeemed_at, b.id as booking_id, a.campaign_id, null::timestamptz as opened_at,
				null::uuid as in_place_of
			from archived_link a join campaign k on k.owner_id = a.owner_id and k.id = a.campaign_id
			left join booking b on b.owner_id = a.owner_id and b.link_id = a.link_id and not b.gave_back
			""";

	private LinkRow() {
	}

	@SuppressWarnings("NullAway") // a column that is "not null" in the table
	static OneTimeLink read(Readable row) {
		return new OneTimeLink(row.get("id", UUID.class), row.get("owner_id", UUID.class),
				row.get("calendar_id", UUID.class), hash(row),
				LinkStatus.valueOf(row.get("status", String.class).toUpperCase(Locale.ROOT)), recipient(row),
				row.get("metadata", String.class), row.get("created_at", Instant.class),
				row.get("expires_at", Instant.class), row.get("redeemed_at", Instant.class),
				row.get("booking_id", UUID.class), row.get("campaign_id", UUID.class), openedAt(row),
				row.get("in_place_of", UUID.class));
	}

	/** A client that has booked has opened it, even if no opening was recorded. */
	private static @Nullable Instant openedAt(Readable row) {
		Instant openedAt = row.get("opened_at", Instant.class);
		return (openedAt != null) ? openedAt : row.get("redeemed_at", Instant.class);
	}

	/** The position of a link in a list, of which only that was read. */
	@SuppressWarnings("NullAway") // columns that are "not null" in the table
	static Position position(Readable row) {
		return new Position(row.get("created_at", Instant.class), row.get("id", UUID.class));
	}

	@SuppressWarnings("NullAway") // a column that is "not null" in the table
	static TokenHash hash(Readable row) {
		return TokenHash.of32(row.get("token_hash", byte[].class));
	}

	private static @Nullable Recipient recipient(Readable row) {
		Recipient recipient = new Recipient(row.get("recipient_name", String.class),
				row.get("recipient_email", String.class), row.get("recipient_reference", String.class));
		return recipient.equals(new Recipient(null, null, null)) ? null : recipient;
	}

}
