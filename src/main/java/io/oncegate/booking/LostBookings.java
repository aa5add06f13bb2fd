package io.oncegate.booking;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Locale;
import java.util.UUID;

import io.oncegate.link.Recipient;
import io.r2dbc.spi.Readable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;

/** The table {@code lost_booking}. */
@Component
public class LostBookings {

	private static final String ADD = """
			insert into lost_booking (id, link_id, link_now) values (:id, :link, :now) on conflict do nothing""";

	private static final String COUNT = "select count(*) from lost_booking where told_at is null";

	private static final String OWNED = """
			from lost_booking b join one_time_link l on l.id = b.link_id join calendar c on c.id = l.calendar_id
			where b.told_at is null and c.owner_id = :owner""";

	private static final String LIST = """
			select b.*, c.name as calendar, c.time_zone, l.recipient_name, l.recipient_email, l.recipient_reference
			""" + OWNED + " order by b.found_at, b.id limit :limit";

	private static final String TELL = """
			update lost_booking set told_at = now() where id = any(:ids) and id in (select b.id\s""" + OWNED + ")";

	private final DatabaseClient database;

	LostBookings(DatabaseClient database) {
		this.database = database;
	}

	/**
	 * Records that a booking is lost.
	 * @param link what has become of its link
	 * @return whether that was not known yet
	 */
	public Mono<Boolean> add(UUID id, UUID linkId, LostBooking.Link link) {
		return this.database.sql(ADD)
			.bind("id", id)
			.bind("link", linkId)
			.bind("now", link.name().toLowerCase(Locale.ROOT))
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
		return this.database.sql(LIST).bind("owner", ownerId).bind("limit", limit).map(LostBookings::read).all();
	}

	/** Records that the invitees have been told. */
	public Mono<Void> tell(UUID ownerId, Collection<UUID> ids) {
		return this.database.sql(TELL).bind("owner", ownerId).bind("ids", ids.toArray(UUID[]::new)).then();
	}

	@SuppressWarnings("NullAway") // columns that are "not null" in the table
	private static LostBooking read(Readable row) {
		return new LostBooking(row.get("id", UUID.class), row.get("calendar", String.class),
				ZoneId.of(row.get("time_zone", String.class)), row.get("link_id", UUID.class),
				new Recipient(row.get("recipient_name", String.class), row.get("recipient_email", String.class),
						row.get("recipient_reference", String.class)),
				row.get("found_at", Instant.class),
				LostBooking.Link.valueOf(row.get("link_now", String.class).toUpperCase(Locale.ROOT)));
	}

}
