package io.oncegate.calendar;

import java.util.UUID;

import io.r2dbc.spi.Readable;
import reactor.core.publisher.Mono;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;

/**
 * The ids of the feeds of the calendars' bookings, in the table {@code calendar}.
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

	/** The id of the feed of one of the owner's calendars. */
	public Mono<UUID> of(UUID ownerId, UUID calendarId) {
		return this.database.sql("select feed_id from calendar where owner_id = :owner and id = :id")
			.bind("owner", ownerId)
			.bind("id", calendarId)
			.map(CalendarFeeds::id)
			.one();
	}

	/** The calendar of an existing feed; it may be removed. */
	public Mono<UUID> calendar(UUID feedId) {
		return this.database.sql("select id from calendar where feed_id = :feed")
			.bind("feed", feedId)
			.map(CalendarFeeds::id)
			.one();
	}

	/**
	 * Replaces the feed of one of the owner's calendars; the previous one no longer
	 * exists.
	 * @return the id of the new feed, or empty if there is no such calendar
	 */
	public Mono<UUID> renew(UUID ownerId, UUID calendarId) {
		return this.database.sql(RENEW).bind("id", calendarId).bind("owner", ownerId).map(CalendarFeeds::id).one();
	}

	@SuppressWarnings("NullAway") // columns that are "not null" in the table
	private static UUID id(Readable row) {
		return row.get(0, UUID.class);
	}

}
