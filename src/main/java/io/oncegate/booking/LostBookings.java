package io.oncegate.booking;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import io.oncegate.link.Links;
import io.oncegate.link.OneTimeLink;
import io.r2dbc.spi.Readable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;

/** The table {@code lost_booking}. */
@Component
public class LostBookings {

	private static final String ADD = """
			insert into lost_booking (id, owner_id, link_id) values (:id, :owner, :link) on conflict do nothing""";

	private static final String COUNT = "select count(*) from lost_booking where told_at is null";

	private static final String OWNED = """
			from lost_booking b join one_time_link l on l.owner_id = :owner and l.id = b.link_id
			join calendar c on c.owner_id = :owner and c.id = l.calendar_id
			where b.owner_id = :owner and b.told_at is null""";

	private static final String LIST = """
			select b.*, c.name as calendar, c.time_zone\s""" + OWNED + " order by b.found_at, b.id limit :limit";

	private static final String TELL = """
			update lost_booking set told_at = now()
			where owner_id = :owner and id = any(:ids) and told_at is null""";

	private final DatabaseClient database;

	private final Links links;

	LostBookings(DatabaseClient database, Links links) {
		this.database = database;
		this.links = links;
	}

	/**
	 * Records that the booking of an owner's link is lost.
	 * @return whether that was not known yet
	 */
	public Mono<Boolean> add(UUID id, UUID ownerId, UUID linkId) {
		return this.database.sql(ADD)
			.bind("id", id)
			.bind("owner", ownerId)
			.bind("link", linkId)
			.fetch()
			.rowsUpdated()
			.map((rows) -> rows == 1);
	}

	/** Counts the lost bookings whose invitees have not been told. */
	public Mono<Long> count() {
		return this.database.sql(COUNT).mapValue(Long.class).one();
	}

	/** Counts those of them that are of an owner. */
	public Mono<Long> count(UUID ownerId) {
		return this.database.sql("select count(*) " + OWNED).bind("owner", ownerId).mapValue(Long.class).one();
	}

	/** Lists those of an owner, the first that was found first. */
	public Flux<LostBooking> list(UUID ownerId, int limit) {
		return this.database.sql(LIST)
			.bind("owner", ownerId)
			.bind("limit", limit)
			.map(Row::read)
			.all()
			.collectList()
			.flatMapMany((rows) -> this.links.findAll(ownerId, rows.stream().map(Row::linkId).toList())
				.collectMap(OneTimeLink::id)
				.flatMapIterable((links) -> rows.stream().map((row) -> row.with(links)).toList()));
	}

	/** Records that the invitees have been told. */
	public Mono<Void> tell(UUID ownerId, Collection<UUID> ids) {
		return this.database.sql(TELL).bind("owner", ownerId).bind("ids", ids.toArray(UUID[]::new)).then();
	}

	/** A row, without its link. */
	private record Row(UUID id, String calendar, ZoneId zone, UUID linkId, Instant foundAt) {

		@SuppressWarnings("NullAway") // columns that are "not null" in the table
		static Row read(Readable row) {
			return new Row(row.get("id", UUID.class), row.get("calendar", String.class),
					ZoneId.of(row.get("time_zone", String.class)), row.get("link_id", UUID.class),
					row.get("found_at", Instant.class));
		}

		LostBooking with(Map<UUID, OneTimeLink> links) {
			return new LostBooking(this.id, this.calendar, this.zone, Objects.requireNonNull(links.get(this.linkId)),
					this.foundAt);
		}

	}

}
