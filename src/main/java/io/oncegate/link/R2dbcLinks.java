package io.oncegate.link;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.UUID;

import io.r2dbc.postgresql.codec.PostgresqlObjectId;
import io.r2dbc.spi.Parameter;
import io.r2dbc.spi.Parameters;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;

/** The {@link Links} of the table {@code one_time_link}. */
@Component
class R2dbcLinks implements Links {

	private static final String INSERT = """
			insert into one_time_link (id, owner_id, calendar_id, token_hash, recipient_name, recipient_email,
				recipient_reference, metadata, expires_at)
			values (:id, :owner, :calendar, :hash, :name, :email, :reference, :metadata::json, :expires)""";

	private static final String LIST_CAMPAIGN = LinkRow.SELECT + """
			where owner_id = :owner and campaign_id = :campaign
				and campaign_row > :after and campaign_row <= :until""";

	private final DatabaseClient database;

	private final LinkLists lists;

	private final CampaignLinkLists ofCampaign;

	private final LinkRevocations revocations;

	R2dbcLinks(DatabaseClient database, TransactionalOperator transaction) {
		this.database = database;
		this.lists = new LinkLists(database);
		this.ofCampaign = new CampaignLinkLists(database);
		this.revocations = new LinkRevocations(database, transaction);
	}

	@Override
	public Mono<OneTimeLink> add(NewLink link) {
		Recipient recipient = (link.recipient() != null) ? link.recipient() : new Recipient(null, null, null);
		return this.database.sql(INSERT)
			.bind("id", link.id())
			.bind("owner", link.ownerId())
			.bind("calendar", link.calendarId())
			.bind("hash", ByteBuffer.wrap(link.hash().bytes()))
			.bind("name", text(recipient.name()))
			.bind("email", text(recipient.email()))
			.bind("reference", text(recipient.reference()))
			.bind("metadata", text(link.metadata()))
			.bind("expires", Parameters.in(PostgresqlObjectId.TIMESTAMPTZ, link.expiresAt()))
			.then()
			.then(findOwned(link.ownerId(), link.id()));
	}

	@Override
	public Mono<OneTimeLink> findByHash(TokenHash hash) {
		return this.database.sql(LinkRow.SELECT + "where token_hash = :hash")
			.bind("hash", ByteBuffer.wrap(hash.bytes()))
			.map(LinkRow::read)
			.one();
	}

	@Override
	public Mono<OneTimeLink> findArchived(TokenHash hash) {
		return this.database.sql(LinkRow.SELECT_ARCHIVED + "where a.token_hash = :hash")
			.bind("hash", ByteBuffer.wrap(hash.bytes()))
			.map(LinkRow::read)
			.one();
	}

	@Override
	public Mono<OneTimeLink> findOwned(UUID ownerId, UUID id) {
		return this.database.sql(LinkRow.SELECT + "where id = :id and owner_id = :owner")
			.bind("id", id)
			.bind("owner", ownerId)
			.map(LinkRow::read)
			.one();
	}

	@Override
	public Flux<OneTimeLink> list(UUID ownerId, UUID calendarId, @Nullable LinkStatus status, @Nullable UUID campaignId,
			@Nullable Position after, int limit) {
		return (campaignId == null) ? this.lists.list(ownerId, calendarId, status, after, limit)
				: this.ofCampaign.list(ownerId, calendarId, campaignId, status, after, limit);
	}

	@Override
	public Mono<Position> lookedAt(UUID ownerId, UUID calendarId, @Nullable UUID campaignId, @Nullable Position after) {
		return (campaignId == null) ? this.lists.lookedAt(ownerId, calendarId, after)
				: this.ofCampaign.lookedAt(ownerId, calendarId, campaignId, after);
	}

	@Override
	public Flux<OneTimeLink> search(UUID ownerId, UUID calendarId, @Nullable LinkStatus status, String text,
			@Nullable Position after, int limit) {
		return this.lists.search(ownerId, calendarId, status, text, after, limit);
	}

	@Override
	public Mono<Boolean> hasMoreThanSearched(UUID ownerId, UUID calendarId) {
		return this.lists.hasMoreThanSearched(ownerId, calendarId);
	}

	@Override
	public Flux<OneTimeLink> listCampaign(UUID ownerId, UUID campaignId, int after, int until) {
		return this.database.sql(LIST_CAMPAIGN)
			.bind("owner", ownerId)
			.bind("campaign", campaignId)
			.bind("after", after)
			.bind("until", until)
			.map(LinkRow::read)
			.all();
	}

	@Override
	public Mono<OneTimeLink> revoke(UUID ownerId, UUID id) {
		return this.revocations.revoke(ownerId, id).then(findOwned(ownerId, id));
	}

	@Override
	public Flux<TokenHash> revokeRows(UUID ownerId, UUID campaignId, int after, int until) {
		return this.revocations.revokeRows(ownerId, campaignId, after, until);
	}

	@Override
	public Flux<Revoked> listRevoked(@Nullable Position after, int limit) {
		return this.revocations.list(after, limit);
	}

	@Override
	public Flux<OneTimeLink> findAll(UUID ownerId, Collection<UUID> ids) {
		return ids.isEmpty() ? Flux.empty()
				: this.database.sql(LinkRow.SELECT + "where owner_id = :owner and id = any(:ids)")
					.bind("owner", ownerId)
					.bind("ids", ids.toArray(UUID[]::new))
					.map(LinkRow::read)
					.all();
	}

	private static Parameter text(@Nullable String value) {
		return Parameters.in(PostgresqlObjectId.VARCHAR, value);
	}

}
