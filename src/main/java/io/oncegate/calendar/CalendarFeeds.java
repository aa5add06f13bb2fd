package io.oncegate.calendar;

import java.util.UUID;

import io.r2dbc.spi.Readable;
import reactor.core.publisher.Mono;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;

/**
 * By which id the bookings of each calendar are subscribed to, as the table
 * {@code calendar} has it.
 */
@Component
public class CalendarFeeds {

	private static final String RENEW = """
			update calendar set feed_id = gen_random_uuid()
			where id = :id and owner_id = :owner and deleted_at is null returning feed_id""";

	private final DatabaseClient database;

	CalendarFeeds(DatabaseClient database) {
		this.database = database;
	}

	/** The id of a calendar's feed. */
	public Mono<UUID> of(UUID calendarId) {
		return this.database.sql("select feed_id from calendar where id = :id")
			.bind("id", calendarId)
			.map(CalendarFeeds::id)
			.one();
	}

	/** The calendar of a feed that there is; it may be removed. */
	public Mono<UUID> calendar(UUID feedId) {
		return this.database.sql("select id from calendar where feed_id = :feed")
			.bind("feed", feedId)
			.map(CalendarFeeds::id)
			.one();
	}

	/**
	 * Gives a calendar of the owner's another feed; the one that it had is no more.
	 * @return the id of the new one, or empty if there is no such calendar
	 */
	public Mono<UUID> renew(UUID ownerId, UUID calendarId) {
		return this.database.sql(RENEW).bind("id", calendarId).bind("owner", ownerId).map(CalendarFeeds::id).one();
	}

	@SuppressWarnings("NullAway") // columns that are "not null" in the table
	private static UUID id(Readable row) {
		return row.get(0, UUID.class);
	}

}
