package io.oncegate.calendar;

import java.util.UUID;

import io.r2dbc.postgresql.codec.PostgresqlObjectId;
import io.r2dbc.spi.Parameters;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.r2dbc.core.DatabaseClient;

/**
 * The table {@code calendar_slug}: the slugs in use, each once for all owners. Adding or
 * changing to one in use fails with a duplicate key.
 */
class CalendarSlugs {

	private static final String ADD = """
			insert into calendar_slug (slug, calendar_id, owner_id) values (:slug, :id, :owner)""";

	private static final String CHANGE = "update calendar_slug set slug = :slug where calendar_id = :id";

	private static final String REMOVE = "delete from calendar_slug where calendar_id = :id";

	private static final String IS_TAKEN = """
			select exists (select from calendar_slug
				where slug = :slug and calendar_id is distinct from :butFor::uuid)""";

	private final DatabaseClient database;

	CalendarSlugs(DatabaseClient database) {
		this.database = database;
	}

	Mono<Void> add(Calendar calendar) {
		return this.database.sql(ADD)
			.bind("slug", calendar.slug())
			.bind("id", calendar.id())
			.bind("owner", calendar.owner().id())
			.then();
	}

	Mono<Void> change(Calendar calendar) {
		return this.database.sql(CHANGE).bind("slug", calendar.slug()).bind("id", calendar.id()).then();
	}

	Mono<Void> remove(UUID calendarId) {
		return this.database.sql(REMOVE).bind("id", calendarId).then();
	}

	/** Tells whether another calendar than this has a slug, or any has. */
	Mono<Boolean> isTaken(String slug, @Nullable UUID butFor) {
		return this.database.sql(IS_TAKEN)
			.bind("slug", slug)
			.bind("butFor", Parameters.in(PostgresqlObjectId.UUID, butFor))
			.mapValue(Boolean.class)
			.one();
	}

}
